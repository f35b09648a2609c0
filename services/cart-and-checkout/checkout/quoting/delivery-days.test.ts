import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
  await all.shop.settle();
}, 300_000);
afterAll(() => all.shop.close());

test('the days are the same before the cart, in the checkout and in the order', async () => {
  const guest = all.shop.guest();
  const sku = await all.sell(3);
  const goods = { currency: 'EUR', subtotalMinor: 1_999, quantity: 1, weightGrams: 0 };
  const asked = { ...goods, countryCode: 'DE' };
  const estimate = must(await all.checkouts.estimateDelivery(asked, all.as(guest)), 'estimate');
  const estimated = new Map(estimate.options.map(({ optionId, promise }) => [optionId, promise]));
  const checkout = await all.ready(guest, sku);
  const { delivery, deliveryOptions } = checkout;
  const quoted = deliveryOptions.filter(({ optionId }) => estimated.has(optionId));
  expect(quoted.length).toBe(estimated.size);
  for (const { optionId, promise } of quoted) expect(promise).toEqual(estimated.get(optionId));
  expect(delivery!.promise).toMatchObject({ earliestOn: expect.any(String) });
  must(await all.complete(guest, checkout), 'complete');
  const placed = await all.shop.database('checkout').first<{ data: OrderSnapshot }>(sql`
    select data from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkout.checkoutId}`);
  expect(placed!.data.delivery).toEqual(delivery);
});

test('goods that are sold before they are there, and of which nobody knows when they come, are not promised', async () => {
  const guest = all.shop.guest();
  const sku = await all.sell(1);
  const policy = { sku, policyOverride: 'continue' as const };
  must(await all.shop.client('inventory').setStockPolicy(policy, all.shop.invocation()), 'policy');
  await all.shop.settle();
  const there = await all.ready(all.shop.guest(), sku, 1);
  expect(there.delivery!.promise).not.toBeNull();
  expect(there.lines[0]!.backordered).toBeUndefined();
  const awaited = await all.ready(guest, sku, 2);
  expect(awaited.lines[0]!.backordered).toBe(true);
  expect(awaited.deliveryOptions.map(({ promise }) => promise ?? null)).toEqual(
    awaited.deliveryOptions.map(() => null),
  );
});
