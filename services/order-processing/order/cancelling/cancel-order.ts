import { ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { provenBy } from '../links/proven-by.ts';
import { identifyOrder, readOrder, toOrderShape } from '../orders/order-store.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { cancellingStory, placingStory } from '../orders/order-stories.ts';
import { addToTimeline } from '../orders/timeline.ts';

type Answer = Awaited<ReturnType<Handler<'order', 'cancelOrder'>>>;

/**
 * Wins the move to `cancelling`, then leaves the rest to the story `cancel_order`. Whoever loses the
 * move (to another cancellation, or because something was shipped) is told the state.
 */
export function cancelOrder({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'cancelOrder'> {
  return (input, invocation) => {
    const { orderId, orderToken, reason } = input;
    // Keys are compared by what versions of before called it: a request that is repeated after an
    // update is the same one.
    const compared = { orderId, reason, accessToken: orderToken };
    return database.command('cancelOrder', compared, invocation, async (tx): Promise<Answer> => {
      const { actor } = invocation;
      const proof = provenBy(settings, input);
      const won = await tx.move(orderMoves.start_cancelling, orderId, {
        set: sql`cancel_reason = ${reason}`,
        where: visibleTo(actor, 'orders:write', proof),
      });
      if (!won) {
        const order = await tx.first<{ state: OrderState }>(
          identifyOrder(proof, actor, 'orders:write'),
        );
        if (!order) return orderNotFound();
        const message = `An order that is ${order.state} cannot be cancelled.`;
        return stateConflict(orderMoves, order.state, message);
      }
      const row = (await tx.first(readOrder(proof, actor, 'orders:write')))!;
      const order = toOrderShape(row);
      const entry = {
        key: `cancelling:${order.version}`,
        kind: 'cancellation_requested',
        message: `Cancellation asked for: ${reason}.`,
      };
      tx.last(addToTimeline(orderId, [entry], invocation));
      tx.audit({ subject: `order:${orderId}`, after: { state: order.state, reason } });
      tx.stories.restart(cancellingStory, orderId);
      tx.stories.begin(placingStory, orderId);
      return ok(order);
    });
  };
}
