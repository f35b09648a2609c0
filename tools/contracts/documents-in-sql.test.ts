import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compose } from '../../app/compose.ts';
import { defineDocument, type StoredDocument } from '#platform/documents/documents.ts';
import { readProject, sourceFile } from '../architecture/source-file.ts';
import { readsIn, unnamedReads } from './documents-in-sql.ts';

const project = resolve(import.meta.dirname, '../..');
const { services } = await compose();

test('every statement that looks into a document is named beside its declaration', () => {
  const files = readProject(project);
  const found = services.flatMap((service) => {
    if (service.migrations === null) return [];
    const folder = dirname(fileURLToPath(service.migrations).replace(/\/$/, ''));
    const place = `${relative(project, folder).replaceAll('\\', '/')}/`;
    const columns = new Set(
      (service.documents ?? []).flatMap((document) =>
        document.columns.map((column) => column.split('.')[1]!),
      ),
    );
    const reads = files
      .filter(({ path }) => path.startsWith(place))
      .flatMap((file) => readsIn(file, file.path.slice(place.length), columns));
    return unnamedReads(service, reads);
  });
  expect(found).toEqual([]);
});

const line = z.strictObject({ sku: z.string(), parts: z.array(z.strictObject({ no: z.int() })) });
const schema = z.strictObject({
  email: z.string(),
  address: z.strictObject({ name: z.string() }).nullable(),
  lines: z.array(line),
  names: z.record(z.string(), z.string()),
});
const shape = { name: 'thing-content', columns: ['thing.content'], v: 1, schema };

function reported(
  text: string,
  given: Partial<StoredDocument> = {},
  path = 'things/read.ts',
): string[] {
  const document = defineDocument({ ...shape, ...given } as typeof shape);
  const file = sourceFile(path, text);
  const otherJson = { 'thing.words': 'a provider’s own words' };
  return unnamedReads(
    { name: 'order', documents: [document], otherJson },
    readsIn(file, path, new Set(['content'])),
  );
}

const reads: [text: string, field: string][] = [
  ["select content ->> 'email' from thing", 'email'],
  ["select content->>'email' from thing", 'email'],
  ["select t.content -> 'address' ->> 'name' from thing t", 'address.name'],
  ["select t . content -> 'address' from thing t", 'address'],
  ["select content\n  -> 'lines' -> 0 ->> 'sku' from thing", 'lines[].sku'],
  ["select content #>> '{address,name}' from thing", 'address.name'],
  ['select content ->> ${field} from thing', '*'],
  ["select content -> 'names' ->> ${locale} from thing", 'names.*'],
  ['select 1 from thing where content @> \'{"email": "x"}\'', 'email'],
  ["select 1 from thing where content ? 'email'", 'email'],
  ["select 1 from thing where content @? '$.lines[*].sku'", 'lines[].sku'],
  ["select 1 from thing where jsonb_path_exists(content, '$.address.name')", 'address.name'],
  ["select jsonb_array_length(content -> 'lines') from thing", 'lines'],
  ["update thing set content = jsonb_set(content, '{address,name}', '1')", 'address.name'],
  ["update thing set content = content - 'email'", 'email'],
  ["update thing set content = content #- '{address,name}'", 'address.name'],
  [
    "select part ->> 'sku' from thing t cross join lateral jsonb_array_elements(t.content -> 'lines') as part",
    'lines[].sku',
  ],
  ["create index on thing (lower(content ->> 'email'))", 'email'],
  ["select ${isAll ? sql`content ->> 'email'` : sql`id`} from thing", 'email'],
];

test.each(reads)('%s is refused unless it is named', (text, field) => {
  const program = `const found = sql\`${text}\`;`;
  const refused = reported(program);
  expect(refused).toContainEqual(
    expect.stringContaining(`reads ${field} of thing-content: name it in its readBySql`),
  );
  const fields = refused.map((one) => / reads (\S+) of /.exec(one)![1]!);
  const named = [{ at: 'things/read.ts', fields, v: 1 }];
  expect(reported(program, { readBySql: named })).toEqual([]);
  const elsewhere = [{ at: 'things/write.ts', fields, v: 1 }];
  expect(reported(program, { readBySql: elsewhere })).toEqual(expect.arrayContaining(refused));
});

test.each([
  ["select content ->> 'email' from thing; -- content ->> 'phone'", 'migrations/0001.sql'],
])('a migration is read too: %s', (text, path) => {
  expect(reported(text, {}, path)).toEqual([
    expect.stringMatching(/0001\.sql:1 `content ->> 'email'` reads email/),
  ]);
});

test.each([
  ["select one ->> 'email' from (select content as one from thing) found"],
  ["select (select content from thing) ->> 'email'"],
  ["select one ->> 'email' from unnest(${texts}::jsonb[]) one"],
])('a document under another name is refused: %s', (text) => {
  expect(reported(`sql\`${text}\``)).toContainEqual(
    expect.stringContaining('call it as its column is called'),
  );
});

test.each([
  ['the whole', 'sql`select content from thing`'],
  ['what is no document', "sql`select words ->> 'x' from thing`"],
  ['an arithmetic', 'sql`select a - b, c || d from thing`'],
  ['what is put together', "sql`select jsonb_build_object('a', id) from thing`"],
  [
    'rows that are sent as json',
    'sql`select * from jsonb_to_recordset(${rows}::jsonb) as v (a int)`',
  ],
  ['a program', "const name = row.content ?? 'x'; const text = `content ->> 'email'`;"],
  ['a comment', "sql`select id from thing -- content ->> 'email'\n`"],
])('%s is taken', (_what, text) => {
  expect(reported(text)).toEqual([]);
});

test('tests look where they like', () => {
  expect(reported("sql`select content ->> 'email' from thing`", {}, 'things/read.test.ts')).toEqual(
    [],
  );
});

const program = "sql`select content ->> 'email', content -> 'address' ->> 'name' from thing`";
const fields = ['email', 'address.name'];
const upTo = (v: number) => ({ readBySql: [{ at: 'things/read.ts', fields, v }] });
const toLook =
  'order: thing-content comes in version 2: look at the SQL of things/read.ts, which reads email, address.name up to version 1';

test('who raises a version is told which statements to look at, a release before it is written', () => {
  const upcast = { 1: (one: never) => one };
  const next = (one: never): unknown => one;
  expect(reported(program, upTo(1))).toEqual([]);
  expect(reported(program, { ...upTo(1), next })).toEqual([toLook]);
  expect(reported(program, { ...upTo(1), v: 2, upcast })).toEqual([toLook]);
  expect(reported(program, { ...upTo(2), next })).toEqual([]);
  expect(reported(program, { ...upTo(2), v: 2, upcast })).toEqual([]);
});

test('what nobody reads and what is not there is not named', () => {
  const readBySql = [{ at: 'things/read.ts', fields: [...fields, 'phone'], v: 1 }];
  expect(reported(program, { readBySql })).toEqual([
    'order: no statement of things/read.ts reads phone of thing-content',
    'order: thing-content has no phone, which things/read.ts reads by SQL',
  ]);
  const without = schema.omit({ email: true });
  expect(reported(program, { ...upTo(1), schema: without })).toEqual([
    'order: thing-content has no email, which things/read.ts reads by SQL',
  ]);
});
