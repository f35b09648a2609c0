import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { amountText } from '../orders/timeline.ts';
import { givenBackOf, type Asked, type Givable } from './asked-refund.ts';

/** Of an order, what a refund or a credit of it is judged by. */
export interface GivableOrder extends Givable {
  readonly state: OrderState;
  readonly channel: string;
  readonly refundableMinor: number;
  /** Given back, or asked to be. */
  readonly claimedMinor: number;
  readonly disputedMinor: number;
  /** Promised, and not paid. */
  readonly creditableMinor: number;
  readonly lines: SnapshotLine[];
  /** Paid in parts as it leaves, and not all of it yet: what has not left is not charged. */
  readonly paidByParts: boolean;
}

/** A transaction, or the database itself where nothing is claimed after. */
interface Reader {
  query<Row extends object>(statement: Statement): Promise<Row[]>;
}

const givableStates: readonly OrderState[] = [
  'confirmed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelled',
];

/**
 * @param lock to claim of it: what another refund counted while this one waited for the order is read
 *   once the lock is held
 */
export async function readGivable(
  reader: Reader,
  orderId: string,
  actor: Actor,
  lock: 'for update' | 'unlocked',
): Promise<GivableOrder | undefined> {
  const orders = await reader.query<
    Omit<GivableOrder, 'refundedUnits' | 'before' | 'lines' | 'totals' | 'paidByParts'> & {
      snapshot: OrderSnapshot;
      paidInPart: boolean;
    }
  >(sql`
    select state, channel, currency, snapshot,
      greatest(0, captured_minor - greatest(refund_claimed_minor, refunded_minor)) as refundable_minor,
      greatest(refund_claimed_minor, refunded_minor) as claimed_minor,
      disputed_minor,
      captured_minor > 0 and captured_minor < total_minor as paid_in_part,
      case when snapshot ->> 'authorizationKind' = 'promise'
        then greatest(0, total_minor - captured_minor - greatest(credit_claimed_minor, credited_minor))
        else 0 end as creditable_minor
    from orders where id = ${orderId} and ${visibleTo(actor, 'orders:refund')}
    ${lock === 'for update' ? sql`for update` : sql``}`);
  const order = orders[0];
  if (!order) return undefined;
  const refundedUnits = await reader.query<Givable['refundedUnits'][number]>(sql`
    select line_id, refunded_quantity as refunded, shipped_quantity as shipped
    from order_line where order_id = ${orderId}`);
  const before = await reader.query<Givable['before'][number]>(sql`
    select lines, shipping_minor from refund where order_id = ${orderId} and state <> 'failed'`);
  const { snapshot, paidInPart, ...sums } = order;
  const { lines, totals, authorizationKind } = snapshot;
  const hasLeft = refundedUnits.some(({ shipped }) => shipped > 0);
  const paidByParts = paidInPart && hasLeft && authorizationKind !== 'promise';
  return { ...sums, lines, totals, refundedUnits, before, paidByParts };
}

/** What a refund would give back of what was paid, or why it would not. */
export function judgeRefund(asked: Asked, order: GivableOrder) {
  const { state, currency, refundableMinor, disputedMinor } = order;
  if (!givableStates.includes(state)) {
    return stateConflict(orderMoves, state, `An order that is ${state} cannot be refunded.`);
  }
  const given = givenBackOf(asked, order);
  if (!given.ok) return given;
  const uncharged = order.paidByParts ? unchargedLine(given.value.lines, order) : undefined;
  if (uncharged) return uncharged;
  const { amountMinor } = given.value;
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
  return ok(given.value);
}

/** What was captured is paid for what has left: what has not would be given back out of that. */
function unchargedLine(
  asked: readonly { lineId: string; quantity: number }[],
  { refundedUnits, before }: GivableOrder,
) {
  for (const { lineId, quantity } of asked) {
    const shipped = refundedUnits.find((one) => one.lineId === lineId)?.shipped ?? 0;
    // Units that were given up uncharged count as refunded too, and are in no refund.
    const rows = before.flatMap(({ lines }) => lines ?? []).filter((row) => row.lineId === lineId);
    const left = Math.max(0, shipped - rows.reduce((units, row) => units + row.quantity, 0));
    if (quantity <= left) continue;
    const message = `Of line ${lineId} ${left} unit(s) were sent and charged. What has not left was not charged yet, so it cannot be given back: cancel its fulfillment instead, and it never will be.`;
    return fail('refund_not_charged', message, { lineId, left });
  }
  return undefined;
}

/** As a refund, of what nobody has paid. */
export function judgeCredit(asked: Asked, order: GivableOrder) {
  const { state, currency, creditableMinor } = order;
  if (!givableStates.includes(state)) {
    return stateConflict(orderMoves, state, `An order that is ${state} cannot be credited.`);
  }
  const given = givenBackOf(asked, order);
  if (!given.ok || given.value.amountMinor <= creditableMinor) return given;
  const message = `At most ${amountText(creditableMinor, currency)} is open. What was paid is refunded.`;
  return fail('credit_exceeds_open', message, { openMinor: creditableMinor });
}
