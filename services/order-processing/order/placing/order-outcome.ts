import type { Invocation } from '#kernel/invocation.ts';
import { changeBy, type Change } from '#platform/data/move.ts';
import { transition } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { learned, lockOrder, type OrderRow, type PaidSums } from '../orders/order-store.ts';
import { orderMoves } from '../order-states.ts';
import { settleProgress } from '../shipping/settle-progress.ts';
import { cancellingStory, confirmationStory, placingStory } from '../orders/order-stories.ts';
import { addToTimeline, unnestEntries, type TimelineEntry } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;

interface Confirmation {
  readonly order: OrderRow;
  readonly paid: PaidSums;
  readonly entries: readonly TimelineEntry[];
  /** The customer could not be told yet: a story does it. */
  readonly notifiesLater: boolean;
  readonly invocation: Invocation;
}

/**
 * The one commit of the order process: the move, what happened, the story's end. False where a
 * cancellation has won.
 */
export async function confirmOrder(context: Context, confirmation: Confirmation): Promise<boolean> {
  const { invocation } = confirmation;
  const move = confirmingMove(confirmation, sql`not progressed`);
  if (await context.database.move('confirm_order', move, invocation)) return true;
  return confirmProgressed(context, confirmation);
}

/** The warehouse was quicker: what it told of before moves the order on in the same commit. */
function confirmProgressed({ database }: Context, confirmation: Confirmation): Promise<boolean> {
  const { order, invocation } = confirmation;
  return database.transaction('confirm_progressed', invocation, async (tx) => {
    const move = confirmingMove(confirmation, sql`progressed`);
    if (!(await tx.make(move))) return false;
    await settleProgress(tx, order.id);
    return true;
  });
}

function confirmingMove(
  { order, paid, entries, notifiesLater, invocation }: Confirmation,
  where: Statement,
): Change {
  const reported = sql`
    told as (
      insert into timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
      select moved.id, entry.* from moved, ${unnestEntries(entries, invocation)} as entry
      on conflict (order_id, key) do nothing)`;
  return changeBy(orderMoves.confirm, order.id, {
    set: sql`confirmed_at = kontor_now(), ${learned(paid)}`,
    where,
    parts: [reported],
    starts: notifiesLater ? [{ story: confirmationStory, id: order.id }] : [],
    finishes: [{ story: placingStory, id: order.id }],
  });
}

/**
 * A cancellation has won. The process lays itself aside and wakes the one that undoes; should the
 * warehouse refuse to stop, that one wakes the process again.
 */
export async function handOverToCancelling(
  context: Context,
  orderId: string,
  invocation: Invocation,
): Promise<void> {
  await context.database.transaction('hand_over', invocation, async (tx) => {
    const row = await tx.first<OrderRow>(lockOrder(orderId));
    if (row?.state === 'cancelling') {
      tx.stories.hold(placingStory, orderId, 'cancelling');
      tx.stories.begin(cancellingStory, orderId);
    } else if (row && row.state !== 'placed') tx.stories.finish(placingStory, orderId);
  });
}

/** The payment was refused for good: the order is cancelled, staff are told why. */
export async function refusePayment(
  context: Context,
  orderId: string,
  reason: string,
  invocation: Invocation,
): Promise<void> {
  await context.database.transaction('refuse_payment', invocation, async (tx) => {
    const won = await tx.change(transition(orderMoves.start_cancelling, orderId));
    if (won === 1) {
      await tx.change(
        sql`update orders set cancel_reason = 'the payment could not be captured' where id = ${orderId}`,
      );
      const message = `The payment could not be captured (${reason}): the order is cancelled and its stock released.`;
      const entry = { key: 'payment_refused', kind: 'payment_refused', message, internal: true };
      tx.last(addToTimeline(orderId, [entry], invocation));
    }
    tx.stories.hold(placingStory, orderId, 'cancelling');
    if (won === 1) tx.stories.restart(cancellingStory, orderId);
    else tx.stories.begin(cancellingStory, orderId);
  });
}

/** The gateway contradicts us: nothing goes on until staff or the gateway's next word settles it. */
export async function holdForReview(
  context: Context,
  orderId: string,
  invocation: Invocation,
): Promise<void> {
  await context.database.transaction('hold_for_review', invocation, async (tx) => {
    const entry = {
      key: 'payment_in_review',
      kind: 'payment_in_review',
      message: 'The payment is held for review. Cancel the order, or settle it with the gateway.',
      internal: true,
    };
    tx.last(addToTimeline(orderId, [entry], invocation));
    tx.stories.hold(placingStory, orderId, 'payment_in_review');
  });
}
