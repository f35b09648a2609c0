import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { becomesReported, standsBeforeReported } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { disputeMoves } from '../payment-states.ts';
import { disputeEntry } from '../payments/ledger.ts';
import {
  paymentColumns,
  postedEntry,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { changedEvent, takenBackEvent } from '../payments/payment-events.ts';
import { settle } from '../settling/settle-payment.ts';
import { hold, noted, type Outcome } from './webhook-outcomes.ts';

type Reported = NonNullable<PaymentEvent['dispute']>;

interface DisputeRow {
  readonly state: Reported['state'];
  readonly amountMinor: number;
  readonly withdrawn: boolean;
  readonly reinstated: boolean;
}

/**
 * The gateway's book of a payment does not tell of disputes: the signed events do, once the capture
 * is known. Each tells all of the dispute, so what has ended stays so whatever comes late.
 */
export async function takeDispute(
  context: Context,
  event: PaymentEvent,
  before: PaymentRow,
  invocation: Invocation,
): Promise<Outcome> {
  const isKnown = before.capturedMinor > 0 && before.state !== 'capturing_part';
  const row = isKnown ? before : await settle(context, before, invocation);
  const isMore = (event.amountMinor ?? 0) > row.capturedMinor;
  if ((row.capturedMinor === 0 && !isOver(row)) || (isMore && row.state === 'capturing_part')) {
    throw new Error('disputed before its capture is known; the gateway sends it again');
  }
  if (isMore) {
    return hold(context, event, row, 'dispute_exceeds_captured', invocation);
  }
  return context.database.transaction('take_dispute', invocation, async (tx) => {
    const first = await tx.change(noted(event, row.paymentId, 'applied'));
    if (first === 0) return 'duplicate';
    // The payment's row is the lock: its disputes change one after the other.
    const locked = await tx.first<PaymentRow>(sql`
      select ${paymentColumns} from payment p where p.payment_id = ${row.paymentId} for update`);
    await apply(tx, locked!, event);
    return 'applied';
  });
}

const turns = Object.values(disputeMoves);
const reported = sql`excluded.state`;

async function apply(tx: Transaction, row: PaymentRow, event: PaymentEvent): Promise<void> {
  const { gatewayDisputeId: id, reason } = event.dispute!;
  const before = await tx.first<DisputeRow>(sql`
    select state, amount_minor, withdrawn, reinstated from dispute
    where dispute_id = ${id}`);
  const after = merge(before, event);
  const changed =
    !before || before.state !== after.state || before.amountMinor !== after.amountMinor;
  const moneyMoved =
    after.withdrawn !== before?.withdrawn || after.reinstated !== before.reinstated;
  if (!changed && !moneyMoved) return;
  await tx.change(sql`
    insert into dispute (dispute_id, payment_id, order_id, state, amount_minor, currency, reason,
                         withdrawn, reinstated, told_at)
    values (${id}, ${row.paymentId}, ${row.orderId}, ${after.state}, ${after.amountMinor},
            ${row.currency}, ${reason}, ${after.withdrawn}, ${after.reinstated},
            ${event.occurredAt})
    on conflict (dispute_id) do update set ${becomesReported(turns, reported)},
      amount_minor = excluded.amount_minor, withdrawn = excluded.withdrawn,
      reinstated = excluded.reinstated, told_at = excluded.told_at
    where ${standsBeforeReported(turns, reported, 'dispute')} or dispute.state = ${reported}`);
  const moved = (await tx.first<PaymentRow>(summed(row.paymentId)))!;
  await post(tx, row, id, after);
  if (!changed) return;
  const { amountMinor, state } = after;
  if (!before && state !== 'inquiry' && state !== 'closed') {
    tx.emit(changedEvent('disputed', amountMinor)(moved));
  }
  const change = changes[state];
  if (change) tx.emit(takenBackEvent({ change, subjectId: id, amountMinor }, moved));
}

const changes = {
  inquiry: undefined,
  open: 'dispute_opened',
  won: 'dispute_won',
  lost: 'dispute_lost',
  closed: 'dispute_closed',
} as const;

const ended: readonly string[] = ['won', 'lost', 'closed'];

function merge(before: DisputeRow | undefined, event: PaymentEvent): DisputeRow {
  const reported = event.dispute!;
  const amountMinor = event.amountMinor ?? 0;
  const late = before && ended.includes(before.state) && !ended.includes(reported.state);
  return {
    state: late ? before.state : reported.state,
    amountMinor: late ? before.amountMinor : amountMinor,
    withdrawn: reported.withdrawn || (before?.withdrawn ?? false),
    reinstated: reported.reinstated || (before?.reinstated ?? false),
  };
}

/** What is disputed or lost cannot be refunded; what was won can. An inquiry holds nothing. */
function summed(paymentId: string) {
  return sql`
    with p as (
      update payment set version = version + 1,
        disputed_minor = least(captured_minor, (
          select coalesce(sum(amount_minor), 0) from dispute d
          where d.payment_id = payment.payment_id and d.state in ('open', 'lost'))),
        dispute_state = (
          select state from dispute d
          where d.payment_id = payment.payment_id and d.state in ('open', 'won', 'lost')
          order by state = 'open' desc, state = 'lost' desc limit 1)
      where payment_id = ${paymentId} returning *)
    select ${paymentColumns} from p`;
}

/** Posts what has moved and was not posted; each source is posted once. */
async function post(tx: Transaction, row: PaymentRow, id: string, dispute: DisputeRow) {
  const { amountMinor, withdrawn, reinstated, state } = dispute;
  const kinds = [
    ...(withdrawn || reinstated ? (['dispute'] as const) : []),
    ...(reinstated ? (['dispute_reinstated'] as const) : []),
    ...(state === 'lost' && !reinstated ? (['dispute_lost'] as const) : []),
  ];
  for (const kind of kinds) {
    const entry = disputeEntry(kind, id, amountMinor);
    if (!entry) continue;
    await tx.change(sql`
      with moved as (
        select * from payment where payment_id = ${row.paymentId}
          and not exists (select from ledger_entry where source = ${entry.source})),
      ${postedEntry(entry)}
      select 1`);
  }
}

function isOver({ state }: PaymentRow): boolean {
  return state === 'voided' || state === 'failed' || state === 'review';
}
