import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { finishUnlessWoken, lookAtStory } from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { refundStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { completeRefund, creditOpen, failRefund, issueCreditNote, payOut } from './refund-steps.ts';
import { refundById, type RefundRow } from './refund-store.ts';

/**
 * Pays a claimed refund out: payment → credit note → the customer is told → refunded. While the
 * gateway has the money on its way the story rests; payment's news, or the sweep, wakes it.
 */
export function refundOrderProcess(context: ServiceContext<'order'>): StoryShape {
  return {
    story: refundStory,
    async advance(refundId, invocation) {
      const refund = await context.database.first<RefundRow>(refundById(refundId), invocation);
      if (!refund) throw new Error(`refund_order: there is no refund ${refundId}`);
      const seen = await lookAtStory(context.database, refundStory, refundId);
      if (refund.state !== 'pending') {
        await context.database.transaction('end_refund_order', invocation, async (tx) => {
          tx.stories.finish(refundStory, refundId);
        });
        return;
      }
      if (refund.cause === 'credit') return creditOpen(context, refund, invocation);
      const paid = await payOut(context, refund, invocation);
      if (paid.outcome === 'pending') {
        // A person’s pay-out may take days: what payment then tells begins the story anew.
        if (paid.isByHand) await finishUnlessWoken(context.database, refundStory, refundId, seen);
        return;
      }
      if (paid.outcome === 'refused') return failRefund(context, refund, paid.reason, invocation);
      const creditNote = await issueCreditNote(context, refund, invocation);
      const { snapshot } = (await context.database.first<OrderRow>(orderById(refund.orderId)))!;
      const message = orderMessage('order_refunded', refundId, snapshot, {
        refundedMinor: refund.amountMinor,
        reason: refund.reason,
        creditNoteNumber: creditNote,
      });
      must(await context.call.notification.sendMessage(message, invocation), 'refund mail');
      await completeRefund(context, { refund, paid, creditNote, invocation });
    },
  };
}
