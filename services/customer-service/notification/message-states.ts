import { checkSuccessors } from '#kernel/states.ts';

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

/** @throws for a wrong table, which so stops the start. */
export function checkPartStates(
  moves: Readonly<Record<PartState, readonly PartState[]>> = partMoves,
): void {
  checkSuccessors('part', firstStates, moves);
}
