import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { creditNoteStory } from '../orders/order-stories.ts';
import { addToTimeline } from '../orders/timeline.ts';
import { refundById, type RefundRow } from '../refunding/refund-store.ts';

/** All that taking a credit note back does to the world. */
export interface CreditNoteEffects {
  readonly call: {
    /** The number of the document that cancels it; undefined where there is none to cancel. */
    cancelCreditNote(): Promise<string | undefined>;
  };
  readonly move: {
    end(number: string | undefined): Promise<void>;
  };
}

/** The credit note of a refund that came back is taken back by a document of its own. */
export async function creditNotePlot(
  { call, move }: CreditNoteEffects,
  { state }: Pick<RefundRow, 'state'>,
): Promise<void> {
  // Its own story may be about to issue the note: only then is it known whether there is one.
  if (state === 'pending') throw new Error('the refund is still under way');
  await move.end(await call.cancelCreditNote());
}

/** The services' and the database's own. */
export function creditNoteEffectsOf(
  { call, database }: ServiceContext<'order'>,
  { id: refundId, orderId, reason }: RefundRow,
  invocation: Invocation,
): CreditNoteEffects {
  return {
    call: {
      async cancelCreditNote() {
        const asked = { refundId, orderId, reason };
        const reply = await call.invoice.cancelCreditNote(asked, invocation);
        // An order that was never invoiced has none.
        return reply.ok ? reply.value.number : undefined;
      },
    },
    move: {
      end: (number) =>
        database.transaction('end_cancel_credit_note', invocation, async (tx) => {
          tx.stories.finish(creditNoteStory, refundId);
          if (number === undefined) return;
          const message = `The credit note of the refund that came back is cancelled by ${number}.`;
          const entry = { key: `credit_note_cancelled:${refundId}`, kind: 'credit_note_cancelled' };
          tx.last(addToTimeline(orderId, [{ ...entry, message }], invocation));
        }),
    },
  };
}

/** The plot over the services and the database themselves. */
export function cancelCreditNote(context: ServiceContext<'order'>): StoryShape {
  return {
    story: creditNoteStory,
    async advance(refundId, invocation) {
      const refund = await context.database.first<RefundRow>(refundById(refundId), invocation);
      if (!refund) throw new Error(`cancel_credit_note: there is no refund ${refundId}`);
      await creditNotePlot(
        creditNoteEffectsOf(context, refund, inScopeOf(refund, invocation)),
        refund,
      );
    },
  };
}
