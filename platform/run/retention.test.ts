import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Database } from '../data/database.ts';
import { defaultRetentionSeconds } from '../ground/retention-seconds.ts';
import type { Kontor } from './kontor.ts';
import { RestingPlaces } from '../resting/resting-place.ts';
import { Retention } from './retention.ts';
import { sql } from '../ground/sql.ts';
import { moveTestClock } from '../provision/test-clock.ts';
import { openLogger } from '../telemetry/log.ts';
import { SplitForTests, report } from '../test-kit/split-for-tests.ts';

const patience = { timeout: 120_000 };
const dayMs = 86_400_000;

let split: SplitForTests;
let checkout: Kontor;
let order: Kontor;
let cart: Kontor;

beforeAll(async () => {
  split = await SplitForTests.start();
  [checkout, order, cart] = [
    await split.run('checkout'),
    await split.run('order'),
    await split.run('cart'),
  ];
});
afterAll(() => split.close());

const reported = () => checkout.databaseOf('checkout');

async function ids(database: Database, table: 'outbox' | 'inbox', id: string): Promise<number> {
  const rows = await (table === 'outbox'
    ? database.query(sql`select from outbox where aggregate_id = ${id}`)
    : database.query(sql`select from inbox where aggregate_id = ${id}`));
  return rows.length;
}

async function reached(id: string): Promise<void> {
  const owed = () =>
    reported().query(sql`
      select from outbox where aggregate_id = ${id} and (pending <> '{}' or unconfirmed <> '{}')`);
  await expect.poll(owed, patience).toEqual([]);
}

async function clean(): Promise<void> {
  for (const kontor of [checkout, order, cart]) await kontor.clean();
}

test('events are kept seven days by who told them, and fourteen by who heard them', async () => {
  const id = randomUUID();
  await report(checkout, id);
  await reached(id);
  const counts = async () => [
    await ids(reported(), 'outbox', id),
    await ids(order.databaseOf('order'), 'inbox', id),
    await ids(cart.databaseOf('cart'), 'inbox', id),
  ];
  await moveTestClock(split.installation, 6.9 * dayMs);
  await clean();
  expect(await counts()).toEqual([1, 1, 1]);
  await moveTestClock(split.installation, 0.2 * dayMs);
  await clean();
  expect(await counts()).toEqual([0, 1, 1]);
  await moveTestClock(split.installation, 6.8 * dayMs);
  await clean();
  expect(await counts()).toEqual([0, 1, 1]);
  await moveTestClock(split.installation, 0.2 * dayMs);
  await clean();
  expect(await counts()).toEqual([0, 0, 0]);
});

test('what somebody lacks stays, however old it is, and is taken once when they are back', async () => {
  const id = randomUUID();
  await split.end(order);
  await report(checkout, id);
  await moveTestClock(split.installation, 40 * dayMs);
  for (const kontor of [checkout, cart]) await kontor.clean();
  expect(await ids(reported(), 'outbox', id)).toBe(1);
  order = await split.run('order');
  await reached(id);
  await clean();
  expect(await ids(reported(), 'outbox', id)).toBe(0);
  const heard = await order
    .databaseOf('order')
    .first(sql`select heard from thing where id = ${id}`);
  expect(heard).toEqual({ heard: 1 });
}, 300_000);

test('an inbox forgets nothing while its producer is away, and asks when it is back', async () => {
  const id = randomUUID();
  await report(checkout, id);
  await reached(id);
  // The word that it has it never arrived.
  await reported().query(sql`update outbox set unconfirmed = '{order}', handed_at = kontor_now()
    where aggregate_id = ${id}`);
  await split.end(checkout);
  await moveTestClock(split.installation, 30 * dayMs);
  const database = order.databaseOf('order');
  await order.clean();
  expect(await ids(database, 'inbox', id)).toBe(1);
  checkout = await split.run('checkout');
  await reached(id);
  await clean();
  expect([await ids(reported(), 'outbox', id), await ids(database, 'inbox', id)]).toEqual([0, 0]);
  const heard = await database.first(sql`select heard from thing where id = ${id}`);
  expect(heard).toEqual({ heard: 1 });
}, 300_000);

test('a predecessor is remembered as long as an event that waits for it', async () => {
  const database = order.databaseOf('order');
  const id = randomUUID();
  await report(checkout, id);
  await reached(id);
  await database.query(sql`
    insert into inbox_held (event_id, type, aggregate_id, aggregate_version, previous_id, event,
      next_attempt_at, last_error, dead_at)
    select ${newId()}, type, aggregate_id, 2, event_id, '{}', kontor_now(), 'poison', kontor_now()
    from inbox where aggregate_id = ${id}`);
  await moveTestClock(split.installation, 30 * dayMs);
  await clean();
  expect(await ids(database, 'inbox', id)).toBe(1);
  await database.query(sql`delete from inbox_held where aggregate_id = ${id}`);
  await clean();
  expect(await ids(database, 'inbox', id)).toBe(0);
});

test('replies and finished stories go after their time; stories that are open or held stay', async () => {
  const database = reported();
  const story = (id: string, state: string) =>
    database.query(sql`
      insert into story (name, id, state, next_attempt_at, channel, locale, traceparent,
        created_at, finished_at)
      values ('long', ${id}, ${state}, kontor_now() + interval '9 years', 'default', 'en', '',
        kontor_now(), case when ${state} = 'finished' then kontor_now() end)`);
  for (const state of ['open', 'held', 'finished']) await story(state, state);
  await database.query(sql`
    insert into idempotency (actor_scope, operation, key, body_hash, reply)
    values ('guest:1:default', 'act', 'once', '', '{}')`);
  const left = async () => [
    (await database.query<{ state: string }>(sql`select state from story where name = 'long'`))
      .map(({ state }) => state)
      .toSorted(),
    (await database.query(sql`select from idempotency where key = 'once'`)).length,
  ];
  await moveTestClock(split.installation, 1.9 * dayMs);
  await clean();
  expect(await left()).toEqual([['finished', 'held', 'open'], 1]);
  await moveTestClock(split.installation, 0.2 * dayMs);
  await clean();
  expect(await left()).toEqual([['finished', 'held', 'open'], 0]);
  await moveTestClock(split.installation, 6 * dayMs);
  await clean();
  expect(await left()).toEqual([['held', 'open'], 0]);
});

test('many rows go in small batches, by two processes at once', async () => {
  const database = reported();
  await database.query(sql`
    insert into idempotency (actor_scope, operation, key, body_hash, reply, created_at)
    select 'guest:1:default', 'act', n::text, '', '{}', kontor_now() - interval '3 days'
    from generate_series(1, 3500) n`);
  const producers = { noteTaken: async () => {}, owed: async () => new Set<string>() };
  const other = new Retention({
    database,
    producers,
    retention: defaultRetentionSeconds,
    resting: new RestingPlaces([]),
    outdated: undefined,
    log: openLogger('silent'),
  });
  const deleted = await Promise.all([checkout.clean(), other.clean()]);
  expect(deleted[0] + deleted[1]).toBe(3_500);
  expect(
    await database.query(sql`select from idempotency where actor_scope = 'guest:1:default'`),
  ).toEqual([]);
});
