import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

const dayIn = (days: number) =>
  new Date(clock.nowMs() + days * 86_400_000).toISOString().slice(0, 10);

async function setPolicy(
  sku: string,
  change: { expectedOn?: string | null; safetyStock?: number },
) {
  const policy = { sku, policyOverride: 'continue' as const, ...change };
  const set = await all.shop.client('inventory').setStockPolicy(policy, all.shop.invocation());
  await all.shop.settle();
  return must(set, 'policy').expectedOn;
}

/** As a shopper sees it on the product's page. */
async function shownDay(sku: string) {
  const asked = { handle: sku.toLowerCase() };
  const page = await all.shop.client('product').getProduct(asked, all.as(all.shop.guest()));
  return must(page, 'page').variants[0]!.expectedOn;
}

async function placed(checkoutId: string): Promise<OrderSnapshot> {
  const row = await all.shop.database('checkout').first<{ data: OrderSnapshot }>(sql`
    select data from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkoutId}`);
  return row!.data;
}

test('the day on which more comes is told from the page to the order, where units are missing', async () => {
  const guest = all.shop.guest();
  const sku = await all.sell(2);
  const day = dayIn(20);
  expect(await setPolicy(sku, { expectedOn: day })).toBe(day);
  // What is left out stays.
  expect(await setPolicy(sku, { safetyStock: 0 })).toBe(day);
  expect(await shownDay(sku)).toBe(day);

  const { cartId, lines } = await all.fill(guest, sku, 2);
  expect(lines[0]!.expectedOn).toBeUndefined();
  const more = { cartId, lineId: lines[0]!.lineId, quantity: 5 };
  must(await all.carts.changeLine(more, all.as(guest)), 'more');
  const cart = must(await all.carts.getCart({ cartId }, all.as(guest)), 'cart');
  expect(cart.lines[0]!.expectedOn).toBe(day);

  const buyer = all.shop.guest();
  const checkout = await all.ready(buyer, sku, 5);
  expect(checkout.lines[0]!.expectedOn).toBe(day);
  expect(checkout.delivery!.promise!.earliestOn > day).toBe(true);
  must(await all.complete(buyer, checkout), 'complete');
  expect((await placed(checkout.checkoutId)).lines[0]!.expectedOn).toBe(day);
});

test('a day that is over and one that was taken back are told no more', async () => {
  const sku = await all.sell(0);
  expect(await setPolicy(sku, { expectedOn: dayIn(-3) })).toBe(dayIn(-3));
  expect(await shownDay(sku)).toBeNull();
  await setPolicy(sku, { expectedOn: dayIn(9) });
  expect(await shownDay(sku)).toBe(dayIn(9));
  expect(await setPolicy(sku, { expectedOn: null })).toBeNull();
  expect(await shownDay(sku)).toBeNull();
});
