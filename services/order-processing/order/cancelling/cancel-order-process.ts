import type { ServiceContext } from '#platform/calls/service.ts';
import { lookAtStory } from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { cancellingStory, placingStory } from '../orders/order-stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { cancellingEffectsOf, type CancellingEffects } from './cancelling-effects.ts';
import { giveMoneyBack } from './give-money-back.ts';

/** How the order and its process stand. */
export interface CancellingFrom extends Pick<OrderRow, 'state'> {
  readonly processIsOpen: boolean;
}

/**
 * Undoes an order that won the move to `cancelling`: stop the warehouse and release the stock →
 * no invoice any more → void or refund → tell the customer → cancelled. It begins once the order process has laid itself
 * aside, so nothing is done again behind it. The warehouse refuses when something has left: then
 * the order goes back to where it was.
 */
export async function cancellingPlot(
  effects: CancellingEffects,
  { state, processIsOpen }: CancellingFrom,
): Promise<void> {
  const { call, move } = effects;
  if (state !== 'cancelling') return move.end();
  // The order process wakes this story when it has seen the cancellation.
  if (processIsOpen) return;

  if (!(await call.stopWarehouse())) return move.resume();
  // Only now, for the warehouse may have refused. A worker that stands still is kept out by it.
  const { invoiced } = await call.withholdInvoice();
  const given = await giveMoneyBack(effects, invoiced);
  await call.notifyCustomer(given.backMinor);
  await move.finish(given);
}

/** The plot over the services and the database themselves. */
export function cancelOrderProcess(context: ServiceContext<'order'>): StoryShape {
  return {
    story: cancellingStory,
    async advance(orderId, invocation) {
      const [order, process] = await Promise.all([
        context.database.first<OrderRow>(orderById(orderId), invocation),
        lookAtStory(context.database, placingStory, orderId),
      ]);
      if (!order) throw new Error(`cancel_order: there is no order ${orderId}`);
      const { state } = order;
      const effects = cancellingEffectsOf(context, order, inScopeOf(order.snapshot, invocation));
      await cancellingPlot(effects, { state, processIsOpen: process?.state === 'open' });
    },
  };
}
