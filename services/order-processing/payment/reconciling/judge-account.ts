import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { madeInSandbox, type Context } from '../payments/payment-store.ts';
import type { AccountRow, ListedAccount } from './balance-account.ts';
import { comparedBooks, missedAfter, type Compared } from './compare-books.ts';
import {
  differenceColumns,
  exchangeDifferences,
  type Difference,
  type OpenDifference,
} from './difference-store.ts';

const batch = 200;

interface Judging {
  readonly context: Context;
  readonly account: ListedAccount;
  readonly lookUntil: string;
  readonly invocation: Invocation;
}

/**
 * Compares what came in with a look: new lines with our books, what we booked with the lines, and
 * once more whatever differed before.
 */
export async function judgeAccount(
  context: Context,
  account: ListedAccount,
  row: AccountRow,
  invocation: Invocation,
): Promise<void> {
  const judging = { context, account, lookUntil: row.lookUntil!, invocation };
  await judgeLines(judging);
  await judgeEntries(judging, row.judgedSequence);
  await judgeOpen(judging);
}

interface LineRow {
  readonly lineId: string;
  readonly gatewayPaymentId: string | null;
}

async function judgeLines(judging: Judging): Promise<void> {
  const { context, account } = judging;
  for (let after = ''; ;) {
    const rows = await context.database.query<LineRow>(sql`
      select line_id, case when kind <> 'other' then gateway_payment_id end as gateway_payment_id
      from balance_line where account = ${account.account} and not judged and line_id > ${after}
      order by line_id limit ${batch}`);
    if (rows.length === 0) return;
    after = rows.at(-1)!.lineId;
    const stray = rows.filter(({ gatewayPaymentId }) => gatewayPaymentId === null);
    if (stray.length > 0) await judgeStray(judging, stray);
    const ids = rows.flatMap(({ gatewayPaymentId }) => gatewayPaymentId ?? []);
    await judgePayments(judging, [...new Set(ids)]);
  }
}

/** Lines that name no payment, or of a kind that nobody knows: each is a difference by itself. */
async function judgeStray(
  { context, account: { account }, invocation }: Judging,
  stray: readonly LineRow[],
): Promise<void> {
  const ids = stray.map(({ lineId }) => lineId);
  await context.database.transaction('judge_stray_lines', invocation, async (tx) => {
    const found = await tx.query<Difference>(sql`
      update balance_line b set judged = true
      where account = ${account} and line_id = any(${ids}::text[]) and not judged
      returning case b.kind when 'other' then 'unknown_kind' else 'missing_here' end as kind,
        'line ' || line_id as subject, day::text as day, reported, gateway_payment_id,
        null as payment_id, null as order_id, null::bigint as ours_minor, null as ours_currency,
        amount_minor as theirs_minor, currency as theirs_currency`);
    await exchangeDifferences(tx, account, [], await withPayments(tx, found));
  });
}

/** Whose they are, where they say so. */
async function withPayments(tx: Transaction, found: readonly Difference[]): Promise<Difference[]> {
  const ids = found.flatMap(({ gatewayPaymentId }) => gatewayPaymentId ?? []);
  if (ids.length === 0) return [...found];
  const payments = await tx.query<{ id: string; paymentId: string; orderId: string }>(sql`
    select gateway_payment_id as id, payment_id, order_id from payment
    where gateway_payment_id = any(${ids}::text[])`);
  return found.map((one) => {
    const payment = payments.find(({ id }) => id === one.gatewayPaymentId);
    return payment ? { ...one, paymentId: payment.paymentId, orderId: payment.orderId } : one;
  });
}

/** What we booked, entry by entry, as soon as it is old enough to be missed. */
async function judgeEntries(judging: Judging, judgedSequence: string): Promise<void> {
  const { context, account, lookUntil, invocation } = judging;
  for (let after = judgedSequence; ;) {
    const rows = await context.database.query<{ id: string | null; sequence: string }>(sql`
      select e.sequence::text as sequence,
        case when p.provider = ${account.provider} and p.authorization_kind = 'card'
            and ${madeInSandbox} is not distinct from ${account.sandbox}
          then p.gateway_payment_id end as id
      from ledger_entry e left join payment p on p.payment_id = e.payment_id
      where e.sequence > ${after}::bigint and e.posted_at < ${lookUntil}::timestamptz - ${missedAfter}
      order by e.sequence limit ${batch}`);
    if (rows.length === 0) return;
    await judgePayments(judging, [...new Set(rows.flatMap(({ id }) => id ?? []))]);
    after = rows.at(-1)!.sequence;
    await context.database.write(
      'note_judged_entries',
      sql`
        update balance_account set judged_sequence = ${after}::bigint
        where account = ${account.account} returning account`,
      invocation,
    );
  }
}

async function judgeOpen(judging: Judging): Promise<void> {
  const { context, account } = judging;
  for (let after = ''; ;) {
    const rows = await context.database.query<{ id: string }>(sql`
      select distinct gateway_payment_id as id from settlement_difference
      where account = ${account.account} and state = 'open' and gateway_payment_id > ${after}
      order by gateway_payment_id limit ${batch}`);
    if (rows.length === 0) return;
    await judgePayments(
      judging,
      rows.map(({ id }) => id),
    );
    after = rows.at(-1)!.id;
  }
}

async function judgePayments(
  { context, account, lookUntil, invocation }: Judging,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await context.database.transaction('judge_payments', invocation, async (tx) => {
    const compared = await tx.query<Compared>(comparedBooks(account, ids, lookUntil));
    const open = await tx.query<OpenDifference>(sql`
      select ${differenceColumns} from settlement_difference
      where account = ${account.account} and state = 'open' and subject not like 'line %'
        and gateway_payment_id = any(${ids}::text[])`);
    const undecided = new Set(
      compared.filter(({ verdict }) => verdict === 'undecided').map(subjectOf),
    );
    const decided = open.filter((one) => !undecided.has(subjectOf(one)));
    const differences = compared.flatMap(({ verdict, lineSubject: _line, ...one }): Difference[] =>
      verdict === 'agreed' || verdict === 'undecided' ? [] : [{ ...one, kind: verdict }],
    );
    await exchangeDifferences(tx, account.account, decided, differences);
    const judged = compared.filter((one) => one.lineSubject && one.verdict !== 'undecided');
    const [subjects, currencies] = [
      judged.map(({ gatewayPaymentId, lineSubject }) => `${gatewayPaymentId} ${lineSubject}`),
      judged.map(({ theirsCurrency }) => theirsCurrency),
    ];
    tx.last(sql`
      update balance_line b set judged = true, matched = c.agreed
      from unnest(${subjects}::text[], ${currencies}::text[],
        ${judged.map(({ verdict }) => verdict === 'agreed')}::boolean[]) as c (subject, currency, agreed)
      where b.account = ${account.account} and b.gateway_payment_id = any(${ids}::text[])
        and b.kind not in ('fee', 'payout', 'payout_failure', 'other')
        and coalesce(b.paid_currency, b.currency) = c.currency
        and b.gateway_payment_id || ' ' || b.kind
          || case when b.kind like 'charge%' then '' else ' ' || b.source_id end = c.subject`);
  });
}

function subjectOf({
  gatewayPaymentId,
  subject,
}: {
  readonly gatewayPaymentId: string | null;
  readonly subject: string;
}): string {
  return `${gatewayPaymentId} ${subject}`;
}
