import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { creditInvoice } from '../cancelling/credit-invoice.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { disputeStory } from '../orders/order-stories.ts';
import { addToTimeline } from '../orders/timeline.ts';

/** Why what has not left is held; undefined where it may go on. */
type Hold = 'payment_disputed' | 'payment_taken_back' | undefined;

/** All that a dispute does to the world. */
export interface DisputingEffects {
  readonly call: {
    /** Holds what has not left, or lets it go on. How many parcels had left already. */
    holdParcels(why: Hold): Promise<number>;
    /**
     * Takes back what is left of the invoice of a cancelled order, once.
     * @throws while a refund of it is under way: its own note may still come
     */
    creditInvoice(): Promise<void>;
  };
  readonly move: {
    /** @throws where the payment was changed while the warehouse was told: it is told again */
    end(told: { readonly why: Hold; readonly leftAlready: number }): Promise<void>;
  };
}

/**
 * Holds what has not left of an order whose payment is disputed or was taken back, and lets it go on
 * when the dispute is won. Told to the warehouse once it knows of the order; what it cannot stop any
 * more is shown to staff. A cancelled order has nothing to hold: nobody owes what was invoiced.
 */
export async function disputingPlot(
  { call, move }: DisputingEffects,
  order: Pick<OrderRow, 'state' | 'paymentState'>,
): Promise<void> {
  const { state } = order;
  if (state === 'placed' || state === 'cancelling') {
    throw new Error(`dispute_order: the order is still ${state}`);
  }
  const why = reasonToHold(order);
  if (state === 'cancelled') {
    // What its cancellation asked the gateway to give back was refused, so the invoice stood.
    if (why === 'payment_taken_back') await call.creditInvoice();
    return move.end({ why, leftAlready: 0 });
  }
  await move.end({ why, leftAlready: await call.holdParcels(why) });
}

/** The services' and the database's own. */
export function disputingEffectsOf(
  { call, database }: ServiceContext<'order'>,
  order: OrderRow,
  invocation: Invocation,
): DisputingEffects {
  const { id: orderId, paymentVersion } = order;
  return {
    call: {
      async holdParcels(why) {
        const reason = why ?? 'payment_disputed';
        const asked = { orderId, reason, hold: why !== undefined } as const;
        const reply = await call.fulfillment.holdFulfillmentsOfOrder(asked, invocation);
        return must(reply, 'hold the parcels').leftAlready;
      },
      async creditInvoice() {
        const underWay = await database.query(sql`
          select from refund where order_id = ${orderId} and state = 'pending'`);
        if (underWay.length > 0) throw new Error('dispute_order: a refund is still under way');
        const claim = await call.invoice.withholdInvoice({ orderId }, invocation);
        if (!must(claim, 'withhold the invoice').invoiced) return;
        const creditId = derivedId('payment taken back', orderId);
        await creditInvoice({ call, database }, order, creditId, invocation);
      },
    },
    move: {
      end: ({ why, leftAlready }) =>
        database.transaction('end_dispute_order', invocation, async (tx) => {
          const now = await tx.first<Pick<OrderRow, 'paymentState'>>(sql`
            select payment_state from orders where id = ${orderId} for update`);
          if (reasonToHold(now!) !== why) throw new Error('dispute_order: changed meanwhile');
          if (leftAlready > 0) {
            const entry = leftEntry(leftAlready, paymentVersion);
            tx.last(addToTimeline(orderId, [entry], invocation));
          }
          tx.stories.finish(disputeStory, orderId);
        }),
    },
  };
}

/** The plot over the services and the database themselves. */
export function disputeOrder(context: ServiceContext<'order'>): StoryShape {
  return {
    story: disputeStory,
    async advance(orderId, invocation) {
      const order = await context.database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`dispute_order: there is no order ${orderId}`);
      await disputingPlot(
        disputingEffectsOf(context, order, inScopeOf(order.snapshot, invocation)),
        order,
      );
    },
  };
}

function reasonToHold({ paymentState }: Pick<OrderRow, 'paymentState'>): Hold {
  if (paymentState === 'disputed') return 'payment_disputed';
  return paymentState === 'voided' ? 'payment_taken_back' : undefined;
}

function leftEntry(left: number, paymentVersion: number) {
  return {
    key: `parcels_left:${paymentVersion}`,
    kind: 'parcels_left',
    message: `${left} parcels could not be held: they have a label and are booked out. Keep back what is still in the house, or ask the carrier to return it.`,
    internal: true,
  };
}
