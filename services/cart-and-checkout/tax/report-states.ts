import { states, type StateOf } from '#kernel/states.ts';

/**
 * A document that the tax provider is told of. What it does not take, and what it has no word for, is
 * for people to report.
 */
export const reportMoves = states(
  'reported_document',
  {
    table: 'reported_document',
    key: 'document_id',
    states: ['waiting', 'reported', 'review'],
    first: ['waiting', 'review'],
  },
  {
    report: ['waiting', '→', 'reported'],
    refer: ['waiting', '→', 'review'],
  },
);

export type ReportState = StateOf<typeof reportMoves>;
