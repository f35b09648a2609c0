import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import type { StoryShape } from '#platform/stories.ts';
import { orderById, type OrderRow } from './order-store.ts';

/**
 * Holds what has not left of an order whose payment is disputed, and lets it go on when the dispute
 * is won. Told to the warehouse once it knows of the order.
 */
export function disputeOrder({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    async advance(orderId, invocation) {
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`dispute_order: there is no order ${orderId}`);
      if (order.state === 'placed' || order.state === 'cancelling') {
        throw new Error(`dispute_order: the order is still ${order.state}`);
      }
      const hold = order.paymentState === 'disputed';
      if (order.state !== 'cancelled') {
        const reason = 'payment_disputed';
        must(
          await call.fulfillment.holdFulfillmentsOfOrder({ orderId, reason, hold }, invocation),
          'hold the parcels',
        );
      }
      await database.transaction('end_dispute_order', invocation, async (tx) => {
        const now = await tx.first<Pick<OrderRow, 'paymentState'>>(sql`
          select payment_state as "paymentState" from orders where id = ${orderId} for update`);
        // Changed while the warehouse was told: it is told again.
        const wanted = now!.paymentState === 'disputed';
        if (wanted !== hold) throw new Error('dispute_order: changed meanwhile');
        tx.finishStory('dispute_order', orderId);
      });
    },
  };
}
