import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import {
  learned,
  nothingPaid,
  orderById,
  type OrderRow,
  type PaidSums,
} from '../orders/order-store.ts';
import { shipmentCaptureStory } from '../orders/order-stories.ts';
import { addToTimeline, type TimelineEntry } from '../orders/timeline.ts';
import { captureWhole, type Captured } from './capture-whole.ts';

/** All that capturing at shipment does to the world. */
export interface ShipmentCaptureEffects {
  readonly call: {
    /** Done once however often it is asked for. @throws when the outcome is not known yet */
    capture(): Promise<Captured>;
  };
  readonly move: {
    /** What the payment took, and what the timeline says of it. */
    end(paid: PaidSums, entries: readonly TimelineEntry[]): Promise<void>;
  };
}

/** Where payments are captured at shipment: the whole amount, with the first part that leaves. */
export async function shipmentCapturePlot({ call, move }: ShipmentCaptureEffects): Promise<void> {
  const captured = await call.capture();
  switch (captured.outcome) {
    case 'done':
      return move.end(captured.paid, captured.entries);
    case 'refused':
      return move.end(nothingPaid, [refusedEntry(captured.reason)]);
    case 'review':
      throw new Error('capture: the payment is held for review; its outcome is waited for');
  }
}

/** The services' and the database's own. */
export function shipmentCaptureEffectsOf(
  { call, database }: ServiceContext<'order'>,
  order: OrderRow,
  invocation: Invocation,
): ShipmentCaptureEffects {
  const { id } = order;
  return {
    call: { capture: () => captureWhole({ call }, order, invocation) },
    move: {
      end: (paid, entries) =>
        database.transaction('capture_at_shipment', invocation, async (tx) => {
          await tx.change(sql`
            update orders set version = version + 1, ${learned(paid)} where id = ${id}`);
          tx.last(addToTimeline(id, entries, invocation));
          tx.stories.finish(shipmentCaptureStory, id);
        }),
    },
  };
}

/** The plot over the services and the database themselves. */
export function captureAtShipment(context: ServiceContext<'order'>): StoryShape {
  return {
    story: shipmentCaptureStory,
    async advance(orderId, invocation) {
      const order = await context.database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`capture_order: there is no order ${orderId}`);
      await shipmentCapturePlot(
        shipmentCaptureEffectsOf(context, order, inScopeOf(order.snapshot, invocation)),
      );
    },
  };
}

function refusedEntry(reason: string): TimelineEntry {
  return {
    key: 'capture_refused',
    kind: 'payment_refused',
    message: `Shipped, but the payment could not be captured (${reason}). Ask the customer for another payment.`,
    internal: true,
  };
}
