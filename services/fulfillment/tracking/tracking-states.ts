import type { ParcelState } from '#external/shipping-provider/port.ts';
import { moveBetween, states, type StateOf } from '#kernel/states.ts';

/** A parcel never goes back, but it goes on after an exception; delivered stays. */
export const trackedMoves = states(
  'tracked',
  {
    table: 'parcel',
    counts: 'version',
    states: ['label_purchased', 'in_transit', 'out_for_delivery', 'exception', 'delivered'],
    first: 'label_purchased',
  },
  {
    travel: ['label_purchased', 'exception', '→', 'in_transit'],
    go_out: ['label_purchased', 'in_transit', 'exception', '→', 'out_for_delivery'],
    go_wrong: ['label_purchased', 'in_transit', 'out_for_delivery', '→', 'exception'],
    deliver: ['label_purchased', 'in_transit', 'out_for_delivery', 'exception', '→', 'delivered'],
  },
);

export type TrackedState = StateOf<typeof trackedMoves>;

/** What carriers report, in our words; null says nothing new. */
const normalised: Record<ParcelState, TrackedState | null> = {
  not_yet_in_system: null,
  unknown: null,
  accepted: 'in_transit',
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  delivery_attempted: 'exception',
  exception: 'exception',
  delivered: 'delivered',
};

interface News {
  readonly state: ParcelState;
  readonly occurredAt: string;
}

/**
 * The state that news lead to, or null: illegal moves and news older than what is known change
 * nothing, except that delivered is believed whenever it comes.
 */
export function stateAfter(
  parcel: { readonly state: TrackedState; readonly newsAt: string | null },
  news: News,
): TrackedState | null {
  const next = normalised[news.state];
  if (next === null) return null;
  if (!moveBetween(trackedMoves, parcel.state, next)) return null;
  const isOlder = parcel.newsAt !== null && Date.parse(news.occurredAt) < Date.parse(parcel.newsAt);
  return isOlder && next !== 'delivered' ? null : next;
}
