import { creditNoteStory } from '../orders/order-stories.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { refundById, type RefundRow } from '../refunding/refund-store.ts';
import { addToTimeline } from '../orders/timeline.ts';

/** The credit note of a refund that came back is taken back by a document of its own. */
export function cancelCreditNote({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    story: creditNoteStory,
    async advance(refundId, invocation) {
      const refund = await database.first<RefundRow>(refundById(refundId), invocation);
      if (!refund) throw new Error(`cancel_credit_note: there is no refund ${refundId}`);
      // Its own story may be about to issue the note: only then is it known whether there is one.
      if (refund.state === 'pending') throw new Error('the refund is still under way');
      const { orderId } = refund;
      const reply = await call.invoice.cancelCreditNote(
        { refundId, orderId, reason: refund.reason },
        invocation,
      );
      await database.transaction('end_cancel_credit_note', invocation, async (tx) => {
        tx.stories.finish(creditNoteStory, refundId);
        // An order that was never invoiced has none.
        if (!reply.ok) return;
        const message = `The credit note of the refund that came back is cancelled by ${reply.value.number}.`;
        const entry = { key: `credit_note_cancelled:${refundId}`, kind: 'credit_note_cancelled' };
        tx.last(addToTimeline(orderId, [{ ...entry, message }], invocation));
      });
    },
  };
}
