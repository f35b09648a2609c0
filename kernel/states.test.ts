import { describe, expect, test } from 'vitest';
import {
  machineOf,
  mayMove,
  moveBetween,
  reachable,
  stateConflict,
  states,
  type Arrow,
} from './states.ts';

type State = 'open' | 'shut' | 'gone';
const all: readonly State[] = ['open', 'shut', 'gone'];
const stored = { table: 'doors', states: all, first: 'open' } as const;
const door = states('door', stored, {
  shut: ['open', '→', 'shut'],
  reopen: ['shut', '→', 'open'],
  leave: ['open', 'shut', '→', 'gone'],
});

describe('a table of states', () => {
  const arrows: Record<string, Arrow<State>> = {
    shut: ['open', '→', 'shut'],
    reopen: ['shut', '→', 'open'],
    leave: ['shut', '→', 'gone'],
  };

  test.each<[string, Record<string, Arrow<State>>, string | undefined]>([
    ['reaches every state', arrows, undefined],
    ['may not leave one out', { shut: arrows['shut']! }, 'door states that no move reaches: gone'],
    [
      'may not reach one only from itself and from others that nothing reaches',
      { leave: arrows['leave']!, back: ['gone', '→', 'shut'] },
      'door states that no move reaches: shut, gone',
    ],
    [
      'may not lead nowhere',
      { ...arrows, stay: ['open', 'shut', '→', 'shut'] },
      'door move stay leads from shut to itself',
    ],
    [
      'may not lead to what is no state',
      { ...arrows, burn: ['open', '→', 'ashes' as State] },
      'door move burn leads to ashes, which is no state',
    ],
    [
      'may not lead from what is no state',
      { ...arrows, rise: ['ashes' as State, '→', 'open'] },
      'door move rise leads from ashes, which is no state',
    ],
    [
      'may not lead from nowhere',
      { ...arrows, appear: ['→', 'open'] },
      'door move appear is not written as one or more states, →, and one state',
    ],
  ])('%s', (_name, table, error) => {
    const declare = () => states('door', stored, table);
    if (error === undefined) expect(declare).not.toThrow();
    else expect(declare).toThrow(error);
  });

  test('may not begin as what is no state', () => {
    const first = 'ashes' as State;
    expect(() => states('door', { ...stored, first }, arrows)).toThrow('door begins as ashes');
  });
});

describe('what follows from a table', () => {
  test('a move knows its name, its ends and its thing', () => {
    expect(door.leave).toMatchObject({ name: 'leave', from: ['open', 'shut'], to: 'gone' });
    expect(machineOf(door)).toMatchObject({ thing: 'door', columns: ['state'], first: ['open'] });
  });

  test('which moves may be made', () => {
    expect(all.filter((state) => mayMove(door.leave, state))).toEqual(['open', 'shut']);
    expect(moveBetween(door, 'shut', 'open')).toBe(door.reopen);
    expect(moveBetween(door, 'gone', 'open')).toBeUndefined();
    expect([...reachable(door, ['gone'])]).toEqual(['gone']);
    expect([...reachable(door, ['shut'])].toSorted()).toEqual(['gone', 'open', 'shut']);
  });

  test('who comes too late is told the state', () => {
    expect(stateConflict(door, 'gone', 'The door is gone.')).toEqual({
      ok: false,
      failure: {
        code: 'door_state_conflict',
        message: 'The door is gone.',
        detail: { state: 'gone' },
      },
    });
  });
});
