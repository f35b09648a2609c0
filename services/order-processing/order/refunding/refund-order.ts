import { refundStory } from '../orders/order-stories.ts';
import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { addRefundedUnits, refundById, toRefundShape, type RefundRow } from './refund-store.ts';
import { addToTimeline, amountText } from '../orders/timeline.ts';
import { refundLinesDocument } from '../stored/documents.ts';

type Answer = Awaited<ReturnType<Handler<'order', 'refundOrder'>>>;

interface RefundableOrder {
  state: OrderState;
  currency: string;
  refundableMinor: number;
  disputedMinor: number;
  /** Promised, and not paid. */
  creditableMinor: number;
  lines: SnapshotLine[];
  progress: { lineId: string; refunded: number }[];
}

const refundableStates: readonly OrderState[] = [
  'confirmed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelled',
];

/**
 * Claims the amount in the order's row first, so that refunds at the same time never exceed what
 * was captured; the story `refund_order` then pays it out.
 */
export function refundOrder({
  database,
}: ServiceContext<'order'>): Handler<'order', 'refundOrder'> {
  return (input, invocation) =>
    database.command('refundOrder', input, invocation, async (tx): Promise<Answer> => {
      const { orderId, reason } = input;
      const order = await lockRefundable(tx, orderId);
      if (!order) return orderNotFound();
      const { state, currency, refundableMinor, disputedMinor } = order;
      if (!refundableStates.includes(state)) {
        return stateConflict(orderMoves, state, `An order that is ${state} cannot be refunded.`);
      }
      const amount = amountOf(input, order);
      if (!amount.ok) return amount;
      const amountMinor = amount.value;
      if (amountMinor > refundableMinor) {
        const message = `At most ${amountText(refundableMinor, currency)} can be refunded.`;
        return fail('refund_exceeds_captured', message, { refundableMinor });
      }
      const undisputedMinor = Math.max(0, refundableMinor - disputedMinor);
      if (amountMinor > undisputedMinor) {
        const most = amountText(undisputedMinor, currency);
        const message = `The payment is disputed at the customer’s bank: at most ${most} can be refunded. Answer the dispute at the payment gateway.`;
        return fail('payment_disputed', message, { refundableMinor: undisputedMinor });
      }
      const refundId = newId();
      await claim(tx, { refundId, amountMinor, input, order, cause: 'staff' });
      const entry = {
        key: `refund_requested:${refundId}`,
        kind: 'refund_requested',
        message: `Refund of ${amountText(amountMinor, currency)} asked for: ${reason}.`,
        internal: true,
      };
      tx.last(addToTimeline(orderId, [entry], invocation));
      tx.audit({ subject: `order:${orderId}`, after: { refundId, amountMinor, reason } });
      tx.stories.begin(refundStory, refundId);
      return ok(toRefundShape((await tx.first<RefundRow>(refundById(refundId)))!));
    });
}

type CreditAnswer = Awaited<ReturnType<Handler<'order', 'creditOrder'>>>;

/** As a refund, of what nobody has paid: the story then makes the receivable smaller. */
export function creditOrder({
  database,
}: ServiceContext<'order'>): Handler<'order', 'creditOrder'> {
  return (input, invocation) =>
    database.command('creditOrder', input, invocation, async (tx): Promise<CreditAnswer> => {
      const { orderId, reason } = input;
      const order = await lockRefundable(tx, orderId);
      if (!order) return orderNotFound();
      const { state, currency, creditableMinor } = order;
      if (!refundableStates.includes(state)) {
        return stateConflict(orderMoves, state, `An order that is ${state} cannot be credited.`);
      }
      const amount = amountOf(input, order);
      if (!amount.ok) return amount;
      const amountMinor = amount.value;
      if (amountMinor > creditableMinor) {
        const message = `At most ${amountText(creditableMinor, currency)} is open. What was paid is refunded.`;
        return fail('credit_exceeds_open', message, { openMinor: creditableMinor });
      }
      const refundId = newId();
      await claim(tx, { refundId, amountMinor, input, order, cause: 'credit' });
      tx.audit({ subject: `order:${orderId}`, after: { creditId: refundId, amountMinor, reason } });
      tx.stories.begin(refundStory, refundId);
      return ok(toRefundShape((await tx.first<RefundRow>(refundById(refundId)))!));
    });
}

type Input = InputOf<'order', 'refundOrder'>;

/** What another refund counted while this one waited for the order is read once the lock is held. */
async function lockRefundable(
  tx: Transaction,
  orderId: string,
): Promise<RefundableOrder | undefined> {
  const order = await tx.first<
    Omit<RefundableOrder, 'progress' | 'lines'> & { snapshot: OrderSnapshot }
  >(sql`
    select state, currency, snapshot,
      greatest(0, captured_minor - greatest(refund_claimed_minor, refunded_minor)) as refundable_minor,
      disputed_minor,
      case when snapshot ->> 'authorizationKind' = 'promise'
        then greatest(0, total_minor - captured_minor - greatest(credit_claimed_minor, credited_minor))
        else 0 end as creditable_minor
    from orders where id = ${orderId} and ${visibleTo(tx.invocation.actor, 'orders:refund')}
    for update`);
  if (!order) return undefined;
  const progress = await tx.query<RefundableOrder['progress'][number]>(sql`
    select line_id, refunded_quantity as refunded
    from order_line where order_id = ${orderId}`);
  const { snapshot, ...sums } = order;
  return { ...sums, lines: snapshot.lines, progress };
}

function amountOf(input: Input, { lines, progress }: RefundableOrder) {
  if ((input.amountMinor === undefined) === (input.lines === undefined)) {
    return fail('refund_empty', 'Give either amountMinor or lines.');
  }
  if (input.amountMinor !== undefined) return ok(input.amountMinor);
  const shares: number[] = [];
  const asked = new Map<string, number>();
  for (const { lineId, quantity } of input.lines!) {
    asked.set(lineId, (asked.get(lineId) ?? 0) + quantity);
  }
  for (const [lineId, quantity] of asked) {
    const line = lines.find((one) => one.lineId === lineId);
    const refunded = progress.find((one) => one.lineId === lineId)?.refunded ?? 0;
    const left = (line?.quantity ?? 0) - refunded;
    if (!line || quantity > left) {
      const message = `Line ${lineId} has ${left} unit(s) left to refund.`;
      const wasThere = line !== undefined && quantity <= line.quantity;
      // Somebody else was first: what was asked for would have been right before.
      return fail(wasThere ? 'refund_line_exceeded' : 'refund_line_invalid', message, {
        lineId,
        left,
      });
    }
    shares.push(shareOf(line, refunded + quantity) - shareOf(line, refunded));
  }
  const amountMinor = sumMinor(shares);
  return amountMinor > 0 ? ok(amountMinor) : fail('refund_empty', 'These lines cost nothing.');
}

/** What so many units of a line cost; the last unit takes what rounding left, so all sum exactly. */
function shareOf(line: SnapshotLine, units: number): number {
  return multiplyRatio(line.totalMinor, units, line.quantity, 'half_up');
}

interface ClaimedRefund {
  readonly refundId: string;
  readonly amountMinor: number;
  readonly input: Input;
  readonly order: RefundableOrder;
  readonly cause: 'staff' | 'credit';
}

async function claim(
  tx: Transaction,
  { refundId, amountMinor, input, order, cause }: ClaimedRefund,
) {
  const { orderId, lines, reason } = input;
  await tx.change(sql`
    with claimed as (
      update orders set version = version + 1,
        refund_claimed_minor = refund_claimed_minor + ${cause === 'staff' ? amountMinor : 0}::bigint,
        credit_claimed_minor = credit_claimed_minor + ${cause === 'credit' ? amountMinor : 0}::bigint
      where id = ${orderId} returning id)
    insert into refund (id, order_id, cause, amount_minor, reason, lines)
    select ${refundId}::uuid, id, ${cause}, ${amountMinor}::bigint, ${reason},
           ${lines ? refundLinesDocument.write(lines) : null}::jsonb
    from claimed`);
  if (!lines) return;
  const counted = [...Map.groupBy(lines, ({ lineId }) => lineId)].map(([lineId, group]) => ({
    lineId,
    quantity: group.reduce((sum, { quantity }) => sum + quantity, 0),
    ordered: order.lines.find((line) => line.lineId === lineId)!.quantity,
  }));
  await tx.change(addRefundedUnits(orderId, counted));
}
