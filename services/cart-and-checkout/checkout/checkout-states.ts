import type { z } from 'zod';
import { checkoutState } from '#contracts/checkout/shapes.ts';
import type { paymentState } from '#contracts/payment/index.ts';
import { states, type StateOf } from '#kernel/states.ts';

export const checkoutMoves = states(
  'checkout',
  { table: 'checkout', stamps: 'updated_at', states: checkoutState.options, first: 'open' },
  {
    begin: ['open', '→', 'completing'],
    complete: ['completing', '→', 'completed'],
    reopen: ['completing', '→', 'open'],
    abandon: ['open', '→', 'abandoned'],
  },
);
export type CheckoutState = StateOf<typeof checkoutMoves>;

/**
 * Of one attempt to complete it. Completing and undoing have opposite effects, so whoever would take back
 * what may be authorized wins the move to `undoing` first and acts afterwards.
 */
export const completionMoves = states(
  'completion',
  {
    table: 'completion',
    key: 'payment_id',
    stamps: 'updated_at',
    states: ['running', 'requires_action', 'undoing', 'completed', 'undone'],
    first: 'running',
  },
  {
    challenge: ['running', '→', 'requires_action'],
    start_undoing: ['running', 'requires_action', '→', 'undoing'],
    complete: ['running', 'requires_action', '→', 'completed'],
    undo: ['running', 'requires_action', 'undoing', '→', 'undone'],
  },
);
export type CompletionState = StateOf<typeof completionMoves>;

/** How an attempt goes on, by the state of its payment. */
export const completionBranches = {
  authorized: 'place',
  capturing: 'place',
  capturing_part: 'place',
  part_captured: 'place',
  releasing: 'place',
  captured: 'place',
  part_received: 'place',
  written_off: 'place',
  credited: 'place',
  requires_action: 'wait_for_person',
  failed: 'decline',
  voided: 'decline',
  authorizing: 'wait_for_gateway',
  voiding: 'wait_for_gateway',
  review: 'wait_for_gateway',
} as const satisfies Record<z.output<typeof paymentState>, string>;
