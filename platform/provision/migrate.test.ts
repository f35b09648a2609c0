import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Installation } from './installation.ts';
import { migrate, provision } from './provision.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { newTestInstallation } from '../test-kit/testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'kontor-migrations-'));
let installation: Installation;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['cart']);
});
afterAll(async () => {
  await dropInstallation(installation);
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.sql`), text);
const run = () => migrate(installation, 'cart', new URL(`${pathToFileURL(folder).href}/`));

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({
    ...addressOf(installation, 'cart'),
    options: '-c search_path=cart,kontor -c lock_timeout=2000',
  });
  await client.connect();
  return client;
}

async function validIndexes(client: pg.Client): Promise<unknown[]> {
  const { rows } = await client.query(
    `select c.relname as name, i.indisvalid as valid from pg_index i
     join pg_class c on c.oid = i.indexrelid where i.indrelid = 'many'::regclass`,
  );
  return rows;
}

test('an index is built alone: who writes does not wait, and of two processes one builds it', async () => {
  write('0001-many', 'create table many (a int not null);');
  await run();
  write(
    '0002-index',
    '-- alone: many are many\ndrop index concurrently if exists many_a;\ncreate index concurrently many_a on many (a);\n',
  );
  const [open, other] = [await connected(), await connected()];
  await open.query('begin; insert into many values (1)');
  const building = Promise.all([run(), run()]);
  for (let known: unknown[] = []; known.length === 0; known = await validIndexes(other)) {
    await other.query('insert into many values (2)');
  }
  expect(await validIndexes(other)).toEqual([{ name: 'many_a', valid: false }]);
  await open.query('commit');
  expect((await building).toSorted((left, right) => left - right)).toEqual([0, 1]);
  expect(await validIndexes(other)).toEqual([{ name: 'many_a', valid: true }]);
  await Promise.all([open.end(), other.end()]);
});

test('one that failed in the middle is begun again', async () => {
  write(
    '0003-unique',
    '-- alone: many are many\ndrop index concurrently if exists many_one;\ncreate unique index concurrently many_one on many (a);\n',
  );
  await expect(run()).rejects.toThrow('could not create unique index');
  const client = await connected();
  const { rowCount } = await client.query('delete from many where a = 2');
  expect(rowCount).toBeGreaterThan(1);
  expect(await run()).toBe(1);
  expect(await validIndexes(client)).toContainEqual({ name: 'many_one', valid: true });
  expect(await run()).toBe(0);
  await client.end();
});
