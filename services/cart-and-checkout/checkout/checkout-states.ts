import type { z } from 'zod';
import type { paymentState } from '#contracts/payment/index.ts';
import { checkSuccessors } from '#kernel/states.ts';

/** States of a checkout and where each may go. */
export const checkoutMoves = {
  open: ['completing', 'abandoned'],
  completing: ['completed', 'open'],
  completed: [],
  abandoned: [],
} as const satisfies Record<string, readonly string[]>;
export type CheckoutState = keyof typeof checkoutMoves;

/**
 * States of one attempt to complete it. Completing and undoing have opposite effects, so whoever
 * would take back what may be authorized wins the move to `undoing` first and acts afterwards.
 */
export const completionMoves = {
  running: ['requires_action', 'undoing', 'completed', 'undone'],
  requires_action: ['undoing', 'completed', 'undone'],
  undoing: ['undone'],
  completed: [],
  undone: [],
} as const satisfies Record<string, readonly string[]>;
export type CompletionState = keyof typeof completionMoves;

/** How an attempt goes on, by the state of its payment. */
export const completionBranches = {
  authorized: 'place',
  capturing: 'place',
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

/** The states from which an attempt may move to `target`: what a compare-and-set compares with. */
export function completionStatesBefore(target: CompletionState): CompletionState[] {
  return sourcesOf(completionMoves, target);
}

/** @throws for a wrong table, which so stops the start. */
export function checkCheckoutStates(): void {
  checkSuccessors('checkout', ['open'], checkoutMoves);
  checkSuccessors('completion', ['running'], completionMoves);
}

function sourcesOf<S extends string>(moves: Record<S, readonly string[]>, target: S): S[] {
  return (Object.keys(moves) as S[]).filter((source) => moves[source].includes(target));
}
