import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReceivedEvent } from '../events/event-types.ts';
import type { Kontor } from '../run/kontor.ts';
import { sql } from '../ground/sql.ts';
import { eventStream, eventSubject, subscribedSubject } from './subjects.ts';
import { openTelemetry } from '../telemetry/export/open-telemetry.ts';
import { openLogger } from '../telemetry/log.ts';
import { moveTestClock } from '../provision/test-clock.ts';
import { connectService } from './connect-service.ts';
import { SplitForTests, report } from '../test-kit/split-for-tests.ts';

/** An event comes back within moments of its loss being seen; a busy machine takes its time. */
const patience = { timeout: 120_000 };
const minutes = 60_000;

let split: SplitForTests;
let checkout: Kontor;
let order: Kontor;

// A broker of its own for each: what an older disk leaves behind in one is none of the next.
beforeEach(async () => {
  split = await SplitForTests.start();
  checkout = await split.run('checkout');
  await split.run('cart');
  order = await split.run('order');
});
afterEach(() => split.close());

/** The consumer is away meanwhile, so that what is told waits at the broker alone. */
async function whileOrderIsAway(act: () => Promise<void>): Promise<void> {
  await split.end(order);
  await split.nats.kill();
  await split.nats.start();
  await act();
  order = await split.run('order');
}

const producing = () => checkout.databaseOf('checkout');

async function effectsOf(id: string): Promise<{ heard: number; version: number } | undefined> {
  return order.databaseOf('order').first(sql`select heard, version from thing where id = ${id}`);
}

/** What the broker has acknowledged: nobody waits in the outbox to be handed over. */
async function handedOver(id: string): Promise<void> {
  const waiting = () =>
    producing().query(sql`select from outbox where aggregate_id = ${id} and pending <> '{}'`);
  await expect.poll(waiting, patience).toEqual([]);
}

test.each([1, 6, 60])(
  'power lost, away for %i minutes: what the broker had acknowledged is told again',
  async (away) => {
    const [first, second] = [randomUUID(), randomUUID()];
    await whileOrderIsAway(async () => {
      await report(checkout, first);
      await handedOver(first);
      await split.nats.copyStore();
      await report(checkout, second);
      await report(checkout, second);
      await handedOver(second);
      await split.nats.losePower();
      await moveTestClock(split.installation, away * minutes);
      await split.nats.start();
    });
    await expect.poll(() => effectsOf(first), patience).toEqual({ heard: 1, version: 1 });
    await expect.poll(() => effectsOf(second), patience).toEqual({ heard: 2, version: 2 });
  },
  300_000,
);

test('a backlog of an hour, handed over a moment before the power went, is told again', async () => {
  const id = randomUUID();
  await whileOrderIsAway(async () => {
    await split.nats.kill();
    await report(checkout, id);
    await moveTestClock(split.installation, 60 * minutes);
    await split.nats.copyStore();
    await split.nats.start();
    await handedOver(id);
    await split.nats.losePower();
    await split.nats.start();
  });
  await expect.poll(() => effectsOf(id), patience).toEqual({ heard: 1, version: 1 });
}, 300_000);

test('a consumer that stands higher than its stream passes nothing over', async () => {
  const told = [randomUUID()];
  await report(checkout, told[0]!);
  let standsHigher = false;
  // A broker that is told to stop does not always write its consumer's file first: then once more.
  for (let round = 1; !standsHigher && round <= 8; round += 1) {
    for (const id of told)
      await expect.poll(() => effectsOf(id), patience).toMatchObject({ heard: 1 });
    await expect.poll(storedMessages, patience).toBe(0);
    await split.nats.copyStore();
    const others = Array.from({ length: 8 }, () => randomUUID());
    for (const id of others) await report(checkout, id);
    for (const id of others)
      await expect.poll(() => effectsOf(id), patience).toMatchObject({ heard: 1 });
    await expect.poll(storedMessages, patience).toBe(0);
    await split.end(order);
    // The disk keeps the stream as it was, and its consumer as it is.
    await split.nats.losePower({ exceptConsumers: true });
    await split.nats.start();
    const later = randomUUID();
    await report(checkout, later);
    await handedOver(later);
    told.push(...others, later);
    standsHigher = await consumerStandsHigher();
    order = await split.run('order');
  }
  expect(standsHigher).toBe(true);
  for (const id of told)
    await expect.poll(() => effectsOf(id), patience).toEqual({ heard: 1, version: 1 });
  await expect.poll(storedMessages, patience).toBe(0);
}, 300_000);

test('what grew too old in a stream is told again, and waits in the outbox until it is taken', async () => {
  const id = randomUUID();
  const keep = (max_age: number, duplicate_window: number) =>
    split.nats.operate((manager) =>
      manager.streams.update(eventStream, { max_age, duplicate_window }),
    );
  await keep(nanos(1_000), nanos(1_000));
  await whileOrderIsAway(async () => {
    await report(checkout, id);
    await handedOver(id);
    await expect.poll(storedMessages, patience).toBe(0);
    await keep(0, nanos(120_000));
  });
  await expect.poll(() => effectsOf(id), patience).toEqual({ heard: 1, version: 1 });
}, 300_000);

test('a full stream refuses, the outbox waits, an alarm rings, and it goes on when there is room', async () => {
  const ids = Array.from({ length: 6 }, () => randomUUID());
  const opened = await openTelemetry({}, { scraped: true });
  await split.end(checkout);
  checkout = await split.run('checkout', { telemetry: opened.telemetry });
  const alarm = async () =>
    /^kontor_broker_refusals\{.*\} (\d)/m.exec(await opened.metricsText())?.[1];
  await expect.poll(alarm, patience).toBe('0');
  const limit = (max_msgs: number) =>
    split.nats.operate((manager) => manager.streams.update(eventStream, { max_msgs }));
  await whileOrderIsAway(async () => {
    await limit(2);
    for (const id of ids) await report(checkout, id);
    await expect.poll(storedMessages, patience).toBe(2);
    const waiting = () =>
      producing().query(sql`
        select from outbox where aggregate_id = any(${ids}) and 'order' = any(pending)`);
    await expect.poll(async () => (await waiting()).length, patience).toBeGreaterThan(0);
    await expect.poll(alarm, patience).toBe('1');
    await limit(-1);
  });
  for (const id of ids)
    await expect.poll(() => effectsOf(id), patience).toEqual({ heard: 1, version: 1 });
  await opened.close();
}, 300_000);

test('nothing leaves the outbox before the inbox of each consumer has it', async () => {
  const id = randomUUID();
  const owed = () =>
    producing().query<{ owed: string[]; handed: boolean }>(sql`
      select unconfirmed as owed, handed_at is not null as handed from outbox
      where aggregate_id = ${id} and pending = '{}'`);
  await whileOrderIsAway(async () => {
    await report(checkout, id);
    await expect.poll(owed, patience).toEqual([{ owed: ['order'], handed: true }]);
  });
  await expect.poll(owed, patience).toEqual([{ owed: [], handed: true }]);
  expect(await effectsOf(id)).toEqual({ heard: 1, version: 1 });
}, 300_000);

test('what an inbox has long forgotten does not act again when a broker brings it again', async () => {
  const [id, witness] = [randomUUID(), randomUUID()];
  await report(checkout, id);
  await expect.poll(() => effectsOf(id), patience).toEqual({ heard: 1, version: 1 });
  const [reported] = await producing().query<ReceivedEvent>(sql`
    select id, type, schema_version, aggregate_id,
      aggregate_version, channel, locale, actor, traceparent,
      occurred_at, data from outbox where aggregate_id = ${id}`);
  await expect
    .poll(
      () =>
        producing().query(
          sql`select from outbox where aggregate_id = ${id} and pending = '{}' and unconfirmed = '{}'`,
        ),
      patience,
    )
    .toHaveLength(1);
  await moveTestClock(split.installation, 21 * 24 * 60 * minutes);
  await order.databaseOf('order').query(sql`
    with forgotten as (delete from inbox where aggregate_id = ${id})
    update thing set version = 0 where id = ${id}`);
  const connection = await connectService('checkout', split.brokerAddress, openLogger('silent'));
  const { seq } = await jetstream(connection.nats).publish(
    eventSubject('order', 'checkout.completed'),
    JSON.stringify({ ...reported, previousId: null }),
  );
  await connection.close();
  await report(checkout, witness);
  await expect.poll(() => effectsOf(witness), patience).toMatchObject({ heard: 1 });
  const answered = () =>
    split.nats.operate((manager) => manager.consumers.info(eventStream, 'order'));
  await expect
    .poll(async () => (await answered()).ack_floor.stream_seq, patience)
    .toBeGreaterThanOrEqual(seq);
  expect(await effectsOf(id)).toEqual({ heard: 1, version: 0 });
}, 300_000);

/** What the stream holds for the order service. */
async function storedMessages(): Promise<number> {
  const subjects_filter = subscribedSubject('order');
  const { state } = await split.nats.operate((manager) =>
    manager.streams.info(eventStream, { subjects_filter }),
  );
  return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

async function consumerStandsHigher(): Promise<boolean> {
  return split.nats.operate(async (manager) => {
    const { delivered } = await manager.consumers.info(eventStream, 'order');
    const { state } = await manager.streams.info(eventStream);
    return delivered.stream_seq > state.first_seq;
  });
}
