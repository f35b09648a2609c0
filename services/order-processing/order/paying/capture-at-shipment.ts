import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import {
  learned,
  lockOrder,
  nothingPaid,
  orderById,
  type OrderRow,
  type PaidSums,
} from '../orders/order-store.ts';
import { shipmentCaptureStory } from '../orders/order-stories.ts';
import { addToTimeline, type TimelineEntry } from '../orders/timeline.ts';
import {
  captureShipped,
  capturedWholeEntry,
  releaseWhole,
  type Captured,
} from './capture-whole.ts';
import { creditUnsent, takeOffUnsent, type Unsent } from './credit-unsent.ts';
import { dueForShipped, type DueForShipped, type UnitsOfLine } from './due-for-shipped.ts';

/** How the capture of what has left ended. */
export interface ShipmentCaptured {
  readonly due: DueForShipped;
  /** What the payment took. */
  readonly paid: PaidSums;
  /** What the timeline says of it. */
  readonly entries: readonly TimelineEntry[];
  /** What was given up, and is neither charged nor owed any more. */
  readonly unsent?: Unsent;
}

/** All that capturing at shipment does to the world. */
export interface ShipmentCaptureEffects {
  readonly read: {
    due(): Promise<DueForShipped>;
  };
  /** Each is done once however often it is asked for. */
  readonly call: {
    /** @throws when the outcome is not known yet */
    capture(due: DueForShipped): Promise<Captured>;
    /** Nothing of what left costs anything: all that is held is given back. @throws as above */
    release(): Promise<Captured>;
    /** What has not left stays here. */
    holdParcels(): Promise<void>;
    /** Takes off the invoice what was given up and not charged; its number, null without an invoice. */
    creditUnsent(unsent: Unsent): Promise<string | null>;
  };
  readonly move: {
    /** @throws where more has left meanwhile: then that is captured too */
    end(captured: ShipmentCaptured): Promise<void>;
  };
}

/**
 * Where payments are captured at shipment: what has left, and with the first part the delivery. After
 * the last part nothing stays held: what was given up is not charged, and comes off the invoice.
 */
export async function shipmentCapturePlot(
  { read, call, move }: ShipmentCaptureEffects,
  { totalMinor }: Pick<OrderRow, 'totalMinor'>,
): Promise<void> {
  const due = await read.due();
  const { dueMinor, isLast, hasLeft } = due;
  const isFree = dueMinor === 0;
  if (isFree && !(isLast && hasLeft)) return move.end({ due, paid: nothingPaid, entries: [] });
  const captured = isFree ? await call.release() : await call.capture(due);
  const giveUp = async (): Promise<{ unsent?: Unsent }> => {
    const unsent = { lines: due.unsent, amountMinor: totalMinor - dueMinor };
    if (!isLast || unsent.amountMinor === 0) return {};
    return { unsent: { ...unsent, number: await call.creditUnsent(unsent) } };
  };
  const refused = async (reason: string, paid: PaidSums, isOver: boolean) => {
    if (!isLast) await call.holdParcels();
    const entries = [refusedEntry(reason, due)];
    return move.end({ due, paid, entries, ...(isOver ? await giveUp() : {}) });
  };
  switch (captured.outcome) {
    case 'done': {
      const { paid, entries } = captured;
      const { capturedMinor } = paid;
      if (capturedMinor < dueMinor) return refused('the rest is not held any more', paid, true);
      if (capturedMinor === dueMinor) return move.end({ due, paid, entries, ...(await giveUp()) });
      const whole = isLast ? [] : [capturedWholeEntry()];
      return move.end({ due, paid, entries: [...entries, ...whole] });
    }
    case 'refused':
      // One that is not over may be captured still.
      return refused(captured.reason, nothingPaid, captured.reason !== 'capture_refused');
    case 'review':
      throw new Error('capture: the payment is held for review; its outcome is waited for');
  }
}

/** The services' and the database's own. */
export function shipmentCaptureEffectsOf(
  context: ServiceContext<'order'>,
  order: OrderRow,
  invocation: Invocation,
): ShipmentCaptureEffects {
  const { call, database } = context;
  const { id } = order;
  return {
    read: {
      due: () => database.query<UnitsOfLine>(unitsOf(id)).then((units) => dueOf(order, units)),
    },
    call: {
      capture: (due) => captureShipped({ call }, order, due, invocation),
      release: () => releaseWhole({ call }, order, invocation),
      async holdParcels() {
        const asked = { orderId: id, reason: 'payment_taken_back', hold: true } as const;
        must(await call.fulfillment.holdFulfillmentsOfOrder(asked, invocation), 'hold the parcels');
      },
      creditUnsent: (unsent) => creditUnsent(context, id, unsent, invocation),
    },
    move: {
      end: (captured) =>
        database.transaction('capture_at_shipment', invocation, (tx) =>
          end(tx, order, captured, invocation),
        ),
    },
  };
}

/** The order's row is the lock: who tells of what has left, or was given up, holds it. */
async function end(
  tx: Transaction,
  { id }: OrderRow,
  { due, paid, entries, unsent }: ShipmentCaptured,
  invocation: Invocation,
): Promise<void> {
  const order = (await tx.first<OrderRow>(lockOrder(id)))!;
  const now = dueOf(order, await tx.query<UnitsOfLine>(unitsOf(id)));
  if (now.dueMinor !== due.dueMinor || now.isLast !== due.isLast) {
    throw new Error('capture_order: more has left, or was given up, meanwhile');
  }
  const voided = sql`
    voided = voided or (captured_minor = 0 and ${unsent !== undefined && paid.capturedMinor === 0})`;
  await tx.change(sql`
    update orders set version = version + 1, ${voided}, ${learned(paid)} where id = ${id}`);
  if (unsent) await takeOffUnsent(tx, order, unsent, invocation);
  tx.last(addToTimeline(id, entries, invocation));
  tx.stories.finish(shipmentCaptureStory, id);
}

function unitsOf(orderId: string) {
  return sql`
    select line_id, shipped_quantity as shipped, cancelled_quantity as cancelled
    from order_line where order_id = ${orderId}`;
}

function dueOf({ snapshot }: OrderRow, units: readonly UnitsOfLine[]): DueForShipped {
  return dueForShipped(snapshot, units);
}

/** The plot over the services and the database themselves. */
export function captureAtShipment(context: ServiceContext<'order'>): StoryShape {
  return {
    story: shipmentCaptureStory,
    async advance(orderId, invocation) {
      const order = await context.database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`capture_order: there is no order ${orderId}`);
      const scope = inScopeOf(order.snapshot, invocation);
      await shipmentCapturePlot(shipmentCaptureEffectsOf(context, order, scope), order);
    },
  };
}

function refusedEntry(reason: string, { dueMinor, isLast }: DueForShipped): TimelineEntry {
  const held = isLast ? '' : ' What has not left is held.';
  return {
    key: `capture_refused:${dueMinor}`,
    kind: 'payment_refused',
    message: `Shipped, but the payment could not be captured (${reason}).${held} Ask the customer for another payment.`,
    internal: true,
  };
}
