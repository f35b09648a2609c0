import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { FailureShape } from '#kernel/contract.ts';
import { states, type Arrow, type Transition } from '#kernel/states.ts';
import { stateMachines } from '#audit/world/state-machines.ts';
import { readProject } from '../architecture/source-file.ts';
import { drawStates } from './draw-states.ts';
import { withoutMoves } from './without-moves.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

test('docs/states.md is as the tables are: npx kontor topology states > docs/states.md', () => {
  expect(readFileSync(join(projectFolder, 'docs/states.md'), 'utf8')).toBe(drawStates());
});

test('the list has every table of states that a service declares', () => {
  const declared = readProject(projectFolder)
    .filter(({ path }) => path.startsWith('services/') && !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/=\s*states\(\s*'(\w+)'/g)].map(
        ([, thing]) => `${path.split('/')[2]} ${thing}`,
      ),
    );
  // The platform's own table, wherever a service has it.
  const waiting = globSync('services/*/*/migrations/*.sql', { cwd: projectFolder })
    .filter((path) => readFileSync(join(projectFolder, path), 'utf8').includes('table outgoing ('))
    .map((path) => `${path.split('/')[2]} outgoing`);
  expect(waiting.length).toBeGreaterThan(0);
  const listed = stateMachines.map(({ service, machine }) => `${service} ${machine.thing}`);
  expect(listed.toSorted()).toEqual([...declared, ...waiting].toSorted());
});

test('every column that tells a state has a table of moves, or it is said why not', () => {
  const reported = stateColumns().toSorted();
  const moved = stateMachines.flatMap(({ service, machine: { table, columns } }) =>
    columns.map((column) => `${service} ${table}.${column}`),
  );
  const explained = withoutMoves.map(({ service, column }) => `${service} ${column}`);
  const ofPlatform = explained.filter((one) => one.endsWith('story.state'));
  expect([...moved, ...explained].toSorted()).toEqual([...reported, ...ofPlatform].toSorted());
});

/** By the migrations of the services. */
function stateColumns(): string[] {
  const folders = globSync('services/*/*/migrations/*.sql', { cwd: projectFolder });
  return folders.flatMap((path) => {
    const text = readFileSync(join(projectFolder, path), 'utf8');
    const columnOf = /^\s+((?:\w+_)?(?:state|status)) text/gm;
    const added = /alter table (\w+)\s+add column ((?:\w+_)?(?:state|status)) text/g;
    const made = [...text.matchAll(/create table (\w+) \(([\s\S]*?)\n\);/g)].flatMap(
      ([, table, columns]) =>
        [...columns!.matchAll(columnOf)].map(([, column]) => `${table}.${column}`),
    );
    const later = [...text.matchAll(added)].map(([, table, column]) => `${table}.${column}`);
    return [...made, ...later].map((column) => `${path.split('/')[2]} ${column}`);
  });
}

test('each conflict that a contract declares of a thing tells all its states', () => {
  const declared = Object.values(contracts)
    .flatMap(({ operations }) => Object.values<{ failures: object }>(operations))
    .flatMap(({ failures }) => Object.entries(failures) as [string, FailureShape][]);
  for (const { machine } of stateMachines) {
    const own = declared.filter(([code]) => code === `${machine.thing}_state_conflict`);
    const reported = own.map(([, { detail }]) =>
      machine.states.filter((state) => detail.safeParse({ state }).success),
    );
    expect(reported, machine.thing).toEqual(own.map(() => machine.states));
  }
});

describe.each(stateMachines.map(({ service, machine }) => [service, machine] as const))(
  '%s $thing',
  (_service, machine) => {
    const { thing, table, states: all, first, moves } = machine;
    const declare = (left: (move: Transition) => boolean) => {
      const arrows = Object.values(moves)
        .filter((move) => left(move))
        .map(({ name, from, to }): [string, Arrow<string>] => [name, [...from, '→', to]]);
      return states(thing, { table, states: all, first }, Object.fromEntries(arrows));
    };

    test('is refused where no move leads to one of its states', () => {
      expect(() => declare(() => true)).not.toThrow();
      for (const state of all.filter((other) => !first.includes(other))) {
        expect(() => declare(({ to }) => to !== state)).toThrow(state);
      }
    });
  },
);
