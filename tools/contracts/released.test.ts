import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compose } from '../../app/compose.ts';
import { defineContract, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { defineDocument, type StoredDocument } from '#platform/documents/documents.ts';
import { brokenDocuments } from './document-growth.ts';
import { documentPromise, documentPromises, type PromisedDocument } from './document-promises.ts';
import { promisesOf } from './promise.ts';
import {
  brokenSince,
  changedReleases,
  lastRelease,
  reasonsNotToRelease,
  type Release,
} from './released.ts';

const here = resolve(import.meta.dirname, '../..');

test.runIf(existsSync(join(here, '.git')))('releases are kept as they were written', () => {
  expect(changedReleases(here)).toEqual([]);
});

test('documents only grow: what the last release wrote is read, and it reads what this one writes', async () => {
  const now = documentPromises((await compose()).services);
  expect(Object.keys(now).length).toBeGreaterThan(20);
  for (const { v, samples } of Object.values(now))
    for (let version = 1; version <= v; version += 1)
      expect(samples[version]!.length).toBeGreaterThan(0);
  const before = lastRelease(here);
  expect(before ? brokenDocuments(before.documents, now) : []).toEqual([]);
});

const state = z.enum(['open', 'done']);
const fields = {
  name: z.string(),
  note: z.string().optional(),
  lines: z.array(z.strictObject({ sku: z.string(), note: z.string().optional() })),
  state,
  openState: open(state, { unknownAs: 'open' }),
};
const before = z.strictObject(fields);
const first = { name: 'Ada', lines: [{ sku: 'cup' }], state: 'open', openState: 'open' };
const second = { ...first, note: 'x' };

interface Now {
  readonly schema?: z.ZodType;
  readonly columns?: readonly string[];
  readonly v?: number;
  readonly next?: StoredDocument['next'];
  readonly samples?: Readonly<Record<number, readonly unknown[]>>;
}

function thing({ schema = before, columns = ['thing.content'], v = 1, next, samples }: Now): {
  thing: PromisedDocument;
} {
  const upcast = Object.fromEntries(
    Array.from({ length: v - 1 }, (_, index) => [index + 1, (one: never) => one]),
  );
  const document = defineDocument({
    name: 'thing',
    columns,
    v,
    schema,
    upcast,
    ...(next ? { next } : {}),
  });
  const stored = { 1: [first, second], 2: [first], 3: [first], ...samples };
  return { thing: documentPromise(document, (version) => stored[version as 1]) };
}

const later = (one: never): unknown => one;
const changedSample = 'changed or lost its sample';
const cannotRead = 'the version before cannot read it';

const refusedDocuments: [change: string, now: Now, reported: string][] = [
  [
    'a sample that is changed',
    { samples: { 1: [first, { ...second, note: 'y' }] } },
    changedSample,
  ],
  ['a sample that is gone', { samples: { 1: [second] } }, changedSample],
  ['samples that are gone', { samples: { 1: [] } }, changedSample],
  [
    'a sample that got the field more of this release',
    { samples: { 1: [{ ...first, more: 1 }, second] } },
    changedSample,
  ],
  [
    'a changed sample of a version that is written no more',
    { v: 2, samples: { 1: [first] } },
    changedSample,
  ],
  ['a column less', { columns: ['thing.other'] }, 'no longer lies in thing.content'],
  ['a higher version at once', { v: 2 }, 'give it `next` a release before'],
  ['a field more that must be there', { schema: before.extend({ more: z.string() }) }, 'optional'],
  ['a field less', { schema: before.omit({ name: true }) }, 'is gone'],
  ['a field less that was optional', { schema: before.omit({ note: true }) }, 'is gone'],
  ['another type', { schema: before.extend({ name: z.int() }) }, 'another type'],
  ['a word less', { schema: before.extend({ state: z.enum(['open']) }) }, 'go on reading it'],
  [
    'a word more',
    { schema: before.extend({ state: z.enum(['open', 'done', 'held']) }) },
    cannotRead,
  ],
  ['null', { schema: before.extend({ name: z.string().nullable() }) }, cannotRead],
  ['what may be missing', { schema: before.extend({ name: z.string().optional() }) }, cannotRead],
];

const takenDocuments: [change: string, now: Now][] = [
  ['nothing', {}],
  ['a field more that may be missing', { schema: before.extend({ more: z.string().optional() }) }],
  [
    'a field more with a default',
    { schema: before.extend({ more: z.array(z.int()).default([]) }) },
  ],
  [
    'a word more where it is open',
    {
      schema: before.extend({
        openState: open(z.enum(['open', 'done', 'held']), { unknownAs: 'open' }),
      }),
    },
  ],
  ['a sample more', { samples: { 1: [first, second, { ...first, more: 1 }] } }],
  ['samples in another order', { samples: { 1: [second, first] } }],
  [
    'a sample whose fields are told in another order',
    { samples: { 1: [Object.fromEntries(Object.entries(first).toReversed()), second] } },
  ],
  ['a column more', { columns: ['thing.content', 'thing.more'] }],
  ['the way to read the next version', { next: later }],
];

describe('of documents', () => {
  test.each(refusedDocuments)('%s is refused', (_change, now, reported) => {
    const found = brokenDocuments(thing({}), thing(now));
    expect(found).toContainEqual(expect.stringContaining(reported));
  });

  test.each(takenDocuments)('%s is taken', (_change, now) => {
    expect(brokenDocuments(thing({}), thing(now))).toEqual([]);
  });

  test('one that is gone is refused', () => {
    expect(brokenDocuments(thing({}), {})).toEqual([
      'thing is declared no more: rows of before still hold it',
    ]);
  });

  test('a version is written when the release before reads it, and never taken back', () => {
    const reading = thing({ next: later });
    const other = before.extend({ name: z.strictObject({ first: z.string() }) });
    const writing = thing({ v: 2, schema: other });
    expect(brokenDocuments(reading, writing)).toEqual([]);
    expect(brokenDocuments(reading, thing({ v: 3, schema: other }))).not.toEqual([]);
    expect(brokenDocuments(writing, reading)).toEqual([
      'thing is written in version 1 again: 2 was released',
      expect.stringContaining('thing.2.json has changed or lost'),
    ]);
    expect(brokenDocuments(writing, thing({}))).toContainEqual(
      'thing is read up to version 1, and version 2 was released',
    );
  });
});

let project: string;
const projects: string[] = [];
const git = (...given: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@kontor.example', ...given], {
    cwd: project,
    encoding: 'utf8',
    stdio: 'pipe',
  });
const path = (version: string): string => `contracts/released/${version}.json`;
const write = (file: string, text: string): void => writeFileSync(join(project, file), text);
const commit = (): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Change');
};

const contract = (output: z.ZodType) =>
  defineContract({
    service: 'cart',
    operations: { ask: query({ access: 'public', input: z.strictObject({}), output }) },
    events: {},
  });
const promised = z.strictObject({ id: z.string() });
const release = (output: z.ZodType = promised, document: Now = {}): Release => ({
  ...promisesOf([contract(output)]),
  documents: thing(document),
});

function released(version: string, one: Release = release()): void {
  write('package.json', JSON.stringify({ version }));
  write(path(version), JSON.stringify(one));
  commit();
}

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-released-'));
  projects.push(folder);
  return folder;
};

let twoReleases: string;
beforeAll(() => {
  project = twoReleases = newFolder();
  git('init', '--quiet');
  mkdirSync(join(project, 'contracts/released'), { recursive: true });
  released('0.9.0');
  released('0.10.0');
});
beforeEach(() => {
  project = newFolder();
  cpSync(twoReleases, project, { recursive: true });
});
afterAll(() => {
  for (const one of projects) rmSync(one, { recursive: true });
});

const changes: [what: string, change: () => void, reported: string][] = [
  ['edited', () => write(path('0.9.0'), '{}'), '0.9.0.json is not as it was released'],
  [
    'edited out of git’s sight',
    () => {
      git('update-index', '--assume-unchanged', path('0.9.0'));
      write(path('0.9.0'), '{}');
    },
    '0.9.0.json is not as it was released',
  ],
  [
    'edited and committed',
    () => {
      write(path('0.9.0'), '{}');
      commit();
    },
    '0.9.0.json was changed after its release',
  ],
  [
    'edited, committed and put back',
    () => {
      write(path('0.10.0'), '{}');
      commit();
      write(path('0.10.0'), JSON.stringify(release()));
      commit();
    },
    '0.10.0.json was changed after its release',
  ],
  ['removed', () => rmSync(join(project, path('0.10.0'))), '0.10.0.json is gone'],
  [
    'removed and committed',
    () => {
      rmSync(join(project, path('0.10.0')));
      commit();
    },
    '0.10.0.json is gone',
  ],
  [
    'renamed and committed',
    () => {
      renameSync(join(project, path('0.10.0')), join(project, path('0.9.5')));
      commit();
    },
    '0.10.0.json is gone',
  ],
  [
    'written by hand',
    () => write(path('0.11.0'), JSON.stringify(release())),
    '0.11.0.json was not written by `npx kontor release`',
  ],
  [
    'written by hand and committed',
    () => {
      write(path('0.11.0'), JSON.stringify(release()));
      commit();
    },
    '0.11.0.json was not written by `npx kontor release`',
  ],
  ['called otherwise', () => write(path('next'), '{}'), 'next.json is no release'],
];

describe('a kept release', () => {
  test('is taken as it was written, and the newest counts', () => {
    released('0.11.0', release(promised.extend({ more: z.string().optional() })));
    expect(changedReleases(project)).toEqual([]);
    expect(lastRelease(project)!.operations['cart.ask']!.output).toMatchObject({
      fields: { 'more?': { type: 'string' } },
    });
  });

  test.each(changes)('that is %s is refused', (_what, change, reported) => {
    change();
    expect(changedReleases(project)).toContainEqual(expect.stringContaining(reported));
    expect(reasonsNotToRelease(project, release())).not.toEqual([]);
  });

  test('is compared in a clone without history too', () => {
    const shallow = newFolder();
    git('clone', '--quiet', '--depth', '1', `file://${project}`, shallow);
    project = shallow;
    expect(changedReleases(project)).toEqual([]);
    write(path('0.9.0'), '{}');
    expect(changedReleases(project)).toEqual([expect.stringContaining('0.9.0.json is not as')]);
  });
});

describe('nothing is released', () => {
  test.each<[string, Release, string]>([
    ['a contract took something back', release(z.strictObject({})), 'cart.ask output.id is gone'],
    ['a sample was changed', release(promised, { samples: { 1: [first] } }), changedSample],
    ['a document is written at once', release(promised, { v: 2 }), 'a release before'],
  ])('where %s', (_what, now, reported) => {
    expect(reasonsNotToRelease(project, now)).toContainEqual(expect.stringContaining(reported));
  });

  test('of a tree with changes', () => {
    write('new.txt', '');
    expect(reasonsNotToRelease(project, release())).toEqual([
      'the tree has changes: commit them first',
    ]);
  });

  test('unless everything only grows', () => {
    expect(reasonsNotToRelease(project, release())).toEqual([]);
    rmSync(join(project, 'contracts'), { recursive: true });
    expect(brokenSince(project, release(z.strictObject({})))).toEqual([]);
  });
});
