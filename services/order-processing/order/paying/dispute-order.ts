import { disputeStory } from '../orders/order-stories.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline } from '../orders/timeline.ts';

/**
 * Holds what has not left of an order whose payment is disputed or was taken back, and lets it go on
 * when the dispute is won. Told to the warehouse once it knows of the order; what it cannot stop any
 * more is shown to staff.
 */
export function disputeOrder({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    story: disputeStory,
    async advance(orderId, invocation) {
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`dispute_order: there is no order ${orderId}`);
      if (order.state === 'placed' || order.state === 'cancelling') {
        throw new Error(`dispute_order: the order is still ${order.state}`);
      }
      const why = reasonToHold(order);
      const reason = why ?? 'payment_disputed';
      const asked = { orderId, reason, hold: why !== undefined } as const;
      const left =
        order.state === 'cancelled'
          ? 0
          : must(
              await call.fulfillment.holdFulfillmentsOfOrder(asked, invocation),
              'hold the parcels',
            ).leftAlready;
      await database.transaction('end_dispute_order', invocation, async (tx) => {
        const now = await tx.first<Pick<OrderRow, 'paymentState'>>(sql`
          select payment_state from orders where id = ${orderId} for update`);
        // Changed while the warehouse was told: it is told again.
        if (reasonToHold(now!) !== why) throw new Error('dispute_order: changed meanwhile');
        if (left > 0) {
          const entry = {
            key: `parcels_left:${order.paymentVersion}`,
            kind: 'parcels_left',
            message: `${left} parcels could not be held: they have a label and are booked out. Keep back what is still in the house, or ask the carrier to return it.`,
            internal: true,
          };
          tx.last(addToTimeline(orderId, [entry], invocation));
        }
        tx.stories.finish(disputeStory, orderId);
      });
    },
  };
}

function reasonToHold({ paymentState }: Pick<OrderRow, 'paymentState'>) {
  if (paymentState === 'disputed') return 'payment_disputed';
  return paymentState === 'voided' ? 'payment_taken_back' : undefined;
}
