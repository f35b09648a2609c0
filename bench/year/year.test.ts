import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { migrate, provision } from '#platform/provision/provision.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { topology, type ServiceName } from '#platform/topology.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { checkoutService } from '../../services/cart-and-checkout/checkout/service.ts';
import { orderService } from '../../services/order-processing/order/service.ts';
import { paymentService } from '../../services/order-processing/payment/service.ts';
import { playYear } from './year.ts';

const services = [checkoutService, orderService, paymentService];
let installation: Installation;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(
    installation,
    services.map(({ name }) => name),
  );
  for (const { name, migrations } of services)
    if (migrations) await migrate(installation, name, migrations);
});
afterAll(() => dropInstallation(installation));

async function ask(service: ServiceName, text: string): Promise<Record<string, unknown>[]> {
  const config = {
    ...installation.cluster,
    database: databaseNameOf(installation, topology[service].database!),
    options: `-c search_path="${service}",kontor`,
  };
  return withClient(config, async (client) => (await client.query(text)).rows);
}

const event = (id: string, pending: string, age: string) => `
  insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
    actor, traceparent, data, pending, occurred_at)
  values (${id}, 'checkout.completed', 1, ${id}::text, 1, 'default', 'en', '{}', '',
    jsonb_build_object('order', repeat('x', 900)), '${pending}', now() - interval '${age}')`;

const story = (id: string, state: string, age: string) => `
  insert into story (name, id, state, next_attempt_at, channel, locale, traceparent, created_at,
    finished_at)
  values ('complete', '${id}', '${state}', now() + interval '9 years', 'default', 'en', '',
    now() - interval '${age}', case '${state}' when 'finished' then now() end)`;

/** What a purchase leaves in the tables that are cleaned. */
async function plantPurchase(): Promise<void> {
  await ask('checkout', event('gen_random_uuid()', '{}', '0'));
  await ask('checkout', story('one', 'finished', '0'));
  await ask(
    'checkout',
    `insert into idempotency (actor_scope, operation, key, body_hash, reply)
     values ('guest:1:default', 'complete', 'once', '', '{}')`,
  );
  await ask(
    'order',
    `insert into inbox (event_id, type, aggregate_id, aggregate_version)
     values (gen_random_uuid(), 'checkout.completed', 'one', 1)`,
  );
  await ask(
    'payment',
    `insert into webhook_inbox (event_id, type, outcome) values ('evt_1', 'captured', 'applied')`,
  );
}

test('of a month of orders the rows of their age are left, and all that must never go', async () => {
  const undelivered = '00000000-0000-7000-8000-000000000001';
  await ask('checkout', event(`'${undelivered}'::uuid`, '{order}', '29 days'));
  for (const state of ['open', 'held']) await ask('checkout', story(state, state, '29 days'));
  const [row] = await ask('checkout', 'select clock_timestamp()::text as since');
  await plantPurchase();
  const report = await playYear({
    installation,
    services: services.map(({ name }) => name),
    since: String(row!['since']),
    purchases: 1,
    ordersPerDay: 48,
    stepsADay: 4,
    days: 30,
    say: () => {},
  });
  expect(report.orders).toBe(30 * 48);
  const rows = Object.fromEntries(report.tables.map((table) => [table.table, table.rows]));
  // Beside the days' rows: the purchase that was copied, the unheard event, two stories.
  expect(rows).toEqual({
    'checkout.outbox': 7 * 48 + 2,
    'checkout.idempotency': 2 * 48 + 1,
    'checkout.story': 7 * 48 + 3,
    'order.inbox': 14 * 48 + 1,
    'payment.webhook_inbox': 14 * 48 + 1,
  });
  for (const table of report.tables) expect(table.rows / table.rowsOfAge).toBeLessThanOrEqual(1.3);
  expect(await ask('checkout', `select id from outbox where pending <> '{}'`)).toEqual([
    { id: undelivered },
  ]);
  expect(
    await ask('checkout', `select state from story where state <> 'finished' order by state`),
  ).toEqual([{ state: 'held' }, { state: 'open' }]);
}, 300_000);
