import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { lookAtStory } from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { giveMoneyBack, type GivenBack } from './cancellation-steps.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { lockOrder, moveOrder, orderById, type OrderRow } from '../orders/order-store.ts';
import { settleProgress } from '../shipping/settle-progress.ts';
import { cancellingStory, placingStory } from '../orders/order-stories.ts';
import { addToTimeline, amountText, type TimelineEntry } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;

/**
 * Undoes an order that won the move to `cancelling`: stop the warehouse and release the stock →
 * no invoice any more → void or refund → tell the customer → cancelled. It begins once the order process has laid itself
 * aside, so nothing is done again behind it. The warehouse refuses when something has left: then
 * the order goes back to where it was.
 */
export function cancelOrderProcess(context: Context): StoryShape {
  return {
    story: cancellingStory,
    async advance(orderId, invocation) {
      const [order, process] = await Promise.all([
        context.database.first<OrderRow>(orderById(orderId), invocation),
        lookAtStory(context.database, placingStory, orderId),
      ]);
      if (!order) throw new Error(`cancel_order: there is no order ${orderId}`);
      if (order.state !== 'cancelling') return endStory(context, orderId, invocation);
      // The order process wakes this story when it has seen the cancellation.
      if (process?.state === 'open') return;

      const stopped = await context.call.fulfillment.cancelFulfillmentOfOrder(
        { orderId, reservationId: order.snapshot.reservationId },
        invocation,
      );
      if (!stopped.ok) return resume(context, order, invocation);
      // Only now, for the warehouse may have refused. A worker that stands still is kept out by it.
      const { invoiced } = must(
        await context.call.invoice.withholdInvoice({ orderId }, invocation),
        'withhold the invoice',
      );
      const given = await giveMoneyBack(context, order, invoiced, invocation);
      const message = orderMessage('order_cancelled', 'once', order.snapshot, {
        reason: order.cancelReason,
        refundedMinor: given.backMinor,
      });
      must(await context.call.notification.sendMessage(message, invocation), 'cancellation mail');
      await finishCancelling(context, order, given, invocation);
    },
  };
}

async function endStory(context: Context, orderId: string, invocation: Invocation): Promise<void> {
  await context.database.transaction('end_cancel_order', invocation, async (tx) => {
    tx.stories.finish(cancellingStory, orderId);
  });
}

async function finishCancelling(
  { database }: Context,
  { id, currency }: OrderRow,
  given: GivenBack,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('finish_cancelling', invocation, async (tx) => {
    const won = await tx.change(moveOrder(id, 'finish_cancelling'));
    if (won === 1) {
      if (given.kind === 'voided') {
        await tx.change(
          sql`update orders set voided = true where id = ${id} and captured_minor = 0`,
        );
      }
      const amount = amountText(given.amountMinor, currency);
      const money: Record<GivenBack['kind'], string> = {
        voided: 'Nothing was charged.',
        refunded: `${amount} refunded.`,
        refund_pending: `${amount} on their way back.`,
        refund_failed: `${amount} could not be refunded yet.`,
        refunded_before: `${amount} had been refunded before.`,
        disputed: 'Nothing refunded: the payment is disputed at the customer’s bank.',
      };
      const entries: TimelineEntry[] = [
        { key: 'stock_released', kind: 'stock_released', message: 'Stock released.' },
        { key: 'cancelled', kind: 'order_cancelled', message: `Cancelled. ${money[given.kind]}` },
      ];
      tx.last(addToTimeline(id, entries, invocation));
    }
    tx.stories.finish(cancellingStory, id);
    tx.stories.finish(placingStory, id);
  });
}

/** Back to where the order was, as far as its shipments have come meanwhile. */
async function resume(
  { database }: Context,
  { id }: OrderRow,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('resume_order', invocation, async (tx) => {
    const order = await tx.first<OrderRow>(lockOrder(id));
    tx.stories.finish(cancellingStory, id);
    if (order?.state !== 'cancelling') return;
    await tx.change(moveOrder(id, order.confirmedAt ? 'resume_confirmed' : 'resume_placed'));
    if (order.confirmedAt) await settleProgress(tx, id);
    else await tx.stories.reopen(placingStory, [id]);
    const entry = {
      key: `cancellation_refused:${order.version}`,
      kind: 'cancellation_refused',
      message: 'The order could not be cancelled: something has been shipped already.',
    };
    tx.last(addToTimeline(id, [entry], invocation));
  });
}
