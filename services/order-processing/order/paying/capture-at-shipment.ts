import { shipmentCaptureStory } from '../orders/order-stories.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { captureWhole } from './capture-whole.ts';
import { learned, nothingPaid, orderById, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline, type TimelineEntry } from '../orders/timeline.ts';

/** Where payments are captured at shipment: the whole amount, with the first part that leaves. */
export function captureAtShipment({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    story: shipmentCaptureStory,
    async advance(orderId, invocation) {
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`capture_order: there is no order ${orderId}`);
      const captured = await captureWhole({ call }, order, invocation);
      if (captured.outcome === 'review') {
        throw new Error('capture: the payment is held for review; its outcome is waited for');
      }
      const paid = captured.outcome === 'done' ? captured.paid : nothingPaid;
      const entries =
        captured.outcome === 'done' ? captured.entries : [refusedEntry(captured.reason)];
      await database.transaction('capture_at_shipment', invocation, async (tx) => {
        await tx.change(sql`
          update orders set version = version + 1, ${learned(paid)} where id = ${orderId}`);
        tx.last(addToTimeline(orderId, entries, invocation));
        tx.stories.finish(shipmentCaptureStory, orderId);
      });
    },
  };
}

function refusedEntry(reason: string): TimelineEntry {
  return {
    key: 'capture_refused',
    kind: 'payment_refused',
    message: `Shipped, but the payment could not be captured (${reason}). Ask the customer for another payment.`,
    internal: true,
  };
}
