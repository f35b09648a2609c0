import type { ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import type { StoryShape } from '#platform/stories.ts';
import { capturedEntry } from './order-process.ts';
import { learned, nothingPaid, orderById, type OrderRow } from './order-store.ts';
import { addToTimeline, type TimelineEntry } from './timeline.ts';

/** Where payments are captured at shipment: the whole amount, with the first part that leaves. */
export function captureAtShipment({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    async advance(orderId, invocation) {
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`capture_order: there is no order ${orderId}`);
      const { paymentId, totalMinor: amountMinor, currency } = order;
      const reply = await call.payment.capturePayment({ paymentId, amountMinor }, invocation);
      if (reply.ok && reply.value.status === 'unknown') {
        throw new Error('capture: the outcome is not known yet');
      }
      if (!reply.ok && reply.failure.code === 'payment_not_found') {
        throw new Error(`capture: ${reply.failure.message}`);
      }
      const paid = reply.ok ? reply.value.payment : nothingPaid;
      const entry: TimelineEntry = reply.ok
        ? capturedEntry(paid.capturedMinor, currency)
        : {
            key: 'capture_refused',
            kind: 'payment_refused',
            message: `Shipped, but the payment could not be captured (${reply.failure.code}). Ask the customer for another payment.`,
            internal: true,
          };
      await database.transaction('capture_at_shipment', invocation, async (tx) => {
        await tx.change(sql`
          update orders set version = version + 1, ${learned(paid)} where id = ${orderId}`);
        tx.last(addToTimeline(orderId, [entry], invocation));
        tx.finishStory('capture_order', orderId);
      });
    },
  };
}
