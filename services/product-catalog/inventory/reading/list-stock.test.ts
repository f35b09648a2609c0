import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openInventory, reservationOf, stock, type Stocked } from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
  for (const sku of ['A', 'B', 'C']) await stock(stocked, sku, 5);
});
afterAll(() => stocked.shop.close());

const start = '2000-01-01T00:00:00Z';

/** All pages of a copy, of two items each. */
async function copied(updatedSince = start) {
  const { client, shop } = stocked;
  const items = [];
  let cursor: string | undefined;
  do {
    const asked = { limit: 2, updatedSince, cursor };
    const page = must(await client.listStock(asked, shop.invocation()), 'copy');
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const times = items.map(({ updatedAt }) => updatedAt!);
  expect(times).toEqual(times.toSorted());
  return items;
}

const skus = async () => (await copied()).map(({ sku }) => sku);
/** A change is told once the second in which it was made is over. */
const settled = { timeout: 180_000, interval: 100 };

test('a copy is told what was changed, the oldest change first', async () => {
  const { client, shop } = stocked;
  await expect.poll(() => skus(), settled).toEqual(['A', 'B', 'C']);
  must(
    await client.reserveStock(reservationOf({ sku: 'A', quantity: 2 }), shop.invocation()),
    'reserve',
  );
  await expect.poll(() => skus(), settled).toEqual(['B', 'C', 'A']);
  const items = await copied();
  expect(items.at(-1)).toMatchObject({ sku: 'A', reserved: 2, available: 3 });
  expect((await copied(items.at(-1)!.updatedAt)).map(({ sku }) => sku)).toEqual(['A']);

  const policy = { sku: 'B', policyOverride: 'continue', lowStockThreshold: 1 } as const;
  must(await client.setStockPolicy(policy, shop.invocation()), 'policy');
  await expect.poll(() => skus(), settled).toEqual(['C', 'A', 'B']);
  await stock(stocked, 'C', 0, { policy: 'continue' });
  await expect.poll(() => skus(), settled).toEqual(['A', 'B', 'C']);
  expect((await copied()).at(-1)).toMatchObject({ sku: 'C', policy: 'continue' });
});

test('nothing appears behind the place up to which somebody has read', async () => {
  const { client, shop } = stocked;
  const database = shop.database('inventory');
  const last = (await copied()).at(-1)!.updatedAt!;
  await database.transaction('count', shop.invocation(), async (tx) => {
    await tx.change(sql`update stock_item set version = version + 1 where sku = 'A'`);
    must(
      await client.reserveStock(reservationOf({ sku: 'B', quantity: 1 }), shop.invocation()),
      'reserve',
    );
    const isOver = sql`
      select date_trunc('second', clock_timestamp()) > updated_at as over from stock_item where sku = 'B'`;
    await expect
      .poll(async () => (await database.first<{ over: boolean }>(isOver))?.over, settled)
      .toBe(true);
    // B was written later than A began to be, so it is not told before A is.
    expect((await copied(last)).filter(({ sku }) => sku === 'B')).toEqual([]);
  });
  await expect.poll(() => skus(), settled).toEqual(['C', 'A', 'B']);
});

test('a cursor of a copy is of no other list', async () => {
  const { client, shop } = stocked;
  const page = await client.listStock({ limit: 1, updatedSince: start }, shop.invocation());
  const cursor = must(page, 'copy').nextCursor!;
  for (const updatedSince of [undefined, '2001-01-01T00:00:00Z']) {
    expect(
      await client.listStock({ limit: 1, updatedSince, cursor }, shop.invocation()),
    ).toMatchObject({ failure: { code: 'cursor_invalid' } });
  }
});

test('is found by how a SKU begins', async () => {
  const { client, shop } = stocked;
  const found = async (query: string) =>
    must(await client.listStock({ limit: 5, query }, shop.invocation()), query).items.map(
      ({ sku }) => sku,
    );
  expect(await found('b')).toEqual(['B']);
  expect(await found('%')).toEqual([]);
  expect(await found('_')).toEqual([]);
});
