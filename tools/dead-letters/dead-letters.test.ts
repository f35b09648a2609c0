import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from '#journeys/run-command.ts';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import { defineContract } from '#kernel/contract.ts';
import { connectExternalSystems } from '#external/external-systems.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { ParkedEvents } from '#platform/nats/parked-events.ts';
import { Kontor } from '#platform/run/kontor.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { migrate, provision } from '#platform/provision/provision.ts';
import { databaseUrl } from '#platform/run/read-process-settings.ts';
import { writeRunningRecord } from '#app/running-record.ts';
import type { ServiceContext, ServiceDeclaration } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import {
  addressesOf,
  newTestInstallation,
  testInvocation,
  testSettings,
} from '#platform/test-kit/testing.ts';
import { eventRoutes } from '#platform/topology.ts';
import { run } from '../commands/dead-letters.ts';
import { story } from '#platform/resting/story.ts';

const wait = story({ name: 'wait' });

const folder = new URL('../../platform/test-kit/samples/migrations/', import.meta.url);
const log = openLogger('silent');
/** Aggregates whose events, and jobs whose runs, fail. */
const poison = new Set<string>();
const taken: string[] = [];
/** What a broker brings and order can read. */
const legible = new Map<string, ReceivedEvent>();

let installation: Installation;
let kontor: Kontor;
let parked: ParkedEvents;
let dataFolder: string;
let producing: ServiceContext<'checkout'>;

async function take(events: readonly ReceivedEvent[]): Promise<void> {
  for (const { aggregateId } of events) {
    if (poison.has(aggregateId)) throw new Error(`${aggregateId}\nis poison`);
    taken.push(aggregateId);
  }
}

/** All that a service hears, with the same reaction to each. */
function receiving(service: string, react: typeof take) {
  return Object.fromEntries(
    Object.entries(eventRoutes)
      .filter(([, { consumers }]) => (consumers as readonly string[]).includes(service))
      .map(([type]) => [type, react]),
  );
}
const orderReceives = receiving('order', take);

const services = [
  {
    name: 'checkout',
    migrations: folder,
    open: (context: ServiceContext<'checkout'>) => {
      producing = context;
      return {
        operations: {},
        subscriptions: receiving('checkout', take),
        stories: [
          {
            story: wait,
            advance: async () => Promise.reject(new Error('the bank is closed')),
          },
        ],
        jobs: {
          tidy: {
            retryLimit: 0,
            run: async ({ what }: Record<string, unknown>) => {
              if (poison.has(String(what))) throw new Error('nobody can tidy that');
              taken.push(String(what));
            },
          },
        },
      };
    },
  },
  ...(['order', 'cart'] as const).map((name) => ({
    name,
    migrations: folder,
    open: () => ({
      operations: {},
      subscriptions: name === 'order' ? orderReceives : receiving(name, async () => {}),
    }),
  })),
] as unknown as ServiceDeclaration[];

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation);
  for (const { name } of services) await migrate(installation, name, folder);
  const external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  const contracts = Object.fromEntries(
    services.map(({ name }) => [
      name,
      defineContract({ service: name, operations: {}, events: {} }),
    ]),
  );
  kontor = new Kontor({
    composition: { contracts, services },
    addressOf: addressesOf(installation),
    external,
    settings: testSettings(),
    log,
    soleOwner: true,
  });
  kontor.dispatcher.connect = () => ({});
  await kontor.open();
  parked = new ParkedEvents({
    database: kontor.databaseOf('order'),
    reactions: orderReceives,
    read: (subject, text) => {
      const event = legible.get(text);
      return event ? { event } : { subject, text, unreadable: 'cut' };
    },
    recorder: kontor.recorder,
    log,
  });
  parked.start();
  dataFolder = await mkdtemp(join(tmpdir(), 'kontor-dead-letters-'));
  const { cluster, prefix } = installation;
  const nowhere = 'http://127.0.0.1:1';
  const record = { url: nowhere, sandboxUrl: nowhere, cluster, prefix, pid: process.pid };
  await writeRunningRecord(dataFolder, record);
});
afterAll(async () => {
  await parked.stop();
  await kontor.close();
  await dropInstallation(installation);
  await rm(dataFolder, { recursive: true, force: true });
});

const inProcessOfItsOwn = (...options: string[]) =>
  runCommand(['dead-letters', ...options], { KONTOR_DATA: dataFolder });

/** The same in this process, where it takes a tenth of the time; the relay looks at once. */
async function deadLetters(...options: string[]) {
  return inEnvironment({ KONTOR_DATA: dataFolder }, options);
}

async function inEnvironment(environment: NodeJS.ProcessEnv, options: readonly string[]) {
  const outside = { ...process.env };
  Object.assign(process.env, environment);
  const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const text = ({ mock }: typeof output) => mock.calls.map(([part]) => String(part)).join('');
  const nudge = setInterval(() => void kontor.sweep(), 100);
  try {
    const exitCode = await run([...options]);
    return { exitCode, output: text(output), errors: text(errors) };
  } finally {
    clearInterval(nudge);
    output.mockRestore();
    errors.mockRestore();
    process.env = outside;
  }
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const endMs = Date.now() + 120_000; Date.now() < endMs;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('did not come true in time');
}

/** An event that order cannot take, after all attempts that the product makes. */
async function deadDelivery(aggregateId: string): Promise<string> {
  poison.add(aggregateId);
  await producing.database.transaction('tell', testInvocation(), async (tx) => {
    tx.emit({
      type: 'checkout.completed',
      aggregateId,
      aggregateVersion: 1,
      data: { email: 'ada@kontor.example' } as never,
    });
    return ok(undefined);
  });
  const failed = async (dead: boolean) => {
    const [row] = await producing.database.query<{ id: string }>(sql`
      select event_id as id from outbox_failure f join outbox o on o.id = f.event_id
      where o.aggregate_id = ${aggregateId} and (f.dead_at is not null) = ${dead}`);
    return row?.id;
  };
  await until(async () => (await failed(false)) !== undefined);
  // All but the last attempt are skipped; that one is the relay's own.
  await producing.database.query(
    sql`update outbox_failure set attempts = 11, next_attempt_at = kontor_now() where event_id = ${await failed(false)}`,
  );
  await until(async () => {
    await kontor.sweep();
    return (await failed(true)) !== undefined;
  });
  return (await failed(true))!;
}

test('an event that a consumer cannot take: list, mend, replay, taken', async () => {
  const id = await deadDelivery('bad');
  const listed = await inProcessOfItsOwn('list');
  expect(listed.errors).toBe('');
  expect(listed.output).toMatch(
    new RegExp(
      `^${id}  checkout.completed from checkout to order, of bad\\n    dead since 20\\S+Z after 12 attempts: Error: bad is poison\\n1 dead letter.\\n$`,
    ),
  );
  expect(listed.exitCode).toBe(0);

  const early = await deadLetters('replay', id);
  expect(early.output).toContain('failed again and will be tried again: Error: bad is poison');
  expect(early.exitCode).toBe(1);
  expect(await kontor.databaseOf('order').query(sql`select from inbox`)).toEqual([]);

  await producing.database.query(
    sql`update outbox_failure set dead_at = kontor_now() where event_id = ${id}`,
  );
  poison.delete('bad');
  const replayed = await deadLetters('replay', '--all', '--type', 'checkout.completed');
  expect(replayed.output).toContain('    taken\n1 of 1 taken.');
  expect(replayed.exitCode).toBe(0);
  expect(taken.filter((one) => one === 'bad')).toHaveLength(1);
  expect((await deadLetters('list', '--json')).output).toBe('{"deadLetters":[],"notGiven":[]}\n');
}, 300_000);

test('what the broker brought and the consumer holds: by the consumer’s own role', async () => {
  const { order } = { order: databaseUrl(addressesOf(installation)('order')) };
  const asOrder = (...options: string[]) => inEnvironment({ DATABASE_URL_ORDER: order }, options);
  poison.add('brought');
  const event = {
    ...testInvocation(),
    id: newId(),
    type: 'checkout.completed',
    schemaVersion: 1,
    aggregateId: 'brought',
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    data: {},
  } as unknown as ReceivedEvent;
  const database = kontor.databaseOf('order');
  await parked.take([{ event }, { subject: 'kontor.event.order.x', text: '{', unreadable: 'cut' }]);
  await database.query(
    sql`update inbox_held set attempts = 11, next_attempt_at = kontor_now() where dead_at is null`,
  );
  await until(async () => {
    const rows = await database.query(sql`select from inbox_held where dead_at is not null`);
    return rows.length === 2;
  });
  const listed = await asOrder('list', '--consumer', 'order');
  expect(listed.output).toContain(`${event.id}  checkout.completed to order, of brought`);
  expect(listed.output).toContain(
    '2 dead letters.\nNot looked at, for want of DATABASE_URL_…: auth,',
  );

  poison.delete('brought');
  const replayed = await asOrder('replay', '--all');
  expect(replayed.output).toContain('    taken\n');
  expect(replayed.output).toContain('cannot be read by order as it runs: cut');
  expect(replayed.output).toContain('1 of 2 taken.');
  expect(replayed.exitCode).toBe(1);
  expect(taken).toContain('brought');

  // A version that can read it was started.
  legible.set('{', { ...event, id: newId(), aggregateId: 'deciphered' });
  const again = await asOrder('replay', '--all');
  expect(again.output).toContain('1 of 1 taken.');
  expect(again.exitCode).toBe(0);
  expect(taken).toContain('deciphered');
  expect(await database.query(sql`select from inbox_held`)).toEqual([]);
}, 300_000);

test('a job that failed for good comes back to its queue', async () => {
  poison.add('attic');
  await producing.database.transaction('ask', testInvocation(), async (tx) => {
    await producing.jobs.enqueue(tx, 'tidy', { what: 'attic' });
    return ok(undefined);
  });
  const listed = async () => (await deadLetters('list', '--consumer', 'checkout')).output;
  await until(async () => (await listed()).includes('job tidy of checkout'));
  expect(await listed()).toContain('after 1 attempt: nobody can tidy that');
  poison.delete('attic');
  const replayed = await deadLetters('replay', '--all', '--type', 'tidy');
  expect(replayed.output).toContain('queued again; a worker of checkout');
  expect(replayed.exitCode).toBe(0);
  kontor.jobWritten('checkout', 'tidy');
  await until(() => taken.includes('attic'));
  expect(await listed()).toContain('0 dead letters.');
}, 300_000);

test('contents are shown only when asked for', async () => {
  const id = await deadDelivery('private');
  for (const options of [['list'], ['list', '--json']])
    expect((await deadLetters(...options)).output).not.toContain('ada@');
  expect((await deadLetters('list', '--show', id)).output).toContain('"ada@kontor.example"');
  poison.delete('private');
}, 300_000);

test('stories that are tried in vain are listed as stuck, and are no dead letters', async () => {
  await producing.database.transaction('start', testInvocation(), async (tx) => {
    tx.stories.begin(wait, 'forever');
    return ok(undefined);
  });
  await until(async () => {
    const [row] = await producing.database.query<{ attempts: number }>(
      sql`select attempts from story where id = 'forever'`,
    );
    return row?.attempts === 1;
  });
  expect((await deadLetters('list', '--stuck')).output).toContain('0 stuck.');
  await producing.database.query(
    sql`update story set attempts = 10, next_attempt_at = kontor_now() + interval '5 minutes' where id = 'forever'`,
  );
  const { output } = await deadLetters('list', '--stuck');
  expect(output).toMatch(
    /checkout: wait forever\n {4}since 20\S+Z, 10 attempts, next attempt 20\S+Z: Error: the bank is closed\n1 stuck\./,
  );
});

test.each([
  [['replay'], 'Say which ids to replay, or --all'],
  [['replay', '--all', newId()], 'Say which ids to replay, or --all'],
  [['replay', 'x'], '"x" is no id of a dead letter'],
  [['replay', newId()], 'There is no dead letter'],
  [['list', '--show', newId()], 'There is no dead letter'],
  [['list', '--consumer', 'orders'], 'There is no service "orders"'],
  [['mend'], 'Say list or replay.'],
  [['replay', '--all', '--wait', 'x'], '--wait is "x"'],
])('%j is refused in one line', async (options, line) => {
  const { exitCode, errors, output } = await deadLetters(...options);
  expect(errors).toContain(line);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(output).toBe('');
  expect(exitCode).toBe(2);
});

test('a database that does not answer is named without its password', async () => {
  const address = 'postgres://kontor_inventory_sync:secret@127.0.0.1:1/x';
  const { errors, exitCode } = await inEnvironment({ DATABASE_URL_INVENTORY_SYNC: address }, [
    'list',
  ]);
  expect(errors).toMatch(/^The database of inventory-sync does not answer: .*\n$/);
  expect(errors).not.toContain('secret');
  expect(exitCode).toBe(2);
});
