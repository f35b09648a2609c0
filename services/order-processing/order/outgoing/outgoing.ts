import type { Handlers, ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  listOutgoing,
  outdatedOutgoing,
  startOutgoing,
  undoOutgoing,
  type Outgoing,
} from '#platform/stories/outgoing.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { startCancelling } from '../cancelling/start-cancelling.ts';
import { refundMoves } from '../order-states.ts';
import { refundStory } from '../orders/order-stories.ts';
import { lockOrder } from '../orders/order-store.ts';
import { addToTimeline, amountText } from '../orders/timeline.ts';
import { freeClaim } from '../refunding/refund-steps.ts';
import { refundById, type RefundRow } from '../refunding/refund-store.ts';

type Context = ServiceContext<'order'>;
type Names = 'listOutgoing' | 'undoRefund' | 'undoCancellation';

/** Refunds and cancellations that wait before they go out: looked at, and taken back. */
export function outgoing(context: Context): Pick<Handlers<'order'>, Names> {
  return {
    listOutgoing: listOutgoing(context),
    undoRefund: undoOutgoing(context, 'undoRefund', 'refund', undoRefund),
    undoCancellation: undoOutgoing(
      context,
      'undoCancellation',
      'cancellation',
      async (tx, { id, subjectId }) => {
        const entry = {
          key: `cancellation_undone:${id}`,
          kind: 'cancellation_undone',
          message: 'The cancellation was undone before it went out.',
          internal: true,
        };
        tx.last(addToTimeline(subjectId, [entry], tx.invocation));
      },
    ),
  };
}

/** What was claimed when it was asked for is free again, as if it had never been. */
async function undoRefund(tx: Transaction, { id, subjectId: orderId }: Outgoing): Promise<void> {
  // The order's row before the refund's, as everybody does who changes one.
  await tx.query(lockOrder(orderId));
  const refund = (await tx.first<RefundRow>(refundById(id)))!;
  const won = await tx.change(transition(refundMoves.fail, id));
  if (won !== 1) throw new Error(`refund ${id} waited and is ${refund.state}`);
  await freeClaim(tx, refund);
  const entry = {
    key: `refund_undone:${id}`,
    kind: 'refund_undone',
    message: `The refund of ${amountText(refund.amountMinor, refund.currency)} was undone before it went out.`,
    internal: true,
  };
  tx.last(addToTimeline(orderId, [entry], tx.invocation));
}

/** A refund was claimed when it was asked for; a cancellation may come too late by then. */
export function startWaiting(context: Context): StoryShape {
  return startOutgoing(context, {
    async refund(tx, { id }) {
      tx.stories.begin(refundStory, id);
      return undefined;
    },
    async cancellation(tx, { id, subjectId: orderId, words, askedBy }) {
      const waited = { id, askedBy };
      const order = await startCancelling(tx, { orderId, reason: words ?? '', waited });
      if (order.ok) return undefined;
      const entry = {
        key: `cancellation_refused:${id}`,
        kind: 'cancellation_refused',
        message: order.failure.message,
        internal: true,
      };
      tx.last(addToTimeline(orderId, [entry], tx.invocation));
      return order;
    },
  });
}

/** A refund that was undone never was to customers, however long ago: `refunding/refund-store.ts`. */
export const outdatedWaits = outdatedOutgoing(sql`kind = 'refund' and state = 'undone'`);
