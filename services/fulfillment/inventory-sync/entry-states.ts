/** From state to state: what was refused may be asked again, what is done stays done. */
export const entryMoves = {
  requested: ['done', 'refused'],
  refused: ['requested'],
  done: [],
} as const;

export type EntryState = keyof typeof entryMoves;
