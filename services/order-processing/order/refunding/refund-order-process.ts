import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { lookAtStory } from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { refundStory } from '../orders/order-stories.ts';
import { refundById, type RefundRow } from './refund-store.ts';
import { refundingEffectsOf, type RefundingEffects } from './refunding-effects.ts';

/**
 * Pays a claimed refund out: payment → credit note → the customer is told → refunded. While the
 * gateway has the money on its way the story rests; payment's news, or the sweep, wakes it. Of what
 * was never paid the receivable becomes smaller instead.
 */
export async function refundingPlot(
  { call, move }: RefundingEffects,
  { state, cause, amountMinor }: Pick<RefundRow, 'state' | 'cause' | 'amountMinor'>,
): Promise<void> {
  if (state !== 'pending') return move.end();
  // Units came back for which nothing is given: nobody is asked to pay, and no invoice is wrong.
  if (amountMinor === 0) return move.completeUnpaid();
  if (cause === 'credit') {
    const credited = await call.creditReceivable();
    if (credited.outcome === 'refused') return move.fail(credited.reason);
    const creditNote = await call.issueCreditNote();
    await call.notifyOfCredit(creditNote);
    return move.completeCredit(creditNote);
  }
  const paid = await call.payOut();
  if (paid.outcome === 'pending') {
    // A person’s pay-out may take days: what payment then tells begins the story anew.
    return paid.isByHand ? move.restUntilPaid() : undefined;
  }
  if (paid.outcome === 'refused') return move.fail(paid.reason);
  const creditNote = await call.issueCreditNote();
  await call.notifyOfRefund(creditNote);
  return move.complete(paid, creditNote);
}

/** The plot over the services and the database themselves. */
export function refundOrderProcess(context: ServiceContext<'order'>): StoryShape {
  return {
    story: refundStory,
    async advance(refundId, invocation) {
      const refund = await context.database.first<RefundRow>(refundById(refundId), invocation);
      if (!refund) throw new Error(`refund_order: there is no refund ${refundId}`);
      if (refund.waits) return endWhileWaiting(context, refundId, invocation);
      const seen = await lookAtStory(context.database, refundStory, refundId);
      const scoped = inScopeOf(refund, invocation);
      await refundingPlot(refundingEffectsOf(context, refund, seen, scoped), refund);
    },
  };
}

/**
 * Whoever woke it before its time: nothing is paid that can still be undone. Its start begins it anew,
 * and waits for the row that is locked here.
 */
async function endWhileWaiting(
  { database }: ServiceContext<'order'>,
  id: string,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('end_early_refund', invocation, async (tx) => {
    const waits = await tx.query(
      sql`select id from outgoing where id = ${id} and state = 'waiting' for update`,
    );
    if (waits.length > 0) tx.stories.finish(refundStory, id);
  });
}
