import type { z } from 'zod';
import type { invoiceDocument } from '#contracts/invoice/index.ts';
import type { orderShape, timelineEntry } from '#contracts/order/shapes.ts';
import type { Voyage } from './route.tsx';

type Happening = z.output<typeof timelineEntry>;
export type OrderDocument = z.output<typeof invoiceDocument>;

/** An order that was read with its documents; what cannot be told at the moment is a problem instead. */
export type OrderRead = z.output<typeof orderShape> & {
  readonly expanded?: {
    readonly documents?:
      | { readonly items: readonly OrderDocument[] }
      | { readonly problem: unknown };
    readonly timeline?: { readonly items: readonly Happening[] } | { readonly problem: unknown };
  };
};

/** The order in what `getOrder` answers; between a checkout and its order's row there is none yet. */
export function orderIn(answer: unknown): OrderRead | undefined {
  const { order } = answer as { order?: OrderRead };
  return order;
}

export function documentsOf({ expanded }: OrderRead): readonly OrderDocument[] | undefined {
  const { documents } = expanded ?? {};
  return documents && 'items' in documents ? documents.items : undefined;
}

/** Oldest first; nothing where it cannot be told at the moment. */
export function happeningsOf({ expanded }: OrderRead): readonly Happening[] {
  const { timeline } = expanded ?? {};
  return timeline && 'items' in timeline ? timeline.items : [];
}

export function voyageOf(order: OrderRead): Voyage {
  const documents = documentsOf(order);
  const invoice = documents?.find(({ kind }) => kind === 'invoice');
  return {
    state: order.state,
    paymentState: order.paymentState,
    paymentMethod: order.paymentMethod,
    placedAt: order.placedAt,
    timeZone: order.seller?.timeZone,
    total: order.totals,
    invoiceNumber: documents && (invoice?.number ?? null),
    carrier: order.parcels[0]?.carrierCode.toUpperCase(),
    promise: order.delivery?.promise,
  };
}
