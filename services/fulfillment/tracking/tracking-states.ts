import type { ParcelState } from '#external/shipping-provider/port.ts';
import { checkSuccessors } from '#kernel/states.ts';

export type TrackedState =
  | 'label_purchased'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivered'
  | 'exception';

/** Where each may go. A parcel never goes back, but it goes on after an exception; delivered stays. */
export const trackedMoves = {
  label_purchased: ['in_transit', 'out_for_delivery', 'delivered', 'exception'],
  in_transit: ['out_for_delivery', 'delivered', 'exception'],
  out_for_delivery: ['delivered', 'exception'],
  exception: ['in_transit', 'out_for_delivery', 'delivered'],
  delivered: [],
} as const satisfies Record<TrackedState, readonly TrackedState[]>;

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
  if (!(trackedMoves[parcel.state] as readonly TrackedState[]).includes(next)) return null;
  const isOlder = parcel.newsAt !== null && Date.parse(news.occurredAt) < Date.parse(parcel.newsAt);
  return isOlder && next !== 'delivered' ? null : next;
}

/** @throws for a wrong table, which so stops the start. */
export function checkTrackedStates(
  moves: Readonly<Record<TrackedState, readonly TrackedState[]>> = trackedMoves,
): void {
  checkSuccessors('tracked', ['label_purchased'], moves);
}
