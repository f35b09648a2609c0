import { mayMove } from '#kernel/states.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { shipmentCaptureStory } from '../orders/order-stories.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { lockOrder, type OrderRow } from '../orders/order-store.ts';
import { settleProgress } from './settle-progress.ts';
import { addToTimelines } from '../orders/timeline.ts';

interface Units {
  readonly lineId: string;
  readonly quantity: number;
}

/** Something has left: its lines and parcel are kept, the order moves, a late capture begins. */
export function onFulfillmentShipped({ captureAt }: Settings) {
  return async (event: ReceivedEvent<'fulfillment.shipped'>, tx: Transaction): Promise<void> => {
    const { fulfillmentId, orderId, lines, parcel } = event.data;
    const order = await lockedOrder(tx, orderId);
    await countUnits(tx, order, lines, 'shipped');
    if (parcel) {
      // Tracking may have told of the parcel before: its status is further on.
      await tx.change(sql`
        insert into order_parcel (order_id, fulfillment_id, carrier_code, tracking_number, status)
        values (${orderId}, ${fulfillmentId}, ${parcel.carrierCode}, ${parcel.trackingNumber},
                'label_purchased')
        on conflict (order_id, fulfillment_id) do nothing`);
    }
    await settleProgress(tx, orderId);
    if (captureAt === 'shipment') capturesMore(tx, order);
    const how = parcel ? ` by ${parcel.carrierCode}, tracking number ${parcel.trackingNumber}` : '';
    report(tx, event, 'fulfillment_shipped', `${unitsIn(lines)} unit(s) shipped${how}.`, false);
  };
}

export async function onFulfillmentHeld(
  event: ReceivedEvent<'fulfillment.held'>,
  tx: Transaction,
): Promise<void> {
  const { reason } = event.data;
  report(tx, event, 'fulfillment_held', `The warehouse holds a part: ${reason}.`, true);
}

/**
 * The warehouse gave a part up: the order can be complete without it. What was captured for it is
 * staff's to return; what is held for it is given back once nothing more is to be sent.
 */
export function onFulfillmentCancelled({ captureAt }: Settings) {
  return async (event: ReceivedEvent<'fulfillment.cancelled'>, tx: Transaction): Promise<void> => {
    const { orderId, lines, reason } = event.data;
    const order = await lockedOrder(tx, orderId);
    await countUnits(tx, order, lines, 'cancelled');
    const state = await settleProgress(tx, orderId);
    const isHeld = captureAt === 'shipment' && capturesMore(tx, order);
    const next = nextOf(state, isHeld);
    const message = `The warehouse gave up ${unitsIn(lines)} unit(s): ${reason}.${next}`;
    report(tx, event, 'fulfillment_cancelled', message, true);
  };
}

/** What staff can do about it as the order stands; of one that is cancelled the rest is under way. */
function nextOf(state: OrderState, isHeld: boolean): string {
  if (state === 'cancelling' || state === 'cancelled') return '';
  const mayCancel = mayMove(orderMoves.start_cancelling, state);
  if (!isHeld) return mayCancel ? ' Refund them or cancel the order.' : ' Refund them.';
  const cancel = mayCancel ? ' Without any other part, cancel the order.' : '';
  return ` They are not charged where they were not captured with another part.${cancel}`;
}

/** Where a card is not captured whole yet, its story looks at what has left, and what never will. */
function capturesMore(tx: Transaction, order: OrderRow): boolean {
  const { id, totalMinor, capturedMinor, snapshot } = order;
  if (snapshot.authorizationKind !== 'card' || capturedMinor >= totalMinor) return false;
  tx.stories.restart(shipmentCaptureStory, id);
  return true;
}

async function lockedOrder(tx: Transaction, orderId: string): Promise<OrderRow> {
  const order = await tx.first<OrderRow>(lockOrder(orderId));
  if (!order) throw new Error(`fulfillment tells of order ${orderId}, which is not here`);
  return order;
}

async function countUnits(
  tx: Transaction,
  order: OrderRow,
  units: readonly Units[],
  kind: 'shipped' | 'cancelled',
): Promise<void> {
  const ordered = new Map(order.snapshot.lines.map((line) => [line.lineId, line.quantity]));
  await Promise.all([
    tx.change(sql`
      update orders set progressed = true, version = version + 1 where id = ${order.id}`),
    tx.change(sql`
      insert into order_line (order_id, line_id, ordered_quantity, shipped_quantity, cancelled_quantity)
      select ${order.id}::uuid, line.* from unnest(
        ${units.map(({ lineId }) => lineId)}::uuid[],
        ${units.map(({ lineId }) => ordered.get(lineId) ?? 0)}::int[],
        ${units.map(({ quantity }) => (kind === 'shipped' ? quantity : 0))}::int[],
        ${units.map(({ quantity }) => (kind === 'cancelled' ? quantity : 0))}::int[]) as line
      on conflict (order_id, line_id) do update set
        shipped_quantity = order_line.shipped_quantity + excluded.shipped_quantity,
        cancelled_quantity = order_line.cancelled_quantity + excluded.cancelled_quantity`),
  ]);
}

function unitsIn(lines: readonly Units[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

type Reported = ReceivedEvent<'fulfillment.shipped' | 'fulfillment.held' | 'fulfillment.cancelled'>;

function report(
  tx: Transaction,
  event: Reported,
  kind: string,
  message: string,
  internal: boolean,
) {
  const { data, traceparent, occurredAt: at, id } = event;
  const entry = { key: `${kind}:${id}`, kind, message, internal, at };
  tx.last(addToTimelines([{ orderId: data.orderId, traceparent, ...entry }]));
}
