import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import { Database } from '../data/database.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { Relay, type Deliver } from './relay.ts';
import { sql } from '../ground/sql.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { openLogger } from '../telemetry/log.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';
import { listStoredSteps } from './stored-steps.ts';
import { eventRows } from '../data/written-along.ts';

const patience = { timeout: 120_000 };
const log = openLogger('silent');
const afterCommit = {
  committed: () => {},
  eventsWritten: () => {},
  storyStarted: () => {},
  jobWritten: () => {},
};

let installation: Installation;
let database: Database;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout']);
  await migrate(
    installation,
    'checkout',
    new URL('../test-kit/samples/migrations/', import.meta.url),
  );
  const address = addressesOf(installation)('checkout');
  database = new Database('checkout', address, new EdgeRecorder(), afterCommit);
});
afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

async function report(id: string, version: number): Promise<void> {
  const event = {
    type: 'checkout.completed' as const,
    aggregateId: id,
    aggregateVersion: version,
    data: {} as never,
  };
  const reported = [{ event, scope: testInvocation() }];
  await database.query(eventRows(reported, { actor: systemActor('checkout') }));
}

/** What each consumer was handed, "consumer thing version", when it began and when it was done. */
class Handed {
  readonly begun: string[] = [];
  readonly under = new Map<string, number>();
  /** Two of one thing at once, for one consumer. */
  together = 0;
  readonly refused = new Set<string>();

  readonly deliver: Deliver = async (consumer, events) => {
    for (const { aggregateId } of events) {
      const key = `${consumer} ${aggregateId}`;
      if (this.under.has(key)) this.together += 1;
      this.under.set(key, 1);
    }
    // The earlier an event is, the longer it takes: whoever does not wait overtakes it.
    const slowest = Math.max(...events.map(({ aggregateVersion }) => 8 - aggregateVersion));
    await sleep(Math.max(0, slowest) * 4);
    for (const { aggregateId } of events) this.under.delete(`${consumer} ${aggregateId}`);
    const bad = events.find(({ aggregateId }) => this.refused.has(`${consumer} ${aggregateId}`));
    if (bad) throw new Error('not now');
    for (const { aggregateId, aggregateVersion } of events)
      this.begun.push(`${consumer} ${aggregateId} ${aggregateVersion}`);
  };

  versions(consumer: string, id: string): number[] {
    const start = `${consumer} ${id} `;
    return this.begun
      .filter((one) => one.startsWith(start))
      .map((one) => Number(one.slice(start.length)));
  }
}

const versions = [1, 2, 3, 4, 5, 6, 7, 8];

test.each([false, true])(
  'events of one thing are handed over one after the other, in their order (broker: %s)',
  async (throughBroker) => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const version of versions) for (const id of ids) await report(id, version);
    const handed = new Handed();
    const relay = new Relay(database, handed.deliver, log, throughBroker);
    relay.start();
    const all = ids.length * versions.length * 2;
    await expect.poll(() => handed.begun.length, patience).toBe(all);
    await relay.stop();
    for (const id of ids)
      for (const consumer of ['order', 'cart'])
        expect(handed.versions(consumer, id), consumer).toEqual(versions);
    expect(handed.together).toBe(0);
  },
);

test('what is not taken holds the later events of its thing for that consumer, and nobody else', async () => {
  const [bad, good] = [randomUUID(), randomUUID()];
  for (const version of versions) for (const id of [bad, good]) await report(id, version);
  const handed = new Handed();
  handed.refused.add(`order ${bad}`);
  const relay = new Relay(database, handed.deliver, log);
  relay.start();
  await expect.poll(() => handed.versions('order', good), patience).toEqual(versions);
  await expect.poll(() => handed.versions('cart', bad), patience).toEqual(versions);
  expect(handed.versions('order', bad)).toEqual([]);
  handed.refused.clear();
  await database.query(sql`update outbox_failure set next_attempt_at = kontor_now()`);
  await expect
    .poll(() => {
      relay.wake();
      return handed.versions('order', bad);
    }, patience)
    .toEqual(versions);
  await relay.stop();
});

test('what is marked while the outbox is read is not handed over again', async () => {
  const id = randomUUID();
  await report(id, 1);
  const handed = new Handed();
  const marked = async () => {
    const rows = await database.query<{ pending: string[] }>(
      sql`select pending from outbox where aggregate_id = ${id}`,
    );
    return rows[0]!.pending;
  };
  // The second read sees what stood there before the mark, and is told of it after the mark.
  const lateReads = Object.create(database) as Database;
  const secondRead = Promise.withResolvers<undefined>();
  let reads = 0;
  lateReads.query = async (statement) => {
    const isRead = statement.text.includes('as pending');
    if (!isRead) await secondRead.promise;
    const rows = await database.query(statement);
    if (isRead) reads += 1;
    if (isRead && reads === 2) {
      secondRead.resolve(undefined);
      await expect.poll(marked, patience).toEqual([]);
    }
    return rows as never;
  };
  const relay = new Relay(lateReads, handed.deliver, log);
  relay.start();
  await expect.poll(() => handed.begun.length, patience).toBe(2);
  relay.wake();
  await expect.poll(() => reads, patience).toBeGreaterThan(1);
  await relay.stop();
  expect(handed.versions('order', id)).toEqual([1]);
  expect(handed.versions('cart', id)).toEqual([1]);
});

test('an event that could not be written down as handed over is handed over once more, in order', async () => {
  const id = randomUUID();
  for (const version of versions) await report(id, version);
  const first = new Handed();
  const relay = new Relay(database, first.deliver, log);
  relay.start();
  // On a busy machine some of it may be handed over twice before it stops.
  const handed = () => new Set(first.versions('order', id)).size;
  await expect.poll(handed, patience).toBe(versions.length);
  await relay.stop();
  await database.query(sql`update outbox set pending = '{order}' where aggregate_id = ${id}`);
  const second = new Handed();
  const next = new Relay(database, second.deliver, log);
  next.start();
  const again = () => [...new Set(second.versions('order', id))];
  await expect.poll(again, patience).toEqual(versions);
  await next.stop();
});

test('who is behind a service and hangs is missing alone in what is stored', async () => {
  const id = randomUUID();
  await report(id, 1);
  const hanging = { tax: () => new Promise<never>(() => {}) };
  const own = { service: 'checkout' as const, database };
  const tell = listStoredSteps(own, { behind: hanging });
  const told = must(await tell({ about: [id], events: [] }, testInvocation()), 'told');
  expect(told.unanswered).toEqual(['tax']);
  expect(told.told.map(({ type }) => type)).toEqual(['checkout.completed']);
});
