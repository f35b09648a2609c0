import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compose } from '../../app/compose.ts';
import { defineDocument } from '#platform/documents/documents.ts';
import {
  jsonColumnsIn,
  jsonColumnsOf,
  otherJsonOfPlatform,
  samplesOf,
  undeclared,
} from './stored-documents.ts';

const { services } = await compose();
const stored = services.flatMap(({ migrations, documents = [] }) =>
  documents.map((document) => ({ migrations: migrations!, document })),
);

test('every json column is a document or is named with its reason', () => {
  const found = services.flatMap((service) =>
    undeclared(service, jsonColumnsIn(service.migrations)),
  );
  expect(found).toEqual([]);
  const platform = jsonColumnsIn(new URL('../../platform/provision/', import.meta.url));
  expect(platform.toSorted()).toEqual(Object.keys(otherJsonOfPlatform).toSorted());
});

test('no two documents have one name', () => {
  const names = stored.map(({ document }) => document.name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(stored.map((one) => [one.document.name, one] as const))(
  'what any release wrote of %s is read as this one knows it',
  (name, { migrations, document }) => {
    for (let version = 1; version <= document.v; version += 1) {
      const samples = samplesOf(migrations, name, version);
      expect(samples.length).toBeGreaterThan(0);
      for (const sample of samples) {
        const read = document.read(structuredClone(sample));
        expect(() => document.schema.parse(read)).not.toThrow();
        if (version === document.v) {
          expect(document.read(JSON.parse(document.write(read as never)))).toEqual(read);
        }
      }
    }
  },
);

test('a sample is of a document that there is', () => {
  for (const { migrations, documents = [] } of services) {
    const versions = documents.flatMap(({ name, v }) =>
      Array.from({ length: v }, (_, index) => `${name}.${index + 1}.json`),
    );
    const folder = migrations && new URL('../stored/', migrations);
    if (documents.length === 0 || !folder) continue;
    const files = readdirSync(folder).filter((file) => /\.\d+\.json$/.test(file));
    expect(files.toSorted()).toEqual(versions.toSorted());
  }
});

const document = defineDocument({
  name: 'thing',
  columns: ['thing.content'],
  v: 1,
  schema: z.strictObject({}),
});

test.each([
  ['a json column', 'create table thing (id uuid, content jsonb not null, more json);', ['more']],
  ['one that is added later', 'alter table thing add column more jsonb;', ['more']],
  ['capitals', 'ALTER TABLE thing ADD COLUMN more JSONB', ['more']],
  [
    'one of several that are added',
    'alter table thing\n add a text,\n add column more json;',
    ['more'],
  ],
  [
    'a type that is changed',
    'alter table thing alter column more type jsonb using more::jsonb;',
    ['more'],
  ],
])('%s without a declaration is refused', (_what, migration, missing) => {
  const columns = jsonColumnsOf(migration).filter((column) => column !== 'thing.content');
  expect(columns).toEqual(missing.map((column) => `thing.${column}`));
  const found = undeclared({ name: 'order', documents: [document] }, ['thing.content', ...columns]);
  expect(found).toEqual([expect.stringContaining('thing.more holds json')]);
});

test.each([
  ['a comment', '-- alter table thing add column more jsonb;\ncreate table thing (id uuid);'],
  [
    'a function',
    'create function words(snapshot jsonb) returns text language sql as $$ select 1 $$;',
  ],
  ['a call', 'create table thing (id uuid default json(1));'],
])('%s is no column', (_what, migration) => {
  expect(jsonColumnsOf(migration)).toEqual([]);
});

test('a declaration of a column that is gone, twice there or without a reason is refused', () => {
  const reported = undeclared(
    {
      name: 'order',
      documents: [document, { ...document, columns: ['thing.gone'] }],
      otherJson: { 'thing.content': '' },
    },
    ['thing.content'],
  );
  expect(reported).toEqual([
    expect.stringContaining('thing.gone is declared, and no migration'),
    expect.stringContaining('thing.content is declared twice'),
    expect.stringContaining('say why thing.content'),
  ]);
});
