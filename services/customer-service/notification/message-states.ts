/** A part is the message's e-mail or its SMS. */
export const partStates = ['none', 'queued', 'sending', 'sent', 'failed', 'suppressed'] as const;
export type PartState = (typeof partStates)[number];
export type MessageState = 'queued' | 'sent' | 'suppressed' | 'failed';

/**
 * From state to state. `sending` goes to itself: whoever takes up a message whose sender died
 * cannot know whether it was sent, and sends again under the same Message-ID.
 */
export const partMoves = {
  none: [],
  queued: ['sending'],
  sending: ['sending', 'queued', 'sent', 'failed', 'suppressed'],
  sent: [],
  failed: ['queued'],
  suppressed: [],
} as const satisfies Record<PartState, readonly PartState[]>;

const firstStates: readonly PartState[] = ['none', 'queued'];

/** @throws when a state cannot be reached, so that a wrong table stops the start. */
export function checkPartStates(
  moves: Readonly<Record<PartState, readonly PartState[]>> = partMoves,
): void {
  const reached = new Set<PartState>(firstStates);
  for (const state of reached) for (const next of moves[state]) reached.add(next);
  const lost = partStates.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`part states that no move reaches: ${lost.join(', ')}`);
}
