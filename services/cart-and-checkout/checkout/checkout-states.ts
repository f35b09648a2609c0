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

/** The states from which an attempt may move to `target`: what a compare-and-set compares with. */
export function completionStatesBefore(target: CompletionState): CompletionState[] {
  return sourcesOf(completionMoves, target);
}

/** A target that is no state, or cannot be reached, is a mistake of this table: refused at boot. */
export function checkMoves(moves: Record<string, readonly string[]>, start: string): void {
  const reached = new Set([start, ...Object.values(moves).flat()]);
  for (const state of reached) if (!(state in moves)) throw new Error(`${state} is no state`);
  for (const state of Object.keys(moves)) {
    if (!reached.has(state)) throw new Error(`no move leads to ${state}`);
  }
}

function sourcesOf<S extends string>(moves: Record<S, readonly string[]>, target: S): S[] {
  return (Object.keys(moves) as S[]).filter((source) => moves[source].includes(target));
}
