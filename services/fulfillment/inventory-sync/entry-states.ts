import { states, type StateOf } from '#kernel/states.ts';

/** What inventory is asked for. What was refused may be asked again, what is done stays done. */
export const entryMoves = states(
  'entry',
  { table: 'entry', states: ['requested', 'done', 'refused'], first: 'requested' },
  {
    finish: ['requested', '→', 'done'],
    refuse: ['requested', '→', 'refused'],
    ask_again: ['refused', '→', 'requested'],
  },
);

export type EntryState = StateOf<typeof entryMoves>;
