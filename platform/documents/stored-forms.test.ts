import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { command } from '#kernel/contract.ts';
import { Database } from '../data/database.ts';
import { defineDocument } from './documents.ts';
import { StoredForms } from './stored-forms.ts';
import { LaterVersion } from '../ground/later-version.ts';
import { json, sql, type Statement } from '../ground/sql.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';

let installation: Installation;
let database: Database;
const invocation = testInvocation();

const contentDocument = defineDocument({
  name: 'thing-content',
  columns: ['thing.content'],
  v: 2,
  schema: z.strictObject({ names: z.array(z.string()), note: z.string().default('none') }),
  upcast: { 1: ({ name }: { name: string }) => ({ names: [name] }) },
});
const operations = {
  nameThing: command({
    access: 'internal',
    idempotency: 'key',
    input: z.strictObject({}),
    output: z.strictObject({ name: z.string(), note: z.string().default('none') }),
  }),
};

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout']);
  const migrations = new URL('../test-kit/samples/migrations/', import.meta.url);
  await migrate(installation, 'checkout', migrations);
  const nobody = {
    committed: () => {},
    eventsWritten: () => {},
    storyStarted: () => {},
    jobWritten: () => {},
  };
  const address = addressesOf(installation)('checkout');
  const stored = new StoredForms([contentDocument], operations);
  const recorder = new EdgeRecorder();
  database = new Database('checkout', address, recorder, nobody, undefined, stored);
  await database.query(sql`alter table thing add column content jsonb`);
  await database.query(sql`alter table thing add column other jsonb`);
  await database.learnDocuments();
});
afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});
beforeEach(async () => {
  await database.query(sql`delete from thing`);
});

const put = (content: unknown) =>
  database.query(sql`
    insert into thing (id, content, other) values ('one', ${json(content)}, ${json(content)})`);

const readings: [string, Statement][] = [
  ['by its name', sql`select content from thing`],
  ['under another name', sql`select content as found from thing`],
  [
    'through a part of the statement',
    sql`
    with found as (select t.*, 1 as more from thing t for update) select content from found`,
  ],
  [
    'beside what is not there',
    sql`
    select t.content from (select 1) one left join thing t on true`,
  ],
  ['of what was changed', sql`update thing set version = version + 1 returning content`],
  [
    'of a change that is a part',
    sql`
    with moved as (update thing set version = version + 1 returning *)
    select moved.content from moved`,
  ],
  [
    'beside the use of a key',
    sql`
    select found.* from (select 1) one left join lateral (select content from thing) found on true`,
  ],
];

describe.each(readings)('a stored document read %s', (_how, statement) => {
  test('is as this release knows it', async () => {
    await put({ name: 'Ada' });
    const [row] = await database.query<Record<string, unknown>>(statement);
    expect(Object.values(row!)).toEqual([{ names: ['Ada'], note: 'none' }]);
  });

  test('waits where a later release wrote it', async () => {
    await put({ v: 3 });
    await expect(database.query(statement)).rejects.toThrow(LaterVersion);
  });
});

test('every way to send a statement reads it', async () => {
  await put({ v: 2, names: ['Ada'] });
  const read = { content: { names: ['Ada'], note: 'none' } };
  const statement = sql`select content from thing`;
  expect(await database.write('looked', statement, invocation)).toEqual([read]);
  expect(await database.list(statement, false, invocation)).toEqual([read]);
  expect(await database.transaction('looked', invocation, (tx) => tx.first(statement))).toEqual(
    read,
  );
});

test('what is written along with a document that cannot be read is not kept', async () => {
  await put({ v: 3 });
  const written = database.transaction('looked', invocation, async (tx) => {
    await tx.query(sql`update thing set version = 9`);
    await tx.query(sql`select content from thing`);
  });
  await expect(written).rejects.toThrow(LaterVersion);
  expect(await database.first(sql`select version from thing`)).not.toEqual({ version: 9 });
});

test('other columns and nothing are left as they are', async () => {
  await put({ name: 'Ada' });
  await database.query(sql`update thing set content = null`);
  const row = await database.first(sql`select content, other, content -> 'x' as part from thing`);
  expect(row).toEqual({ content: null, other: { name: 'Ada' }, part: null });
});

test('a reply that a release before kept has what the operation answers now', async () => {
  const asked = testInvocation({ idempotencyKey: 'key-1' });
  const answer = (value: object) =>
    database.command('nameThing', {}, asked, () => Promise.resolve(ok(value)));
  await answer({ name: 'Ada' });
  expect(await answer({})).toEqual(ok({ name: 'Ada', note: 'none' }));
});
