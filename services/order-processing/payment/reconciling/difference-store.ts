import { newId } from '#kernel/ids.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { settlementEntry } from './store-lines.ts';

export type DifferenceKind =
  | 'missing_here'
  | 'missing_there'
  | 'amount_differs'
  | 'currency_differs'
  | 'twice'
  | 'unknown_kind'
  | 'payout_differs';

/** What the two books say of one thing that both should know. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly subject: string;
  readonly day: string;
  readonly reported: string | null;
  readonly gatewayPaymentId: string | null;
  readonly paymentId: string | null;
  readonly orderId: string | null;
  readonly oursMinor: number | null;
  readonly oursCurrency: string | null;
  readonly theirsMinor: number | null;
  readonly theirsCurrency: string | null;
}

export interface OpenDifference extends Difference {
  readonly differenceId: string;
}

export const differenceColumns = sql`
  difference_id, kind, subject, day::text as day, reported, gateway_payment_id, payment_id, order_id,
  ours_minor, ours_currency, theirs_minor, theirs_currency`;

function isSame(one: Difference, other: Difference): boolean {
  return (
    one.kind === other.kind &&
    one.oursMinor === other.oursMinor &&
    one.oursCurrency === other.oursCurrency &&
    one.theirsMinor === other.theirsMinor &&
    one.theirsCurrency === other.theirsCurrency
  );
}

const keyOf = ({ gatewayPaymentId, subject }: Difference): string =>
  `${gatewayPaymentId ?? ''} ${subject}`;

/** Settles what is no difference any more, and opens what is one now. */
export async function exchangeDifferences(
  tx: Transaction,
  account: string,
  open: readonly OpenDifference[],
  now: readonly Difference[],
): Promise<void> {
  const found = new Map(now.map((one) => [keyOf(one), one]));
  for (const one of open) {
    const same = found.get(keyOf(one));
    if (same && isSame(one, same)) found.delete(keyOf(one));
    else await settle(tx, one);
  }
  for (const one of found.values()) await openDifference(tx, account, one);
}

async function openDifference(tx: Transaction, account: string, one: Difference): Promise<void> {
  const differenceId = newId();
  await tx.change(sql`
    insert into settlement_difference (difference_id, account, day, kind, subject, reported,
      gateway_payment_id, payment_id, order_id, ours_minor, ours_currency, theirs_minor, theirs_currency)
    values (${differenceId}, ${account}, ${one.day}::date, ${one.kind}, ${one.subject}, ${one.reported},
      ${one.gatewayPaymentId}, ${one.paymentId}, ${one.orderId}, ${one.oursMinor},
      ${one.oursCurrency}, ${one.theirsMinor}, ${one.theirsCurrency})`);
  tx.last(sql`
    insert into reconciliation (reconciliation_id, account, day)
    values (${newId()}, ${account}, ${one.day}::date)
    on conflict on constraint reconciliation_of_day do nothing`);
  await post(tx, 'settlement_difference', differenceId, one, 1);
  emitDifference(tx, differenceId, one, 'open');
}

async function settle(tx: Transaction, { differenceId, ...one }: OpenDifference): Promise<void> {
  await tx.change(sql`
    update settlement_difference set state = 'settled', settled_at = kontor_now()
    where difference_id = ${differenceId} and state = 'open'`);
  await post(tx, 'settlement_difference_settled', differenceId, one, -1);
  emitDifference(tx, differenceId, one, 'settled');
}

/** Whoever looks at the order sees it there; what is of no payment of ours stands in the report alone. */
function emitDifference(
  tx: Transaction,
  differenceId: string,
  one: Difference,
  state: 'open' | 'settled',
): void {
  const { orderId, kind, subject, oursMinor, oursCurrency, theirsMinor, theirsCurrency } = one;
  if (orderId === null) return;
  tx.emit({
    type: 'payment.settlement_differs',
    aggregateId: differenceId,
    aggregateVersion: state === 'open' ? 1 : 2,
    data: {
      differenceId,
      orderId,
      kind,
      subject,
      state,
      oursMinor,
      oursCurrency,
      theirsMinor,
      theirsCurrency,
    },
  });
}

/**
 * The clearing account says what the provider says; what nobody explains yet stands against it. The
 * lines of a payout are in the account whatever the payout says.
 */
async function post(
  tx: Transaction,
  kind: string,
  differenceId: string,
  one: Difference,
  sign: 1 | -1,
): Promise<void> {
  if (one.kind === 'payout_differs') return;
  const sums = sql`
    parts (currency, minor) as (values
      (${one.oursCurrency}::text, ${-sign * (one.oursMinor ?? 0)}::bigint),
      (${one.theirsCurrency}::text, ${sign * (one.theirsMinor ?? 0)}::bigint)),
    sums as (
      select a.account, p.currency, (sum(p.minor) * a.sign)::bigint as debit
      from parts p, (values ('gateway_clearing', 1), ('unexplained_settlements', -1)) a (account, sign)
      where p.currency is not null group by 1, 2, a.sign)`;
  await tx.query(sql`
    with ${sums}, ${settlementEntry(kind, sql`${`${kind}:${differenceId}`}::text`)}
    select count(*) from posted`);
}
