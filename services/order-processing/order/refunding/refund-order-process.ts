import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { completeRefund, creditOpen, failRefund, issueCreditNote, payOut } from './refund-steps.ts';
import { refundById, type RefundRow } from './refund-store.ts';

/**
 * Pays a claimed refund out: payment → credit note → the customer is told → refunded. While the
 * gateway has the money on its way the story rests; payment's news, or the sweep, wakes it.
 */
export function refundOrderProcess(context: ServiceContext<'order'>): StoryShape {
  return {
    async advance(refundId, invocation) {
      const refund = await context.database.first<RefundRow>(refundById(refundId), invocation);
      if (!refund) throw new Error(`refund_order: there is no refund ${refundId}`);
      const before = await context.database.first<{ nextAttemptAt: string }>(sql`
        select next_attempt_at::text as next_attempt_at from story
        where name = 'refund_order' and id = ${refundId}`);
      if (refund.state !== 'pending') {
        await context.database.transaction('end_refund_order', invocation, async (tx) => {
          tx.finishStory('refund_order', refundId);
        });
        return;
      }
      if (refund.cause === 'credit') return creditOpen(context, refund, invocation);
      const paid = await payOut(context, refund, invocation);
      if (paid.outcome === 'pending') {
        if (paid.isByHand) await endUntilPaid(context, refundId, before?.nextAttemptAt);
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

/**
 * A person’s pay-out may take days: what payment then tells begins the story anew. Told meanwhile,
 * its time has moved, and it goes on.
 */
async function endUntilPaid(
  { database }: ServiceContext<'order'>,
  refundId: string,
  nextAttemptAt: string | undefined,
): Promise<void> {
  await database.query(sql`
    update story set state = 'finished', finished_at = kontor_now()
    where name = 'refund_order' and id = ${refundId} and state = 'open'
      and next_attempt_at = ${nextAttemptAt ?? null}::timestamptz`);
}
