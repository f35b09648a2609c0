import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { inTurns } from '#platform/ground/in-turns.ts';
import { topology } from '#platform/topology.ts';
import { expectStatus } from '#journeys/people/api-client.ts';
import type { PurchaseChoices } from '#journeys/people/shopper.ts';
import type { Fulfillment } from '#journeys/people/staff.ts';
import { cards } from '#journeys/people/shopper.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { BusyWarehouse } from '../buyers/busy-warehouse.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import { persist } from '../buyers/persist.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';
import type { Seeded } from '../injections/seeded.ts';

const numbers = {
  quick: { buyers: 80, atOnce: 40, units: 15, hands: 3, kills: 1 },
  full: { buyers: 800, atOnce: 80, units: 130, hands: 5, kills: 5 },
};
const locations = 3;
/** What becomes of an order, by chance; the rest stays as it is. */
const ends = { cancelled: 0.2, shipped: 0.45, givenUp: 0.6, contested: 0.75 };
/** Who is killed in a split shop; embedded it is all. */
const dying = ['inventory', 'cart', 'inventory-sync', 'fulfillment'];
/** The server tells its counts to others at most so late. */
const countsAreLateMs = 1_500;

/**
 * F26: carts of several lines take from the same stock items in every order, at several locations,
 * while others are cancelled, shipped and given up, and staff receive, count and rearrange the very
 * same ones, with kills. Nobody waits for another in a circle, and every unit is where it was told.
 */
export const sharedStock: FaultScenario = {
  id: 'F26',
  title: 'stock that many lines share',
  modes: ['embedded', 'split'],
  // Circles are seen at once, long before anybody gives up waiting and so hides one.
  needs: { ownPostgres: { deadlock_timeout: '10ms' } },
  mustHappen: [
    'orders of several lines',
    'orders from several locations',
    'kills',
    'sold out',
    'cancelled',
    'shipped',
    'given up',
    'receipts',
    'counts',
    'changes of a location',
  ],
  async run(context) {
    const { shop, size, random, count } = context;
    const { buyers, units, hands } = numbers[size];
    const skus: string[] = [];
    for (const index of [0, 1, 2]) skus.push(await shop.staff.stockedSku(1, index));
    const warehouse = await BusyWarehouse.open(context, { skus, units, locations });
    const before = await warehouse.items();
    const people = Array.from({ length: buyers }, (_, turn) => random.branch(`buyer ${turn}`));
    const ready = await inTurns(numbers[size].atOnce, people, (person) =>
      PatientBuyer.ready(shop, cartOf(skus, person), person),
    );
    const circles = await deadlocks(context);
    const rushed = new AbortController();
    const working = Promise.all(
      Array.from({ length: hands }, async (_, hand) => {
        const hour = random.branch(`hand ${hand}`);
        while (!rushed.signal.aborted) await warehouse.work(hour);
      }),
    );
    working.catch(() => {});
    const orderIds = await rush(context, ready, people).finally(() => rushed.abort());
    await working;
    await expectCounts(context, warehouse, { before, orderIds });
    await sleep(countsAreLateMs);
    const seen = (await deadlocks(context)) - circles;
    if (seen > 0) throw new Error(`${seen} times somebody waited for another in a circle`);
    count('orders of several lines', orderIds.length);
  },
};

/** Two or three SKUs in an order of their own; some add the first once more. */
function cartOf(skus: readonly string[], random: Seeded): PurchaseChoices {
  const lines = random
    .shuffled(skus)
    .slice(0, 2 + random.below(2))
    .map((sku) => ({ sku, quantity: 1 + random.below(3) }));
  const [first, ...others] = lines;
  const again = random.chance(0.2) ? [{ sku: first!.sku, quantity: 1 }] : [];
  return { ...first!, further: [...others, ...again] };
}

async function rush(
  context: ScenarioContext,
  ready: readonly PatientBuyer[],
  people: readonly Seeded[],
): Promise<string[]> {
  const { size, count } = context;
  const { kills } = numbers[size];
  const orderIds: string[] = [];
  let asked = 0;
  let killed = 0;
  let dead = Promise.resolve();
  await inTurns(numbers[size].atOnce, ready.entries(), async ([turn, buyer]) => {
    asked += 1;
    if (asked > ((killed + 1) * ready.length) / (kills + 1)) {
      killed += 1;
      dead = dead.then(() => die(context));
    }
    const random = people[turn]!;
    const card = random.chance(0.1) ? cards.declined : cards.good;
    const orderId = await buyer.placed(card, ['out_of_stock', 'payment_declined']);
    if (orderId === undefined) return count(card === cards.good ? 'sold out' : 'declined');
    orderIds.push(orderId);
    await endOf(context, buyer, orderId, random);
  });
  await dead;
  return orderIds;
}

async function die({ shop, random, count }: ScenarioContext): Promise<void> {
  const name = shop.mode === 'split' ? random.pick(dying) : undefined;
  await shop.kill(name);
  count('kills');
  await shop.start(name);
}

async function endOf(
  context: ScenarioContext,
  buyer: PatientBuyer,
  orderId: string,
  random: Seeded,
): Promise<void> {
  const { count } = context;
  const chance = random.next();
  if (chance < ends.cancelled) {
    await eventually(
      () => cancel(buyer, orderId),
      ({ status }) => status === 200,
    );
    await buyer.order(orderId, ({ state }) => state === 'cancelled');
    return count('cancelled');
  }
  if (chance >= ends.contested) return;
  await buyer.order(orderId, ({ state }) => state === 'confirmed');
  const parts = await eventually(
    () => context.shop.staff.fulfillmentsOf(orderId),
    (found) => found.length > 0,
  );
  if (parts.length > 1) count('orders from several locations');
  const shipping = chance < ends.shipped || chance >= ends.givenUp;
  const steps = shipping ? ['pick', 'pack', 'ship'] : ['cancel'];
  const cancelling = chance >= ends.givenUp ? [cancel(buyer, orderId)] : [];
  const reported = await Promise.all(parts.map((part) => go(context, part, steps, random)));
  await Promise.allSettled(cancelling);
  if (reported.every((status) => status === 200)) count(shipping ? 'shipped' : 'given up');
}

function cancel(buyer: PatientBuyer, orderId: string) {
  return buyer.shopper.post(`/v1/orders/${orderId}/cancel`, { reason: 'changed my mind' });
}

/** Each step once, up to the first that is refused: units may be missing, or the order over. */
async function go(
  { shop }: ScenarioContext,
  { fulfillmentId }: Fulfillment,
  steps: readonly string[],
  random: Seeded,
): Promise<number> {
  for (const step of steps) {
    const key = randomUUID();
    const body = step === 'cancel' ? { reason: 'came back' } : undefined;
    const path = `/v1/admin/fulfillments/${fulfillmentId}/${step}`;
    const { status, text } = await persist(() => shop.staff.post(path, body, { key }), random);
    if (status === 409) return status;
    if (status !== 200) throw new Error(`${step}: ${status} ${text}`);
  }
  return 200;
}

type ItemsBefore = Awaited<ReturnType<BusyWarehouse['items']>>;

/** What orders and parcels say that they hold and have taken is what stock says, to the unit. */
async function expectCounts(
  { shop }: ScenarioContext,
  warehouse: BusyWarehouse,
  { before, orderIds }: { before: ItemsBefore; orderIds: readonly string[] },
): Promise<void> {
  const sumOf = (items: ItemsBefore, sku: string, column: 'reserved' | 'departed' | 'received') =>
    items.filter((item) => item.sku === sku).reduce((sum, item) => sum + item[column], 0);
  const skus = [...new Set(before.map(({ sku }) => sku))];
  await eventually(
    async () => {
      const held = new Map<string, number>();
      const gone = new Map<string, number>();
      for (const orderId of orderIds) {
        const order = await shop.staff.get<{ lines: { lineId: string; sku: string }[] }>(
          `/v1/admin/orders/${orderId}`,
        );
        const skuOf = new Map(
          expectStatus(order, 200).lines.map(({ lineId, sku }) => [lineId, sku]),
        );
        for (const { state, lines } of await shop.staff.fulfillmentsOf(orderId)) {
          if (state === 'cancelled') continue;
          const units = state === 'shipped' || state === 'delivered' ? gone : held;
          for (const { lineId, quantity } of lines) {
            const sku = skuOf.get(lineId)!;
            units.set(sku, (units.get(sku) ?? 0) + quantity);
          }
        }
      }
      const now = await warehouse.items();
      const reported = skus.map((sku) => ({
        sku,
        reserved: sumOf(now, sku, 'reserved') - sumOf(before, sku, 'reserved'),
        departed: sumOf(now, sku, 'departed') - sumOf(before, sku, 'departed'),
        received: sumOf(now, sku, 'received') - sumOf(before, sku, 'received'),
      }));
      const expected = skus.map((sku) => ({
        sku,
        reserved: held.get(sku) ?? 0,
        departed: gone.get(sku) ?? 0,
        received: warehouse.received.get(sku) ?? 0,
      }));
      return { reported, expected };
    },
    ({ reported, expected }) => JSON.stringify(reported) === JSON.stringify(expected),
  );
}

async function deadlocks(context: ScenarioContext): Promise<number> {
  const { installation } = context.shop;
  const databases = new Set(Object.values(topology).flatMap(({ database }) => database ?? []));
  const names = [...databases].map((name) => databaseNameOf(installation, name));
  const [row] = await askDatabase<{ deadlocks: number }>(
    context.shop,
    'inventory',
    'select sum(deadlocks)::int as deadlocks from pg_stat_database where datname = any($1)',
    [names],
  );
  return row!.deadlocks;
}
