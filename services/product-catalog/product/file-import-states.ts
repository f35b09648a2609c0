import { importStates } from '#contracts/product/files/imports.ts';
import { states } from '#kernel/states.ts';

/** What was stopped, or failed, goes on where it was. */
export const importMoves = states(
  'file_import',
  { table: 'file_import', states: importStates, first: 'uploading', counts: 'version' },
  {
    check: ['uploading', 'checked', 'stopped', 'failed', '→', 'checking'],
    be_checked: ['checking', '→', 'checked'],
    run: ['uploading', 'checked', 'stopped', 'failed', '→', 'running'],
    stop: ['uploading', 'checking', 'checked', 'running', '→', 'stopped'],
    fail: ['checking', 'running', '→', 'failed'],
    finish: ['running', '→', 'done'],
  },
);
