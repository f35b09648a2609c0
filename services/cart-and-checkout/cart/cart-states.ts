import { states, type StateOf } from '#kernel/states.ts';

/** A cart is bought, goes into a customer's own, or its time is over. */
export const cartMoves = states(
  'cart',
  {
    table: 'cart',
    counts: 'version',
    states: ['active', 'expired', 'completed', 'merged'],
    first: 'active',
  },
  {
    // A checkout that was completing while its cart expired completes it all the same.
    complete: ['active', 'expired', '→', 'completed'],
    merge: ['active', '→', 'merged'],
    expire: ['active', '→', 'expired'],
  },
);

export type CartState = StateOf<typeof cartMoves>;
