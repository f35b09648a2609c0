import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectExternalSystems } from '#external/external-systems.ts';
import * as clock from '#kernel/clock.ts';
import { command, defineContract, query } from '#kernel/contract.ts';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { Kontor } from './kontor.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import type { ServiceContext, ServiceDeclaration } from '../calls/service.ts';
import { sql } from '../ground/sql.ts';
import { openLogger } from '../telemetry/log.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import {
  addressesOf,
  newTestInstallation,
  testInvocation,
  testSettings,
} from '../test-kit/testing.ts';
import { eventRoutes } from '../topology.ts';
import type { Transaction } from '../data/transaction.ts';
import type { Settings } from '../ground/settings.ts';
import { story } from '../resting/story.ts';

const follow = story({ name: 'follow' });

const thing = z.strictObject({ id: z.string() });
const contracts = {
  checkout: defineContract({
    service: 'checkout',
    operations: {
      make: command({
        access: 'public',
        idempotency: 'key',
        input: thing.extend({ note: z.string() }),
        output: thing,
      }),
      read: query({ access: 'orders:read', input: thing, output: z.unknown() }),
    },
    events: { 'checkout.completed': { version: 1, data: thing } },
  }),
  order: defineContract({ service: 'order', operations: {}, events: {} }),
  cart: defineContract({ service: 'cart', operations: {}, events: {} }),
};

let poisoned = new Set<string>();
let advanced: string[] = [];
let broken = 0;
/** How much of its time each story had left when it ran, and what all wait for. */
let leftMs: number[] = [];
let held: Promise<void> | undefined;

function producer(context: ServiceContext<'checkout'>) {
  return {
    operations: {
      make: async (
        input: { id: string; note: string },
        invocation: ReturnType<typeof testInvocation>,
      ) =>
        context.database.command('make', input, invocation, async (tx) => {
          await tx.change(
            sql`insert into thing (id, note) values (${input.id}, ${input.note})
                on conflict (id) do update set version = thing.version + 1`,
          );
          const row = await tx.first<{ version: number }>(
            sql`select version from thing where id = ${input.id}`,
          );
          tx.emit({
            type: 'checkout.completed',
            aggregateId: input.id,
            aggregateVersion: row!.version,
            data: { id: input.id } as never,
          });
          tx.stories.begin(follow, input.id);
          return ok({ id: input.id });
        }),
      read: async () => ok(null),
    },
    subscriptions: Object.fromEntries(
      restReceivedBy('checkout').map((type) => [type, async () => {}]),
    ),
    stories: [
      {
        story: follow,
        advance: async (id: string, invocation: ReturnType<typeof testInvocation>) => {
          if (broken > 0) {
            broken -= 1;
            throw new Error('not yet');
          }
          advanced.push(id);
          leftMs.push(invocation.deadlineMs - clock.nowMs());
          await held;
          await context.database.transaction('follow', invocation, async (tx) =>
            tx.stories.finish(follow, id),
          );
        },
      },
    ],
  };
}

const listener = (name: string) => ({
  name,
  migrations: new URL('../test-kit/samples/migrations/', import.meta.url),
  open: () => ({
    operations: {},
    subscriptions: {
      'checkout.completed': async (events: ReceivedEvent[], tx: Transaction) => {
        for (const event of events) {
          if (poisoned.has(event.aggregateId)) throw new Error('poison');
          await tx.change(sql`insert into thing (id, version, heard) values (${event.aggregateId}, ${event.aggregateVersion}, 1)
            on conflict (id) do update set heard = thing.heard + 1, version = excluded.version`);
        }
      },
      ...Object.fromEntries(restReceivedBy(name).map((type) => [type, async () => {}])),
    },
  }),
});
/** What a service hears by the topology beside the event that the tests are about. */
const restReceivedBy = (name: string): string[] =>
  Object.entries(eventRoutes)
    .filter(([, { consumers }]) => (consumers as readonly string[]).includes(name))
    .map(([type]) => type)
    .filter((type) => type !== 'checkout.completed');

let installation: Installation;
let kontor: Kontor;
/** One more process on the same databases. */
let newKontor: (more?: Partial<Settings>, soleOwner?: boolean) => Kontor;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation);
  const services = [
    {
      name: 'checkout',
      migrations: new URL('../test-kit/samples/migrations/', import.meta.url),
      open: producer,
    },
    listener('order'),
    listener('cart'),
  ] as unknown as ServiceDeclaration[];
  for (const service of services) await migrate(installation, service.name, service.migrations!);
  const external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  newKontor = (more = {}, soleOwner = false) => {
    const made = new Kontor({
      composition: { contracts, services },
      addressOf: addressesOf(installation),
      external,
      settings: { ...testSettings(), ...more },
      log: openLogger('silent'),
      soleOwner,
    });
    // The picture lets checkout, order and cart call others that do not run in this test.
    made.dispatcher.connect = () => ({});
    return made;
  };
  kontor = newKontor({}, true);
  await kontor.open();
});

afterAll(async () => {
  await kontor.close();
  await dropInstallation(installation);
});

const client = () =>
  kontor.dispatcher.clientOf('checkout') as Record<
    string,
    (input: unknown, invocation: unknown) => Promise<never>
  >;
const make = (id: string, note: string, key = newId()) =>
  client()['make']!({ id, note }, testInvocation({ idempotencyKey: key })) as Promise<{
    ok: boolean;
    failure?: { code: string };
  }>;

async function subscriptionsOf(service: 'order' | 'cart', id: string) {
  return kontor
    .databaseOf(service)
    .first<{ heard: number; version: number }>(
      sql`select heard, version from thing where id = ${id}`,
    );
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const endMs = Date.now() + 120_000; Date.now() < endMs;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('did not come true in time');
}

describe('idempotency key', () => {
  test('answers the recorded reply to the same body and refuses another one', async () => {
    const key = newId();
    expect(await make('idem', 'a', key)).toMatchObject({ ok: true });
    expect(await make('idem', 'a', key)).toEqual({ ok: true, value: { id: 'idem' } });
    expect(await make('idem', 'b', key)).toMatchObject({
      failure: { code: 'idempotency_key_reused' },
    });
    const row = await kontor
      .databaseOf('checkout')
      .first(sql`select version from thing where id = 'idem'`);
    expect(row).toEqual({ version: 1 });
  });

  test('lets one of many at once through and tells the others to wait, or replays', async () => {
    const key = newId();
    const replies = await Promise.all(Array.from({ length: 60 }, () => make('many', 'a', key)));
    for (const reply of replies) {
      if (!reply.ok) expect(reply.failure?.code).toBe('idempotency_key_in_flight');
    }
    expect(replies.some((reply) => reply.ok)).toBe(true);
    const row = await kontor
      .databaseOf('checkout')
      .first(sql`select version from thing where id = 'many'`);
    expect(row).toEqual({ version: 1 });
  });

  test('is required where a command says so', async () => {
    const reply = await client()['make']!(
      { id: 'x', note: 'a' },
      { ...testInvocation(), idempotencyKey: undefined },
    );
    expect(reply).toMatchObject({ failure: { code: 'idempotency_key_required' } });
  });
});

describe('events', () => {
  test('reach every consumer once, the versions of one thing in order', async () => {
    for (let round = 1; round <= 5; round += 1) await make('ordered', 'a');
    await until(async () => (await subscriptionsOf('cart', 'ordered'))?.heard === 5);
    await until(async () => (await subscriptionsOf('order', 'ordered'))?.heard === 5);
    expect(await subscriptionsOf('order', 'ordered')).toEqual({ heard: 5, version: 5 });
    const { rows } = {
      rows: await kontor
        .databaseOf('order')
        .query<{ v: number }>(
          sql`select aggregate_version as v from inbox where aggregate_id = 'ordered' order by sequence`,
        ),
    };
    expect(rows.map((row) => row.v)).toEqual([1, 2, 3, 4, 5]);
  });

  test('hold only their own aggregate when one is poison, and go on when it is mended', async () => {
    poisoned = new Set(['bad']);
    await Promise.all([make('bad', 'a'), make('good-1', 'a'), make('good-2', 'a')]);
    await make('bad', 'a');
    await until(async () => (await subscriptionsOf('order', 'good-2'))?.heard === 1);
    await until(async () => (await subscriptionsOf('order', 'good-1'))?.heard === 1);
    const failure = () =>
      kontor
        .databaseOf('checkout')
        .first<{ error: string }>(sql`select last_error as error from outbox_failure limit 1`);
    await until(async () => (await failure())?.error.includes('poison') === true);
    expect(await subscriptionsOf('order', 'bad')).toBeUndefined();
    poisoned = new Set();
    await until(async () => (await subscriptionsOf('order', 'bad'))?.heard === 2);
    await until(async () => (await subscriptionsOf('cart', 'bad'))?.heard === 2);
  });
});

test('hundreds of dead events hold up nobody but their own things', async () => {
  const database = kontor.databaseOf('checkout');
  await database.query(sql`
    with dead as (
      insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
                          actor, traceparent, data, pending)
      select gen_random_uuid(), 'checkout.completed', 1, 'dead-' || n, 0, 'default', 'en', '{}',
             '', '{"id":"dead"}', '{order}'
      from generate_series(1, 300) n returning id)
    insert into outbox_failure (event_id, consumer, attempts, next_attempt_at, last_error, dead_at)
    select id, 'order', 12, kontor_now(), 'poison', kontor_now() from dead`);
  await make('dead-1', 'comes after a dead one');
  await make('alive', 'a');
  await until(async () => (await subscriptionsOf('order', 'alive'))?.heard === 1);
  await until(async () => (await subscriptionsOf('cart', 'dead-1'))?.heard === 1);
  expect(await subscriptionsOf('order', 'dead-1')).toBeUndefined();
  await database.query(sql`delete from outbox where aggregate_id like 'dead-%'`);
});

describe('stories', () => {
  test('go on right after the commit, and again after a failure', async () => {
    advanced = [];
    broken = 1;
    await make('story', 'a');
    await until(() => advanced.includes('story'));
    await until(async () => {
      const row = await kontor
        .databaseOf('checkout')
        .first<{ state: string }>(sql`select state from story where id = 'story'`);
      return row?.state === 'finished';
    });
  });
});

test('the time of a story begins when it runs, however long it waited for its turn', async () => {
  const gate = Promise.withResolvers<void>();
  held = gate.promise;
  leftMs = [];
  try {
    await Promise.all(Array.from({ length: 20 }, (_, index) => make(`queued-${index}`, 'a')));
    await until(() => leftMs.length === 16);
    clock.setOffsetMs(120_000);
    gate.resolve();
    await until(() => leftMs.length === 20);
    expect(Math.min(...leftMs)).toBeGreaterThan(0);
  } finally {
    held = undefined;
    clock.setOffsetMs(0);
  }
});

describe('walls', () => {
  test('a call without an arrow is refused', () => {
    expect(() => kontor.dispatcher.call('order', 'cart', 'addLine', {}, testInvocation())).toThrow(
      'no arrow from order to cart',
    );
  });

  test('a service cannot read a neighbour’s schema, in its own database or another', async () => {
    await expect(
      kontor.databaseOf('cart').query(sql`select * from checkout.thing`),
    ).rejects.toThrow('permission denied');
    await expect(
      kontor.databaseOf('checkout').query(sql`select * from cart.thing`),
    ).rejects.toThrow('permission denied');
    await expect(
      kontor.databaseOf('cart').query(sql`update kontor.clock set moved = '1 day'`),
    ).rejects.toThrow('permission denied');
  });

  test('a permission is asked for at the operation itself', async () => {
    const reply = await client()['read']!(
      { id: 'x' },
      testInvocation({ actor: { kind: 'staff', id: 's', channels: '*', permissions: [] } }),
    );
    expect(reply).toMatchObject({ failure: { code: 'forbidden' } });
  });

  test('a staff change leaves an audit row with its trace', async () => {
    const invocation = testInvocation({
      actor: { kind: 'staff', id: 'staff-1', channels: '*', permissions: [] },
    });
    await client()['make']!({ id: 'audited', note: 'a' }, invocation);
    const row = await kontor
      .databaseOf('checkout')
      .first(sql`select actor_id, operation, trace_id from audit_entry where actor_id = 'staff-1'`);
    expect(row).toEqual({
      actorId: 'staff-1',
      operation: 'make',
      traceId: invocation.traceparent.slice(3, 35),
    });
  });
});

test('nobody starts on databases of different moments but who accepts it, who is told again', async () => {
  const started = async (more?: Partial<Settings>, during?: () => Promise<void>) => {
    const made = newKontor(more);
    try {
      await made.open();
      await during?.();
    } finally {
      await made.close();
    }
  };
  const [order, checkout] = [kontor.databaseOf('order'), kontor.databaseOf('checkout')];
  const saidToBeFor = (consumers: readonly string[] | null) =>
    checkout.query(
      sql`update outbox set told_to = ${consumers}::text[] where aggregate_id = 'apart'`,
    );
  await make('apart', 'a');
  const had = sql`select from outbox where aggregate_id = 'apart' and pending = '{}'`;
  await until(async () => (await checkout.query(had)).length === 1);
  // As in a backup from before it was heard.
  await order.query(sql`
    with forgotten as (delete from inbox where aggregate_id = 'apart')
    delete from thing where id = 'apart'`);
  // A release told it that had nobody hear it, or did not write down who was to.
  for (const consumers of [[], null]) {
    await saidToBeFor(consumers);
    await started();
  }
  await saidToBeFor(['order']);
  await expect(started()).rejects.toThrow('order (of order) is of an earlier moment than cart (of');
  await started({ restored: 'accept' }, () =>
    until(async () => (await subscriptionsOf('order', 'apart'))?.heard === 1),
  );
  await started();
  await checkout.query(sql`delete from outbox where aggregate_id = 'apart'`);
  await expect(started()).rejects.toThrow('cart (of checkout) is of an earlier moment than order');
});
