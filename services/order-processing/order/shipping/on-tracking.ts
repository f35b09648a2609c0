import type { OrderShape } from '../orders/order-store.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { settleProgress } from './settle-progress.ts';
import { addToTimelines } from '../orders/timeline.ts';

type Tracked = ReceivedEvent<
  'tracking.shipped' | 'tracking.out_for_delivery' | 'tracking.delivered' | 'tracking.exception'
>;
type ParcelStatus = OrderShape['parcels'][number]['status'];

const statusOf: Record<Tracked['type'], ParcelStatus> = {
  'tracking.shipped': 'in_transit',
  'tracking.out_for_delivery': 'out_for_delivery',
  'tracking.delivered': 'delivered',
  'tracking.exception': 'exception',
};

/** Another day of delivery than was told: the order shows the one that the customer reads in the mail. */
export async function onParcelDayChanged(
  { data, id, traceparent }: ReceivedEvent<'tracking.day_changed'>,
  tx: Transaction,
): Promise<void> {
  const { orderId, fulfillmentId, trackingNumber, occurredAt, estimatedDeliveryAt } = data;
  // The order first, as whatever else tells of its parcels.
  await tx.change(sql`update orders set version = version + 1 where id = ${orderId}`);
  const changed = await tx.change(sql`
    update order_parcel set estimated_delivery_at = ${estimatedDeliveryAt}::timestamptz
    where order_id = ${orderId} and fulfillment_id = ${fulfillmentId} and status <> 'delivered'`);
  if (changed === 0) return;
  tx.last(
    addToTimelines([
      {
        orderId,
        traceparent,
        key: `tracking.day_changed:${id}`,
        kind: 'parcel_day_changed',
        message: `Parcel ${trackingNumber} is expected on another day.`,
        at: occurredAt,
      },
    ]),
  );
}

/**
 * Where a parcel is. News of one parcel come in their order; a parcel of which the fulfillment has
 * not told yet is kept all the same, and nothing leaves `delivered`.
 */
export async function onTracking(event: Tracked, tx: Transaction): Promise<void> {
  const { orderId, fulfillmentId, carrierCode, trackingNumber, estimatedDeliveryAt } = event.data;
  const status = statusOf[event.type];
  const [, changed] = await Promise.all([
    tx.change(sql`
      update orders set progressed = true, version = version + 1 where id = ${orderId}`),
    tx.change(sql`
      insert into order_parcel (order_id, fulfillment_id, carrier_code, tracking_number, status,
                                estimated_delivery_at)
      values (${orderId}, ${fulfillmentId}, ${carrierCode}, ${trackingNumber}, ${status},
              ${estimatedDeliveryAt})
      on conflict (order_id, fulfillment_id) do update set status = excluded.status,
        estimated_delivery_at = coalesce(excluded.estimated_delivery_at, order_parcel.estimated_delivery_at)
      where order_parcel.status <> 'delivered'`),
  ]);
  if (changed === 0) return;
  await settleProgress(tx, orderId);
  tx.last(
    addToTimelines([
      {
        orderId,
        traceparent: event.traceparent,
        key: `${event.type}:${event.id}`,
        kind: `parcel_${status}`,
        message: messageOf(event, trackingNumber),
        at: event.data.occurredAt,
      },
    ]),
  );
}

function messageOf(event: Tracked, trackingNumber: string): string {
  const parcel = `Parcel ${trackingNumber}`;
  switch (event.type) {
    case 'tracking.shipped':
      return `${parcel} is on its way.`;
    case 'tracking.out_for_delivery':
      return `${parcel} is out for delivery.`;
    case 'tracking.delivered':
      return `${parcel} was delivered.`;
    case 'tracking.exception':
      return `${parcel} met a problem: ${(event as ReceivedEvent<'tracking.exception'>).data.description}.`;
  }
}
