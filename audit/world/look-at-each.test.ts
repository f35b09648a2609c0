import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { lookAtEach, type Look } from './check.ts';
import { World, type Session } from './world.ts';

let client: pg.Client;
beforeAll(async () => {
  const { cluster } = await newTestInstallation();
  client = new pg.Client({ ...cluster, database: 'postgres' });
  await client.connect();
});
afterAll(() => client.end());

const looks: readonly Look[] = [
  {
    database: 'order',
    counted: 'generate_series(1, 3) each',
    broken: `select 'one', 'is broken' union all select null, null`,
  },
  {
    database: 'order',
    counted: 'generate_series(1, 20) each where each > 18',
    broken: `select 'other', format('since %s', make_interval(secs => $1))`,
  },
  { database: 'cart', counted: 'generate_series(1, 10) each', broken: `select '', '' where false` },
  { database: 'auth', counted: 'pg_class where false', broken: `select '', '' where false` },
];
const found = {
  checked: 15,
  broken: [
    { subject: 'one', message: 'is broken' },
    { subject: null, message: null },
    { subject: 'other', message: 'since 00:01:00' },
  ],
};

/** What the server refuses, as it does where a statement takes too long, and how often it was asked. */
function openWorld(refused: RegExp) {
  const asked: string[] = [];
  const session: Session = {
    query: async (text, values) => {
      asked.push(text);
      if (refused.test(text)) throw new Error('canceling statement due to statement timeout');
      return client.query(text, values);
    },
    end: async () => {},
  };
  const world = new World({
    installation: { cluster: { host: '', port: 0, user: '', password: '' }, prefix: '' },
    graceSeconds: 60,
    openSession: async () => session,
  });
  return { world, asked };
}

test('what is looked at in one database is one statement', async () => {
  const { world, asked } = openWorld(/^never$/);
  expect(await lookAtEach(world, looks)).toEqual(found);
  expect(asked).toHaveLength(3);
});

test('what takes too long together is looked at one by one', async () => {
  const { world, asked } = openWorld(/ as n\) counted/);
  expect(await lookAtEach(world, looks)).toEqual(found);
  expect(asked).toHaveLength(3 + 2 * looks.length);
});

test('what takes too long by itself is said', async () => {
  const { world } = openWorld(/generate_series/);
  await expect(lookAtEach(world, looks)).rejects.toThrow('statement timeout');
});
