import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { RestingPlaces } from '../resting/resting-place.ts';
import type { Kontor } from '../run/kontor.ts';
import { sql } from '../ground/sql.ts';
import { eventSubject } from './subjects.ts';
import { openLogger } from '../telemetry/log.ts';
import { gaugesOf } from '../telemetry/service-gauges.ts';
import { connectService } from './connect-service.ts';
import { SplitForTests, report } from '../test-kit/split-for-tests.ts';

let split: SplitForTests;
let checkout: Kontor;
let order: Kontor;
const heard: ReceivedEvent[] = [];
const poisoned = new Set<string>();

function react(event: ReceivedEvent): void {
  if (poisoned.has(event.aggregateId)) throw new Error('it tastes of poison');
  heard.push(event);
}

beforeAll(async () => {
  split = await SplitForTests.start();
  checkout = await split.run('checkout');
  order = await split.run('order', { react });
  await split.run('order', { react });
  await split.run('cart');
});
afterAll(() => split.close());

function versionsOf(id: string): number[] {
  return heard.filter(({ aggregateId }) => aggregateId === id).map((one) => one.aggregateVersion);
}

async function effectsOf(id: string): Promise<{ heard: number; version: number } | undefined> {
  return order.databaseOf('order').first(sql`select heard, version from thing where id = ${id}`);
}

async function parkedOf(id: string) {
  return order.databaseOf('order').query<{ isDead: boolean; error: string }>(sql`
    select dead_at is not null as is_dead, last_error as error from inbox_held
    where aggregate_id = ${id} order by sequence`);
}

test('events of one thing are taken in their order by two replicas, each once', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  for (let version = 1; version <= 15; version += 1)
    await Promise.all(ids.map((id) => report(checkout, id)));
  for (const id of ids) {
    await expect
      .poll(() => effectsOf(id), { timeout: 120_000 })
      .toEqual({ heard: 15, version: 15 });
    // A reaction whose transaction is tried again is called again; what it did stands once.
    expect([...new Set(versionsOf(id))]).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  }
  expect(await order.databaseOf('order').query(sql`select from inbox_held`)).toEqual([]);
});

test('poison holds its own thing alone, says why, and goes on when it is mended', async () => {
  const [bad, good] = [randomUUID(), randomUUID()];
  poisoned.add(bad);
  await report(checkout, bad);
  await report(checkout, bad);
  await report(checkout, good);
  await expect.poll(() => effectsOf(good), { timeout: 120_000 }).toMatchObject({ heard: 1 });
  await expect.poll(async () => (await parkedOf(bad)).length, { timeout: 120_000 }).toBe(2);
  expect((await parkedOf(bad)).map(({ error }) => error)).toEqual([
    expect.stringContaining('poison'),
    expect.stringContaining('waits for the event'),
  ]);
  poisoned.delete(bad);
  await expect.poll(() => effectsOf(bad), { timeout: 120_000 }).toEqual({ heard: 2, version: 2 });
  await expect.poll(() => parkedOf(bad), { timeout: 120_000 }).toEqual([]);
});

test('after twelve failures an event is a dead letter', async () => {
  const bad = randomUUID();
  poisoned.add(bad);
  await report(checkout, bad);
  await expect.poll(async () => (await parkedOf(bad)).length, { timeout: 120_000 }).toBe(1);
  await order.databaseOf('order').query(sql`
    update inbox_held set attempts = 11, next_attempt_at = kontor_now() where aggregate_id = ${bad}`);
  await expect
    .poll(() => parkedOf(bad), { timeout: 120_000 })
    .toEqual([{ isDead: true, error: expect.stringContaining('poison') }]);
  expect(await effectsOf(bad)).toBeUndefined();
});

test('what cannot be read is a dead letter at once, and stops nobody', async () => {
  const connection = await connectService('checkout', split.brokerAddress, openLogger('silent'));
  await jetstream(connection.nats).publish(
    eventSubject('order', 'checkout.completed'),
    '{"id":"no event"}',
  );
  await connection.close();
  await expect
    .poll(() => parkedOf('unreadable'), { timeout: 120_000 })
    .toMatchObject([{ isDead: true }]);
  const id = randomUUID();
  await report(checkout, id);
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toMatchObject({ heard: 1 });
});

test('an event waits for its predecessor, however often it is looked at before that comes', async () => {
  const id = randomUUID();
  await report(checkout, id);
  await report(checkout, id);
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toEqual({ heard: 2, version: 2 });
  const reported = await checkout.databaseOf('checkout').query<ReceivedEvent>(sql`
    select id, type, schema_version, aggregate_id,
      aggregate_version, channel, locale, actor, traceparent,
      occurred_at, data from outbox where aggregate_id = ${id} order by sequence`);
  const [first, second] = reported as [ReceivedEvent, ReceivedEvent];
  // Another thing, whose first event was lost on its way.
  const later = randomUUID();
  const [early, late] = [first, second].map((event) => ({
    ...event,
    id: newId(),
    aggregateId: later,
  })) as [ReceivedEvent, ReceivedEvent];
  const connection = await connectService('checkout', split.brokerAddress, openLogger('silent'));
  const send = (event: ReceivedEvent, previousId: string | null) =>
    jetstream(connection.nats).publish(
      eventSubject('order', 'checkout.completed'),
      JSON.stringify({ ...event, previousId }),
    );
  await send(late, early.id);
  await expect.poll(async () => (await parkedOf(later)).length, { timeout: 120_000 }).toBe(1);
  const database = order.databaseOf('order');
  for (let look = 1; look <= 3; look += 1) {
    await database.query(sql`
      update inbox_held set next_attempt_at = kontor_now() - interval '1 second'
      where aggregate_id = ${later}`);
    const isLookedAt = async () => {
      const [parked] = await database.query<{ isLater: boolean }>(sql`
        select next_attempt_at > kontor_now() as is_later from inbox_held
        where aggregate_id = ${later}`);
      return parked ? parked.isLater : 'no longer parked';
    };
    await expect.poll(isLookedAt, { timeout: 120_000 }).toBe(true);
    expect(await effectsOf(later)).toBeUndefined();
  }
  // Its producer knows that it arrived, so only its consumer can tell that nobody has heard it.
  const figures = gaugesOf(database, new RestingPlaces([]), undefined);
  expect(await figures()).toMatchObject({ 'kontor.inbox.held': 1 });
  expect((await figures())['kontor.inbox.held_age']).toBeGreaterThan(0);
  await send(early, null);
  await connection.close();
  await database.query(
    sql`update inbox_held set next_attempt_at = kontor_now() where aggregate_id = ${later}`,
  );
  await expect.poll(() => effectsOf(later), { timeout: 120_000 }).toEqual({ heard: 2, version: 2 });
  await expect.poll(() => parkedOf(later), { timeout: 120_000 }).toEqual([]);
  expect(await figures()).toMatchObject({ 'kontor.inbox.held': 0, 'kontor.inbox.held_age': 0 });
  expect([...new Set(versionsOf(later))]).toEqual([1, 2]);
  // No outbox ever told it, which a start after this would find.
  await database.query(sql`delete from inbox where aggregate_id = ${later}`);
}, 300_000);

test('events wait in the outbox while the broker is away', async () => {
  const id = randomUUID();
  await split.nats.kill();
  await report(checkout, id);
  await report(checkout, id);
  expect(
    await checkout
      .databaseOf('checkout')
      .query(sql`select from outbox where aggregate_id = ${id} and pending <> '{}'`),
  ).toHaveLength(2);
  await split.nats.start();
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toEqual({ heard: 2, version: 2 });
  expect(await checkout.databaseOf('checkout').query(sql`select from outbox_failure`)).toEqual([]);
});

test('what a broker loses with its disk is told again, and acts once', async () => {
  const id = randomUUID();
  await report(checkout, id);
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toMatchObject({ heard: 1 });
  // As if the broker had acknowledged it and nobody had fetched it yet.
  await order.databaseOf('order').query(sql`
    with forgotten as (delete from inbox where aggregate_id = ${id})
    delete from thing where id = ${id}`);
  await split.loseBroker();
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toEqual({ heard: 1, version: 1 });
  const other = randomUUID();
  await report(checkout, other);
  await expect.poll(() => effectsOf(other), { timeout: 120_000 }).toMatchObject({ heard: 1 });
});

test('a consumer whose database has forgotten what it took does not start, unless it is told to', async () => {
  const id = randomUUID();
  await report(checkout, id);
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toMatchObject({ heard: 1 });
  const had = () =>
    checkout.databaseOf('checkout').query(sql`
      select from outbox where aggregate_id = ${id} and pending = '{}' and unconfirmed = '{}'`);
  await expect.poll(async () => (await had()).length, { timeout: 120_000 }).toBe(1);
  await order.databaseOf('order').query(sql`
    with forgotten as (delete from inbox where aggregate_id = ${id})
    delete from thing where id = ${id}`);
  await expect(split.run('order', { react })).rejects.toThrow(
    'The database order (of order) is of an earlier moment than cart (of checkout)',
  );
  await split.run('order', { react, settings: { restored: 'accept' } });
  await expect.poll(() => effectsOf(id), { timeout: 120_000 }).toEqual({ heard: 1, version: 1 });
  await split.run('order', { react });
});

test('a stream that is deleted under a running broker is made again, and told again', async () => {
  const [lost, next] = [randomUUID(), randomUUID()];
  await report(checkout, lost);
  await expect.poll(() => effectsOf(lost), { timeout: 120_000 }).toMatchObject({ heard: 1 });
  await order.databaseOf('order').query(sql`
    with forgotten as (delete from inbox where aggregate_id = ${lost})
    delete from thing where id = ${lost}`);
  await split.deleteStream();
  await expect
    .poll(
      async () => {
        await report(checkout, next);
        return effectsOf(lost);
      },
      { timeout: 120_000, interval: 500 },
    )
    .toMatchObject({ heard: 1 });
  await expect
    .poll(async () => (await effectsOf(next))?.heard ?? 0, { timeout: 120_000 })
    .toBeGreaterThan(0);
}, 300_000);
