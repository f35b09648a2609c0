/** States of a cart and where each may go; finished stays finished. */
export const cartMoves = {
  active: ['completed', 'merged', 'expired'],
  // A checkout that was completing while its cart expired completes it all the same.
  expired: ['completed'],
  completed: [],
  merged: [],
} as const satisfies Record<string, readonly string[]>;

export type CartState = keyof typeof cartMoves;

/** The states from which a cart may become `target`: what a compare-and-set compares with. */
export function statesBefore(target: CartState): CartState[] {
  const sources = (Object.keys(cartMoves) as CartState[]).filter((source) =>
    (cartMoves[source] as readonly string[]).includes(target),
  );
  if (sources.length === 0) throw new Error(`no cart may become ${target}`);
  return sources;
}
