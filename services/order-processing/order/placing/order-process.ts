import type { ServiceContext } from '#platform/calls/service.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { placingStory } from '../orders/order-stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { ordersById, type OrderRow } from '../orders/order-store.ts';
import { placingEffectsOf, type PlacingEffects } from './placing-effects.ts';

/**
 * The order process: capture → invoice and fulfillment → confirmation → confirmed. Each callee
 * does its step once however often it is asked, so only the end is committed; a crash asks again.
 *
 * Cancelling wins its move on the order's row at any time and then waits for this process to see
 * it: here, before a step is begun again, or at the end, where `confirm` is lost. Only then is
 * anything undone, so nothing is captured or invoiced behind the back of a cancellation.
 */
export async function placingPlot(
  { call, move }: PlacingEffects,
  { state }: Pick<OrderRow, 'state'>,
): Promise<void> {
  if (state !== 'placed') return move.handOverToCancelling();

  const captured = await call.capture();
  if (captured.outcome === 'refused') return move.refusePayment(captured.reason);
  if (captured.outcome === 'review') return move.holdForReview();

  const [invoice, fulfillment] = await Promise.all([
    call.issueInvoice(),
    call.requestFulfillment(),
  ]);
  const confirmation = await call.notifyCustomer();

  if (
    await move.confirm(
      captured.paid,
      [...captured.entries, invoice, fulfillment, ...confirmation],
      confirmation.length === 0,
    )
  )
    return;
  await move.handOverToCancelling();
}

/** The plot over the services and the database themselves. */
export function orderProcess(context: ServiceContext<'order'>): StoryShape {
  // Orders that were placed by one transaction begin in one moment, and are read by one statement.
  const reads = new GroupCommit<string, OrderRow | undefined>(async (orderIds) => {
    const orders = await context.database.query<OrderRow>(ordersById(orderIds));
    const byId = new Map(orders.map((order) => [order.id, order]));
    return orderIds.map((orderId) => byId.get(orderId));
  });
  return {
    story: placingStory,
    async advance(orderId, invocation) {
      const order = await reads.submit(orderId);
      if (!order) throw new Error(`order_process: there is no order ${orderId}`);
      await placingPlot(
        placingEffectsOf(context, order, inScopeOf(order.snapshot, invocation)),
        order,
      );
    },
  };
}
