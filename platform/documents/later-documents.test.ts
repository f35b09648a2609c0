import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectExternalSystems } from '#external/external-systems.ts';
import { defineContract } from '#kernel/contract.ts';
import { newId } from '#kernel/ids.ts';
import type { ServiceContext, ServiceDeclaration } from '../calls/service.ts';
import type { Transaction } from '../data/transaction.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { json, sql } from '../ground/sql.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import { Kontor } from '../run/kontor.ts';
import { jobSchemaOf, type Jobs } from '../stories/jobs.ts';
import { openLogger } from '../telemetry/log.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import {
  addressesOf,
  newTestInstallation,
  testInvocation,
  testSettings,
} from '../test-kit/testing.ts';
import { eventRoutes } from '../topology.ts';
import { defineDocument } from './documents.ts';

/** What only a newer process can read waits for one, whoever meets it: an event or a job. */
const document = defineDocument({
  name: 'thing-content',
  columns: ['thing.content'],
  v: 1,
  schema: z.strictObject({ name: z.string() }),
});
const migrations = new URL('../test-kit/samples/migrations/', import.meta.url);
const thing = z.strictObject({ id: z.string() });
const contracts = {
  checkout: defineContract({
    service: 'checkout',
    operations: {},
    events: { 'checkout.completed': { version: 1, data: thing } },
  }),
  order: defineContract({ service: 'order', operations: {}, events: {} }),
  cart: defineContract({ service: 'cart', operations: {}, events: {} }),
};

const restReceivedBy = (name: string): object =>
  Object.fromEntries(
    Object.entries(eventRoutes)
      .filter(([, { consumers }]) => (consumers as readonly string[]).includes(name))
      .map(([type]) => [type, async () => {}]),
  );

let jobs: Jobs;
const done: string[] = [];
const tries = { events: 0, jobs: 0 };

/** Looks into the document before it does anything, as all do that read rows. */
function order(context: ServiceContext<'order'>) {
  ({ jobs } = context);
  return {
    operations: {},
    subscriptions: {
      ...restReceivedBy('order'),
      'checkout.completed': async (events: ReceivedEvent[], tx: Transaction) => {
        tries.events += 1;
        await tx.query(sql`select content from thing where id = ${events[0]!.aggregateId}`);
        await tx.change(sql`
          update thing set heard = heard + 1 where id = ${events[0]!.aggregateId}`);
      },
    },
    jobs: {
      look: {
        retryLimit: 1,
        run: async ({ id }: Record<string, unknown>) => {
          tries.jobs += 1;
          await context.database.query(sql`select content from thing where id = ${String(id)}`);
          done.push(String(id));
        },
      },
    },
  };
}

const services = [
  {
    name: 'checkout',
    migrations,
    open: () => ({ operations: {}, subscriptions: restReceivedBy('checkout') }),
  },
  { name: 'order', migrations, documents: [document], open: order },
  {
    name: 'cart',
    migrations,
    open: () => ({ operations: {}, subscriptions: restReceivedBy('cart') }),
  },
] as unknown as ServiceDeclaration[];

const patience = { timeout: 120_000 };
let installation: Installation;
let kontor: Kontor;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation);
  for (const { name } of services) await migrate(installation, name, migrations);
  const external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  const open = () =>
    new Kontor({
      composition: { contracts, services },
      addressOf: addressesOf(installation),
      external,
      settings: testSettings(),
      log: openLogger('silent'),
      soleOwner: true,
    });
  // Where documents lie is learned at a start: the column has to be there by then.
  const first = open();
  first.dispatcher.connect = () => ({});
  await first.open();
  await first.databaseOf('order').query(sql`alter table thing add column content jsonb`);
  await first.close();
  kontor = open();
  kontor.dispatcher.connect = () => ({});
  await kontor.open();
});
afterAll(async () => {
  await kontor.close();
  await dropInstallation(installation);
});

const orders = () => kontor.databaseOf('order');
const put = async (content: unknown): Promise<string> => {
  const id = newId();
  await orders().query(sql`insert into thing (id, content) values (${id}, ${json(content)})`);
  return id;
};
const becomeReadable = (id: string) =>
  orders().query(sql`update thing set content = ${json({ name: 'Ada' })} where id = ${id}`);

test('an event that leads to one is handed over again until somebody can take it', async () => {
  const id = await put({ v: 2, names: ['Ada'] });
  const checkout = kontor.databaseOf('checkout');
  await checkout.transaction('tell', testInvocation(), (tx) => {
    tx.emit({
      type: 'checkout.completed',
      aggregateId: id,
      aggregateVersion: 1,
      data: { id } as never,
    });
    return Promise.resolve();
  });
  const failures = () =>
    checkout.query<{ attempts: number; isDead: boolean; why: string }>(sql`
      select attempts, dead_at is not null as is_dead, last_error as why
      from outbox_failure where consumer = 'order'`);
  // More often than what fails is tried.
  await expect
    .poll(async () => {
      await checkout.query(sql`update outbox_failure set next_attempt_at = kontor_now()`);
      await kontor.sweep();
      return tries.events;
    }, patience)
    .toBeGreaterThan(15);
  expect(await failures()).toEqual([
    {
      attempts: expect.any(Number) as number,
      isDead: false,
      why: expect.stringContaining('it waits for a newer one') as string,
    },
  ]);
  await becomeReadable(id);
  const heard = () =>
    orders().first<{ heard: number }>(sql`select heard from thing where id = ${id}`);
  await expect
    .poll(async () => {
      await checkout.query(sql`update outbox_failure set next_attempt_at = kontor_now()`);
      await kontor.sweep();
      return (await heard())?.heard;
    }, patience)
    .toBe(1);
}, 300_000);

test('a job that leads to one is done again later, and is no dead letter', async () => {
  const id = await put({ v: 2, names: ['Ada'] });
  await orders().transaction('enqueue', testInvocation(), (tx) => jobs.enqueue(tx, 'look', { id }));
  const schema = jobSchemaOf('order');
  const waiting = async () =>
    (
      await orders().raw(
        `select name, state::text, retry_count, start_after > kontor_now() + interval '30 seconds' as later
       from ${schema}.job where state in ('created', 'retry', 'active', 'failed')
         and name in ('look', 'dead_letters')`,
      )
    ).rows as object[];
  const waits = [{ name: 'look', state: 'created', retry_count: 0, later: true }];
  const dueNow = async () => {
    await orders().raw(
      `update ${schema}.job set start_after = now() - interval '1 second' where state = 'created' and name = 'look'`,
    );
    kontor.jobWritten('order', 'look');
  };
  // More often than a job that fails is tried.
  for (let time = 1; time <= 4; time += 1) {
    await expect.poll(() => tries.jobs, patience).toBe(time);
    await expect.poll(waiting, patience).toEqual(waits);
    if (time === 4) await becomeReadable(id);
    await dueNow();
  }
  await expect.poll(() => done, patience).toEqual([id]);
  await expect.poll(waiting, patience).toEqual([]);
  expect(tries.jobs).toBe(5);
}, 600_000);
