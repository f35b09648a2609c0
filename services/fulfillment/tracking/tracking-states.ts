import type { ParcelState } from '#external/shipping-provider/port.ts';

export const trackedStates = [
  'label_purchased',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
] as const;
export type TrackedState = (typeof trackedStates)[number];

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

/** @throws when a state cannot be reached from a bought label. */
export function checkTrackedStates(
  moves: Readonly<Record<string, readonly string[]>> = trackedMoves,
): void {
  const reached = new Set<string>(['label_purchased']);
  for (const state of reached) for (const next of moves[state] ?? []) reached.add(next);
  const lost = trackedStates.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`tracked states that no move reaches: ${lost.join(', ')}`);
}
