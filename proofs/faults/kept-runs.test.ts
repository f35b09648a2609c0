import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeKeptRuns,
  keepRun,
  passedBefore,
  readKeptRuns,
  treeIn,
  type KeptRun,
} from './kept-runs.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kontor-kept-runs-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commit = 'a'.repeat(40);

const runOf = (given: Partial<KeptRun>): KeptRun => ({
  commit,
  id: 'F05',
  mode: 'split',
  size: 'quick',
  seed: 3,
  came: 'passed',
  seconds: 90,
  at: '2026-01-01T00:00:00.000Z',
  ...given,
});

test('what passed on a commit is known again, and nothing else is', () => {
  const file = join(folder, 'ran.jsonl');
  expect(readKeptRuns(file)).toEqual([]);
  keepRun(file, runOf({}));
  keepRun(file, runOf({ id: 'F06', came: 'failed' }));
  keepRun(file, runOf({ id: 'F09', came: 'not run' }));
  // The process was killed while it wrote.
  appendFileSync(file, '{"commit":"aaaa","id":"F1');
  keepRun(file, runOf({ id: 'F12', commit: `${commit}+changes` }));
  const kept = readKeptRuns(file);
  expect(kept.map(({ id }) => id)).toEqual(['F05', 'F06', 'F09', 'F12']);
  const asked = { id: 'F05', mode: 'split', size: 'quick', seed: 3 } as const;
  expect(passedBefore(kept, commit, asked)).toEqual(runOf({}));
  for (const other of [
    { ...asked, id: 'F06' },
    { ...asked, id: 'F09' },
    { ...asked, id: 'F12' },
    { ...asked, mode: 'embedded' },
    { ...asked, size: 'full' },
    { ...asked, seed: 4 },
  ] as const)
    expect(passedBefore(kept, commit, other)).toBeUndefined();
  expect(passedBefore(kept, 'b'.repeat(40), asked)).toBeUndefined();
  // Two trees with changes may differ from each other.
  expect(passedBefore(kept, `${commit}+changes`, { ...asked, id: 'F12' })).toBeUndefined();
});

test('it is told which seeds ran in which numbers on which commit, and how each came out last', () => {
  expect(
    describeKeptRuns([
      runOf({ id: 'F05', came: 'failed' }),
      runOf({ id: 'F06', came: 'failed' }),
      runOf({ id: 'F09', seed: 4 }),
      runOf({ id: 'F05', came: 'passed' }),
      runOf({ id: 'F11', came: 'not run', mode: 'embedded', size: 'full' }),
      runOf({ commit: `${'b'.repeat(40)}+changes` }),
    ]),
  ).toEqual([
    'aaaaaaaaaa quick split    seed 3: 1 passed, failed F06 in 3.0 min',
    'aaaaaaaaaa quick split    seed 4: 1 passed, 0 failed in 1.5 min',
    'aaaaaaaaaa full  embedded seed 3: 0 passed, 0 failed (1 not run here) in 1.5 min',
    'bbbbbbbbbb+ quick split    seed 3: 1 passed, 0 failed in 1.5 min',
  ]);
});

test('a tree is its commit, and another one once a file differs from it', () => {
  expect(treeIn(folder)).toBe('unknown');
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  writeFileSync(join(folder, 'shop.ts'), 'one');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  const head = git('rev-parse', 'HEAD');
  expect(treeIn(folder)).toBe(head);
  writeFileSync(join(folder, 'shop.ts'), 'two');
  expect(treeIn(folder)).toBe(`${head}+changes`);
});
