import { ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { cancellingStory, placingStory } from '../orders/order-stories.ts';
import { addToTimeline } from '../orders/timeline.ts';

interface Cancelled {
  readonly orderId: string;
  readonly reason: string;
  /** Who may; all where it was asked before. */
  readonly where?: Statement;
  /** What waited before, and who asked for it. */
  readonly waited?: { readonly id: string; readonly askedBy: string };
}

/**
 * Wins the move to `cancelling`, then leaves the rest to the story `cancel_order`. Where it was lost
 * the order may be another's, too: its state is told only to who may see it.
 */
export async function startCancelling(
  tx: Transaction,
  { orderId, reason, where = sql`true`, waited }: Cancelled,
) {
  const won = await tx.move<{ version: number }>(orderMoves.start_cancelling, orderId, {
    set: sql`cancel_reason = ${reason}`,
    where,
    returning: sql`version`,
  });
  if (!won) {
    const [order] = await tx.query<{ state: OrderState }>(
      sql`select state from orders where id = ${orderId}`,
    );
    return cannotBeCancelled(order!.state);
  }
  const entry = {
    key: `cancelling:${waited?.id ?? won.version}`,
    kind: 'cancellation_requested',
    message: `Cancellation asked for: ${reason}.`,
  };
  const { actor, traceparent } = tx.invocation;
  const by = waited ? { ...actor, kind: 'staff' as const, id: waited.askedBy } : actor;
  tx.last(addToTimeline(orderId, [entry], { actor: by, traceparent }));
  tx.stories.restart(cancellingStory, orderId);
  tx.stories.begin(placingStory, orderId);
  return ok(undefined);
}

export function cannotBeCancelled(state: OrderState) {
  const message = `An order that is ${state} cannot be cancelled.`;
  return stateConflict(orderMoves, state, message);
}
