import { bulkStates } from '#contracts/product/bulk/bulk-changes.ts';
import { states } from '#kernel/states.ts';

export const bulkMoves = states(
  'product_bulk',
  { table: 'product_bulk', states: bulkStates, first: 'running', counts: 'version' },
  {
    stop: ['running', '→', 'stopped'],
    finish: ['running', '→', 'done'],
  },
);
