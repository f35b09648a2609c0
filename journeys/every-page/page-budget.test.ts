import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import type { ClusterAddress } from '#platform/provision/installation.ts';
import { leadsTo, tapSockets } from '#platform/test-kit/wire-counts/tap-sockets.ts';
import { WireCounter } from '#platform/test-kit/wire-counts/wire-counter.ts';
import { LoadClient } from '../../bench/load.ts';
import { shownOfProduct, shownOnCards } from '../../bench/pages/shown-values.ts';
import { statementsOfPages } from './page-budget.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

/**
 * What a page costs the databases, counted on the wire. Every number of `page-budget.ts` is a promise:
 * a page that comes to cost more shows here by the name of the statement that came in.
 */
const counter = new WireCounter((name) => name.startsWith('kontor '));
const openings = 5;
const mostOpenings = 200;

let shop: JourneyShop;
let client: LoadClient;
let undo = (): void => {};

beforeAll(async () => {
  const cluster = JSON.parse(process.env['KONTOR_TEST_CLUSTER']!) as ClusterAddress;
  ({ undo } = tapSockets(counter, leadsTo(cluster)));
  shop = await openJourneyShop();
  client = new LoadClient(shop.url, 1);
  await shop.settle();
});
afterAll(async () => {
  undo();
  await client.close();
  await shop.close();
});

interface Cost {
  readonly statements: Readonly<Record<string, number>>;
  readonly visits: number;
}

/**
 * Of each name the least that any opening had: what comes by the clock is nobody's cost. Where it is not
 * what `isEnough` wants more are made, as a busy machine may open each later than what all pages share is
 * known for.
 */
async function costOf(path: string, isEnough: (cost: Cost) => boolean = () => true): Promise<Cost> {
  const costs: Cost[] = [];
  for (;;) {
    counter.reset();
    await client.text(path);
    const { byLabel, visits } = structuredClone(counter.counts);
    costs.push({ statements: byLabel, visits });
    const least = leastOf(costs);
    if (costs.length === mostOpenings || (costs.length > openings && isEnough(least))) return least;
  }
}

function leastOf(costs: readonly Cost[]): Cost {
  const names = new Set(costs.flatMap(({ statements }) => Object.keys(statements)));
  const least = [...names]
    .map(
      (name) => [name, Math.min(...costs.map(({ statements }) => statements[name] ?? 0))] as const,
    )
    .filter(([, count]) => count > 0)
    .toSorted(([one], [other]) => one.localeCompare(other));
  return {
    statements: Object.fromEntries(least),
    visits: Math.min(...costs.map(({ visits }) => visits)),
  };
}

test.each(Object.entries(statementsOfPages))(
  '%s sends the statements that it must, each in a visit of its own',
  async (_, { path, statements }) => {
    const sum = Object.values(statements).reduce((all, one) => all + one, 0);
    const cost = await costOf(
      path,
      (least) => isDeepStrictEqual(least.statements, statements) && least.visits <= sum,
    );
    expect(cost.statements).toEqual(statements);
    expect(cost.visits).toBeLessThanOrEqual(sum);
  },
);

test('one statement more is noticed', async () => {
  const { prototype } = pg.Client;
  const own = Reflect.get(prototype, 'query') as (...all: unknown[]) => unknown;
  try {
    Reflect.set(prototype, 'query', function planted(this: pg.Client, ...all: unknown[]): unknown {
      const { text = '' } = all[0] as { text?: string };
      if (text.includes('join page')) void own.call(this, 'select 1 as planted');
      return own.apply(this, all);
    });
    const { statements } = await costOf(statementsOfPages['product']!.path);
    expect(statements).toHaveProperty('product: select 1 as planted', 1);
  } finally {
    Reflect.set(prototype, 'query', own);
  }
});

test('what pages show is read as the measurement of their age reads it', async () => {
  const handle = 'haraz-sun-dried';
  const { variants } = await client.send<{ variants: { sku: string; priceMinor: number }[] }>(
    'GET',
    `/v1/products/${handle}`,
    undefined,
  );
  const [{ sku, priceMinor }] = variants as [{ sku: string; priceMinor: number }];
  await shop.staff.countTo(sku, 3);
  for (const language of ['', '/de']) {
    const page = await client.text(`${language}/products/${handle}?variant=${sku}`);
    const price = { thing: `price of ${handle}`, value: String(priceMinor) };
    expect(shownOfProduct(page, { handle, sku })).toEqual([
      price,
      price,
      { thing: `units of ${handle}`, value: '3' },
    ]);
    const list = await client.text(`${language}/categories/food-drink/coffee`);
    const { items } = await client.send<{ items: { handle: string; priceMinor: number }[] }>(
      'GET',
      '/v1/products/search?category=food-drink/coffee&limit=20',
      undefined,
    );
    const found = items.find((item) => item.handle === handle)!;
    expect(shownOnCards(list, new Set([handle]))).toEqual([
      { thing: `${handle} sold out`, value: 'false' },
      { thing: `price of ${handle}`, value: String(found.priceMinor) },
    ]);
  }
  for (const other of variants) await shop.staff.countTo(other.sku, 0);
  await expect
    .poll(async () =>
      shownOnCards(await client.text('/categories/food-drink/coffee'), new Set([handle])),
    )
    .toEqual([{ thing: `${handle} sold out`, value: 'true' }]);
  const soldOut = await client.text(`/products/${handle}?variant=${sku}`);
  expect(shownOfProduct(soldOut, { handle, sku }).at(-1)).toEqual({
    thing: `units of ${handle}`,
    value: '0',
  });
});
