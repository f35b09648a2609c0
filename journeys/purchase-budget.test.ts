import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseNameOf, type ClusterAddress } from '#platform/provision/installation.ts';
import { databases, type DatabaseName } from '#platform/topology.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { rowsBetween, rowsWritten } from '#platform/test-kit/wire-counts/rows-written.ts';
import { leadsTo, tapSockets } from '#platform/test-kit/wire-counts/tap-sockets.ts';
import { WireCounter } from '#platform/test-kit/wire-counts/wire-counter.ts';
import { LoadClient } from '../bench/load.ts';
import { purchase } from '../bench/purchase.ts';
import { openJourneyShop, type JourneyShop } from './shop-kit/journey-shop.ts';
import {
  mostRows,
  mostStatements,
  rowsOfAPurchase,
  statementsOfAPurchase,
} from './purchase-budget.ts';

/**
 * What a guest's purchase of one line costs the databases, until it is captured, invoiced, handed to
 * fulfillment and told: counted on the wire and by PostgreSQL itself, through the public door. Every
 * number of `purchase-budget.ts` is a promise. A purchase that comes to cost more shows here by the
 * name of the statement or table that came in; one that costs less takes its number down with it.
 */
const counter = new WireCounter((name) => name.startsWith('kontor '));
const measuredPurchases = 3;
const mostPurchases = 12;
/** A purchase takes a second, or ten where others use the machine. */
const longTest = { timeout: 900_000 };
const buyersInStep = 16;
/** At most so many times a buyer waits for PostgreSQL, or others for him, when 16 begin together. */
const visitsInStep = 52;

interface Cost {
  readonly statements: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
}

let shop: JourneyShop;
let client: LoadClient;
let sku: string;
let undo = (): void => {};

beforeAll(async () => {
  const cluster = JSON.parse(process.env['KONTOR_TEST_CLUSTER']!) as ClusterAddress;
  ({ undo } = tapSockets(counter, leadsTo(cluster)));
  shop = await openJourneyShop();
  sku = await shop.staff.stockedSku(1_000);
  client = new LoadClient(shop.url, buyersInStep);
  for (let warmUp = 0; warmUp < 2; warmUp += 1) await purchase(client, sku);
  await untilReported();
});
afterAll(async () => {
  undo();
  await client.close();
  await shop.close();
});

test('a purchase sends the statements and writes the rows that it must', longTest, async () => {
  const budget = { statements: statementsOfAPurchase, rows: rowsOfAPurchase };
  const cost = await costOfAPurchase((least) => isDeepStrictEqual(least, budget));
  expect(cost).toEqual(budget);
  const sum = (counts: Cost['rows']) => Object.values(counts).reduce((all, one) => all + one, 0);
  expect(sum(cost.statements)).toBeLessThanOrEqual(mostStatements);
  expect(sum(cost.rows)).toBeLessThanOrEqual(mostRows);
});

test('one statement more is noticed, wherever it is sent, and one row more', longTest, async () => {
  const { prototype } = pg.Client;
  const own = Reflect.get(prototype, 'query') as (...all: unknown[]) => unknown;
  // Beside an insert within a transaction, before a move, and beside a statement of its own.
  const places = ['insert into orders', 'update completion set', 'insert into webhook_inbox'];
  const planted = function planted(this: pg.Client, ...all: unknown[]): unknown {
    const { text = '' } = all[0] as { text?: string };
    const place = places.findIndex((words) => text.includes(words));
    if (place >= 0) void own.call(this, `select ${place} as planted`);
    return own.apply(this, all);
  };
  await inDatabase(
    'cart',
    `create function cart.plant() returns trigger language plpgsql security definer as $$ begin
       insert into cart.inbox (event_id, type, aggregate_id, aggregate_version)
       values (gen_random_uuid(), 'planted', '', 0); return null; end $$;
     create trigger plant after insert on cart.cart for each row execute function cart.plant()`,
  );
  try {
    Reflect.set(prototype, 'query', planted);
    const { statements, rows } = await costOfAPurchase(() => true);
    expect(statements).toMatchObject({
      'order: select 0 as planted': 1,
      'checkout: select 1 as planted': expect.any(Number) as number,
      'payment: select 2 as planted': 2,
    });
    expect(rows['insert cart.inbox']).toBe(rowsOfAPurchase['insert cart.inbox']! + 1);
  } finally {
    Reflect.set(prototype, 'query', own);
    await inDatabase('cart', 'drop function cart.plant() cascade');
  }
});

test(`${buyersInStep} buyers that begin together visit the databases seldom enough`, async () => {
  const rounds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    counter.reset();
    await Promise.all(Array.from({ length: buyersInStep }, () => purchase(client, sku)));
    await untilReported();
    rounds.push(counter.counts.visits / buyersInStep);
  }
  const middle = rounds.toSorted((left, right) => left - right)[2]!;
  expect(middle, `rounds ${rounds.join(', ')}`).toBeLessThanOrEqual(visitsInStep);
});

/**
 * What purchases cost that are made one after the other, until it is what `isEnough` wants. Where the
 * machine is so busy that a purchase takes seconds, each has something in it that comes by the clock:
 * after so many it is taken out by name.
 */
async function costOfAPurchase(isEnough: (cost: Cost) => boolean): Promise<Cost> {
  const costs: Cost[] = [];
  while (costs.length < mostPurchases) {
    const before = await rows();
    counter.reset();
    await purchase(client, sku);
    await untilReported();
    const statements = withoutTimers(structuredClone(counter.counts.byLabel));
    costs.push({ statements, rows: withoutTimers(rowsBetween(before, await rows())) });
    const least = leastOf(costs);
    if (costs.length >= measuredPurchases && isEnough(least)) return least;
  }
  const { statements, rows: written } = leastOf(costs);
  return {
    statements: withoutTheClock(statements, statementsOfAPurchase),
    rows: withoutTheClock(written, rowsOfAPurchase),
  };
}

/**
 * What a purchase sends and writes besides when a second or five have gone by since the one before: the
 * story of the next window of reservations, which their sweep takes up, the prices of delivery and taxes
 * read anew, marks of an event's consumers that came more than 50 ms apart, the relays' polls.
 */
const byTheClock: readonly (readonly [what: RegExp, most: number])[] = [
  [/^(inventory: insert |insert inventory\.)story$/, 1],
  [/^(inventory: update |update inventory\.)story$/, 2],
  [/^shipping: select (rate, free_threshold, method, zone|location|channel_setting)$/, 1],
  [/^tax: select (channel_setting|tax_rate)$/, 1],
  [/^(\w+: update |update \w+\.)outbox$/, 1],
  [/^\w+: select outbox_failure, outbox$/, 3],
];

/** Of a count that is above its budget, as many less as the clock may have brought. */
function withoutTheClock(counts: Cost['rows'], budget: Cost['rows']): Cost['rows'] {
  const own = Object.entries(counts).map(([name, count]) => {
    const [, most = 0] = byTheClock.find(([what]) => what.test(name)) ?? [];
    const least = budget[name] ?? 0;
    return [name, count > least ? Math.max(least, count - most) : count] as const;
  });
  return Object.fromEntries(own.filter(([, count]) => count > 0));
}

/** Of each name the least that any purchase had: a relay's poll that fell into one is not its cost. */
function leastOf(costs: readonly Cost[]): Cost {
  const least = (part: keyof Cost) => {
    const names = [...new Set(costs.flatMap((cost) => Object.keys(cost[part])))].toSorted();
    const counts = names.map(
      (name) => [name, Math.min(...costs.map((cost) => cost[part][name] ?? 0))] as const,
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  };
  return { statements: least('statements'), rows: least('rows') };
}

/**
 * The sweeps of stories and the gateway’s look at the channels every few seconds, and what the job engine
 * notes down for itself.
 */
function withoutTimers(counts: Readonly<Record<string, number>>): Record<string, number> {
  const isTimer =
    /: update story of those not locked$|: select channel_domain, channel$|_jobs\.(?!job\b)/;
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !isTimer.test(name)));
}

function rows() {
  const { cluster } = shop.installation;
  return rowsWritten(
    cluster,
    databases.map((name) => databaseNameOf(shop.installation, name)),
  );
}

/** Until the order is confirmed and its mail has left, and no event is under way. */
async function untilReported(): Promise<void> {
  const open: readonly [DatabaseName, string][] = [
    ['order', `select from "order".orders where state = 'placed'`],
    ['order', `select from "order".story where state = 'open'`],
    ['customer', `select from notification.story where state = 'open'`],
  ];
  for (const endMs = performance.now() + 60_000; performance.now() < endMs;) {
    await shop.settle();
    const left = await Promise.all(open.map(([database, text]) => inDatabase(database, text)));
    if (left.every((count) => count === 0)) return shop.settle();
  }
  throw new Error('the purchase is not confirmed and told after 60 s');
}

async function inDatabase(database: DatabaseName, text: string): Promise<number> {
  const { installation } = shop;
  const config = {
    ...installation.cluster,
    database: databaseNameOf(installation, database),
  };
  return withClient(config, async (admin) => (await admin.query(text)).rowCount ?? 0);
}
