import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as clock from '#kernel/clock.ts';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import { Dispatcher, loopbackTransport } from '../calls/calls.ts';
import { defineDocument } from '../documents/documents.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import type { Kontor } from '../run/kontor.ts';
import { sql } from '../ground/sql.ts';
import { eventSubject } from './subjects.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { openLogger } from '../telemetry/log.ts';
import { testInvocation } from '../test-kit/testing.ts';
import { CalleeUnavailable } from '../ground/unavailability.ts';
import { connectService } from './connect-service.ts';
import {
  contracts,
  Refused,
  SplitForTests,
  report,
  type Answer,
} from '../test-kit/split-for-tests.ts';

/** As the older release knows it, and the newer one. */
const item = z.strictObject({ sku: z.string() });
const way = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('parcel'), item }),
  z.strictObject({ kind: z.literal('letter') }),
]);
const reported = z.strictObject({
  id: z.string(),
  note: z.string(),
  items: z.array(item).optional(),
  first: item.nullable().optional(),
  way: way.optional(),
  either: z.union([z.strictObject({ id: z.string() }), item]).optional(),
  bySku: z.record(z.string(), item).optional(),
});
const older = cart(1, reported, { sold_out: failure('conflict', item) });
const newer = cart(2, reported.extend({ addedLater: z.int().optional() }), {
  sold_out: failure('conflict', item.extend({ left: z.int() })),
  reserved_elsewhere: failure('conflict', item),
  warehouse_away: failure('unavailable'),
});
const more = { addedLater: 1 };
const known = {
  id: 'a',
  note: 'n',
  items: [{ sku: 's' }],
  first: { sku: 's' },
  way: { kind: 'parcel' as const, item: { sku: 's' } },
  either: { sku: 's' },
  bySku: { s: { sku: 's' } },
};
const grown = {
  id: 'a',
  note: 'n',
  items: [{ sku: 's', ...more }],
  first: { sku: 's', ...more },
  way: { kind: 'parcel' as const, item: { sku: 's', ...more }, ...more },
  either: { sku: 's', ...more },
  bySku: { s: { sku: 's', ...more } },
  ...more,
};

/** Raised for one field alone. */
const raised = cart(2, reported.extend({ addedLater: z.int().optional() }), {}, ['addedLater']);

function cart(version: number, shape: z.ZodType, failures = {}, raisedFor: readonly string[] = []) {
  return defineContract({
    service: 'cart',
    operations: {
      ask: query({ access: 'public', input: shape.nullish(), output: shape, failures }),
      act: command({
        access: 'public',
        idempotency: 'natural',
        version,
        ...(raisedFor.length > 0 && { raisedFor }),
        input: shape.nullish(),
        output: shape,
      }),
    },
    events: {},
  });
}

function checkoutReports(version: number, data: z.ZodType) {
  const events = { 'checkout.completed': { version, data } };
  return { checkout: defineContract({ service: 'checkout', operations: {}, events }) };
}

let split: SplitForTests;
let checkout: Kontor;
const open: Kontor[] = [];

beforeAll(async () => {
  split = await SplitForTests.start();
  checkout = await split.run('checkout', { contracts: { cart: older } });
});
afterAll(() => split.close());
afterEach(async () => {
  for (const one of open.splice(0)) await split.end(one);
});

async function run(...given: Parameters<SplitForTests['run']>): Promise<Kontor> {
  const kontor = await split.run(...given);
  open.push(kontor);
  return kontor;
}

function call(contract: typeof older, operation: 'ask' | 'act', input: unknown, scope = {}) {
  const callers = checkout.dispatcher.connect('checkout', { ...contracts, cart: contract });
  return callers['cart']![operation]!(input as never, testInvocation(scope));
}

function overLoopback(answer: Answer, asked: unknown = null) {
  const dispatcher = new Dispatcher(loopbackTransport, new EdgeRecorder());
  const respond: Answer = async (input, invocation) => {
    const answered = await answer(input, invocation);
    return answered instanceof Refused ? answered.reply : ok(answered);
  };
  dispatcher.serve('cart', older, { ask: respond, act: respond } as never);
  const callers = dispatcher.connect('checkout', { ...contracts, cart: older });
  return callers['cart']!['ask']!(asked as never, testInvocation());
}

describe('a newer neighbour', () => {
  test('may answer more, at every depth', async () => {
    await run('cart', { answer: async () => grown, contracts: { cart: newer } });
    expect(await call(older, 'ask', null)).toEqual({ ok: true, value: known });
    expect(await overLoopback(async () => grown)).toEqual({ ok: true, value: known });
  });

  test('may ask with more, at every depth', async () => {
    const received: unknown[] = [];
    const answer: Answer = async (input) => {
      received.push(input);
      return known;
    };
    await run('cart', { answer, contracts: { cart: older } });
    expect(await call(newer, 'ask', grown)).toMatchObject({ ok: true });
    expect(await overLoopback(answer, grown)).toMatchObject({ ok: true });
    expect(received).toEqual([known, known]);
  });

  test('may know more of who asks', async () => {
    let received: unknown;
    const answer: Answer = async (_input, { actor }) => {
      received = actor;
      return known;
    };
    await run('cart', { answer, contracts: { cart: older } });
    const actor = {
      kind: 'staff',
      id: 's',
      channels: '*',
      permissions: ['orders:read', 'moon:read'],
      ...more,
    };
    await call(older, 'ask', null, { actor });
    expect(received).toEqual({
      kind: 'staff',
      id: 's',
      channels: '*',
      permissions: ['orders:read'],
    });
    await call(older, 'ask', null, { actor: { ...actor, kind: 'robot' } });
    expect(received).toMatchObject({ kind: 'anonymous', id: 's' });
  });

  test.each<[string, Refused, object]>([
    [
      'with a detail more',
      new Refused(fail('sold_out', 'None is left.', { sku: 's', left: 0 })),
      { code: 'sold_out', message: 'None is left.', detail: { sku: 's' } },
    ],
    [
      'for a reason that is not known, whose kind counts',
      new Refused(fail('reserved_elsewhere', 'It is held.', { sku: 's' })),
      { code: 'reserved_elsewhere', message: 'It is held.', detail: null, kind: 'conflict' },
    ],
  ])('may refuse %s', async (_name, refused, expected) => {
    await run('cart', { answer: async () => refused, contracts: { cart: newer } });
    expect(await call(older, 'ask', null)).toEqual({ ok: false, failure: expected });
  });

  test('that is away for a reason which is not known is away', async () => {
    const refused = new Refused(fail('warehouse_away', 'Ask again.'));
    await run('cart', { answer: async () => refused, contracts: { cart: newer } });
    await expect(call(older, 'ask', null)).rejects.toThrow(CalleeUnavailable);
  });
});

describe('an operation that was raised to another version', () => {
  test('is asked of those that know it, and of nobody else', async () => {
    const asked = { old: 0, new: 0 };
    await run('cart', {
      answer: async () => ((asked.old += 1), known),
      contracts: { cart: older },
    });
    await run('cart', {
      answer: async () => ((asked.new += 1), grown),
      contracts: { cart: newer },
    });
    const replies = await Promise.all(Array.from({ length: 40 }, () => call(newer, 'act', null)));
    expect(replies.every(({ ok: isOk }) => isOk)).toBe(true);
    expect(asked).toEqual({ old: 0, new: 40 });
  });

  test('is not done by who does not know it', async () => {
    let asked = 0;
    await run('cart', { answer: async () => ((asked += 1), known), contracts: { cart: older } });
    await expect(call(newer, 'act', null)).rejects.toThrow(CalleeUnavailable);
    expect(asked).toBe(0);
  });

  test('for a field is done as before where it is asked without, and by nobody else with it', async () => {
    const received: unknown[] = [];
    const answer: Answer = async (input) => (received.push(input), known);
    await run('cart', { answer, contracts: { cart: older } });
    const without = { id: 'a', note: 'n' };
    expect(await call(raised, 'act', without)).toMatchObject({ ok: true });
    expect(await call(raised, 'act', { ...without, addedLater: 0 })).toMatchObject({ ok: true });
    const given = call(raised, 'act', { ...without, addedLater: 1 });
    await expect(given).rejects.toThrow(CalleeUnavailable);
    expect(received).toEqual([without, without]);
  });

  test('is done as before for who asks as before', async () => {
    await run('cart', { answer: async () => grown, contracts: { cart: newer } });
    expect(await call(older, 'act', null)).toEqual({ ok: true, value: known });
  });
});

describe('an event of a newer producer', () => {
  const received: ReceivedEvent[] = [];
  const react = (event: ReceivedEvent) => void received.push(event);
  const dataOf = (id: string) =>
    received.filter(({ aggregateId }) => aggregateId === id).map(({ data }) => data);
  const parkedOf = (id: string) =>
    open[0]!.databaseOf('order').query<{ isDead: boolean }>(sql`
      select dead_at is not null as is_dead from inbox_held
      where aggregate_id = ${id} order by sequence`);
  const waited = { timeout: 180_000 };

  test('may tell more, at every depth', async () => {
    await run('order', { react, contracts: checkoutReports(1, reported) });
    const id = randomUUID();
    await report(checkout, id, 'n', { ...grown, id });
    await expect.poll(() => dataOf(id), waited).toEqual([{ ...known, id }]);
    expect(await parkedOf(id)).toEqual([]);
  }, 300_000);

  test('of a version that nobody here can read waits with what follows it, and is no dead letter', async () => {
    await run('order', { react, contracts: checkoutReports(1, reported) });
    const id = randomUUID();
    const first = await publish({ id, note: 'first', giftWrap: true }, { schemaVersion: 2 });
    await publish({ id, note: 'second' }, { aggregateVersion: 2, previousId: first });
    await expect.poll(() => parkedOf(id), waited).toEqual([{ isDead: false }, { isDead: false }]);
    await ageHeld(id);
    await replace(1, reported);
    const isLookedAt = () =>
      open[0]!.databaseOf('order').query(sql`
        select from inbox_held where aggregate_id = ${id} and next_attempt_at > kontor_now()`);
    await expect.poll(isLookedAt, waited).toHaveLength(2);
    expect(await parkedOf(id)).toEqual([{ isDead: false }, { isDead: false }]);
    expect(dataOf(id)).toEqual([]);
    await ageHeld(id);
    await replace(2, reported.extend({ giftWrap: z.boolean().default(false) }));
    await expect.poll(() => dataOf(id).length, waited).toBe(2);
    expect(dataOf(id)).toEqual([
      { id, note: 'first', giftWrap: true },
      { id, note: 'second', giftWrap: false },
    ]);
  }, 240_000);

  async function ageHeld(id: string): Promise<void> {
    await open[0]!.databaseOf('order').query(sql`
      update inbox_held set held_at = held_at - interval '1 day', next_attempt_at = kontor_now()
      where aggregate_id = ${id}`);
  }

  async function replace(version: number, data: z.ZodType): Promise<void> {
    await split.end(open.pop()!);
    await run('order', { react, contracts: checkoutReports(version, data) });
  }

  /** As checkout's relay does. */
  async function publish(
    data: { readonly id: string; readonly [more: string]: unknown },
    envelope: object,
  ): Promise<string> {
    const event = {
      id: newId(),
      type: 'checkout.completed',
      schemaVersion: 1,
      aggregateId: data.id,
      aggregateVersion: 1,
      previousId: null,
      ...testInvocation(),
      occurredAt: clock.nowIso(),
      data,
      ...envelope,
    };
    const connection = await connectService('checkout', split.brokerAddress, openLogger('silent'));
    const subject = eventSubject('order', 'checkout.completed');
    await jetstream(connection.nats).publish(subject, JSON.stringify(event));
    await connection.close();
    return event.id;
  }
});

describe('a stored document of a later version', () => {
  const shape = { name: 'thing-content', columns: ['thing.content'] };
  const before = defineDocument({ ...shape, v: 1, schema: z.strictObject({ name: z.string() }) });
  const after = defineDocument({
    ...shape,
    v: 2,
    schema: z.strictObject({ names: z.array(z.string()) }),
    upcast: { 1: ({ name }: { name: string }) => ({ names: [name] }) },
  });
  const stored = { v: 2, names: ['Ada'] };
  const patience = { timeout: 120_000 };
  const due = async (order: Kontor) => {
    await order.databaseOf('order').query(sql`
      update inbox_held set next_attempt_at = kontor_now()`);
    await order.sweep();
  };

  test('is read by the replica that can, whoever is asked first', async () => {
    const asked = { old: 0, new: 0 };
    await run('cart', {
      answer: async () => ((asked.old += 1), before.read(stored), known),
      contracts: { cart: older },
    });
    await expect(call(older, 'ask', null)).rejects.toThrow(CalleeUnavailable);
    await run('cart', {
      answer: async () => ((asked.new += 1), after.read(stored), known),
      contracts: { cart: older },
    });
    const replies = await Promise.all(Array.from({ length: 40 }, () => call(older, 'ask', null)));
    expect(replies.every(({ ok: isOk }) => isOk)).toBe(true);
    expect(asked.new).toBe(40);
    expect(asked.old).toBeGreaterThan(0);
  });

  test('lets the event that leads to it wait, and it is no dead letter', async () => {
    let reader: { read(found: unknown): unknown } = before;
    const taken: string[] = [];
    let tries = 0;
    const react = ({ aggregateId }: ReceivedEvent) => {
      tries += 1;
      reader.read(stored);
      taken.push(aggregateId);
    };
    const order = await run('order', { react, contracts: checkoutReports(1, reported) });
    const parked = () =>
      order.databaseOf('order').query<{ attempts: number; isDead: boolean; why: string }>(sql`
        select attempts, dead_at is not null as is_dead, last_error as why from inbox_held`);
    await order.databaseOf('order').query(sql`delete from inbox_held`);
    const id = randomUUID();
    await report(checkout, id, 'n');
    await expect.poll(parked, patience).toHaveLength(1);
    // One try more, and what fails is dead.
    await order.databaseOf('order').query(sql`update inbox_held set attempts = 11`);
    for (let time = 0; time < 2; time += 1) {
      const already = tries;
      await expect
        .poll(async () => {
          await due(order);
          return tries;
        }, patience)
        .toBeGreaterThan(already);
    }
    expect(await parked()).toEqual([
      { attempts: 11, isDead: false, why: expect.stringContaining('newer') as string },
    ]);
    reader = after;
    await due(order);
    await expect.poll(() => taken, patience).toEqual([id]);
    await expect.poll(parked, patience).toEqual([]);
  }, 600_000);
});
