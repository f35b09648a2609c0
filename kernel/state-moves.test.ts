import { describe, expect, test } from 'vitest';
import { checkMoves, checkSuccessors, type Move } from './state-moves.ts';

type State = 'open' | 'shut' | 'gone';
const states: readonly State[] = ['open', 'shut', 'gone'];

describe('a table of named moves', () => {
  const moves: Record<string, Move<State>> = {
    shut: { from: ['open'], to: 'shut' },
    reopen: { from: ['shut'], to: 'open' },
    leave: { from: ['shut'], to: 'gone' },
  };

  test.each<[string, Record<string, Move<State>>, string | undefined]>([
    ['reaches every state', moves, undefined],
    ['may not leave one out', { shut: moves['shut']! }, 'door states that no move reaches: gone'],
    [
      'may not reach one only from itself and from others that nothing reaches',
      { leave: moves['leave']!, back: { from: ['gone'], to: 'shut' } },
      'door states that no move reaches: shut, gone',
    ],
    [
      'may not lead nowhere',
      { ...moves, stay: { from: ['open', 'shut'], to: 'shut' } },
      'door move stay leads from shut to itself',
    ],
    [
      'may not lead to what is no state',
      { ...moves, burn: { from: ['open'], to: 'ashes' as State } },
      'door moves lead to ashes, which is no state',
    ],
  ])('%s', (_name, table, error) => {
    const check = () => checkMoves('door', states, ['open'], table);
    if (error === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(error);
  });
});

describe('a table of successors', () => {
  test.each<[string, Record<State, State[]>, string | undefined]>([
    ['reaches every state', { open: ['shut'], shut: ['open', 'gone'], gone: [] }, undefined],
    ['may stay where it is', { open: ['open', 'shut'], shut: ['gone'], gone: [] }, undefined],
    [
      'may not leave one out',
      { open: ['shut'], shut: ['open'], gone: ['gone'] },
      'door states that no move reaches: gone',
    ],
    [
      'may not lead to what is no state',
      { open: ['shut', 'ashes' as State], shut: ['gone'], gone: [] },
      'door moves lead to ashes, which is no state',
    ],
  ])('%s', (_name, table, error) => {
    const check = () => checkSuccessors('door', ['open'], table);
    if (error === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(error);
  });
});
