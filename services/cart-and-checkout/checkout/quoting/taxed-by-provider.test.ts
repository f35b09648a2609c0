import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';

/** By the provider's calculation it is told later what was sold: it must be the one of what is sold. */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(() => all.shop.moveClock(0));

const newYork = { ...hamburg, postalCode: '10118', city: 'New York', regionCode: 'NY' };

async function ready() {
  const guest = all.shop.guest();
  const sku = await all.sell(5, 1_820);
  const { checkoutId } = await all.ready(guest, sku);
  const shippingAddress = { ...newYork, countryCode: 'US' };
  const checkout = must(
    await all.checkouts.updateCheckout({ checkoutId, shippingAddress }, all.as(guest)),
    'update',
  );
  expect(JSON.stringify(checkout)).not.toContain('taxcalc_');
  return { guest, sku, checkout };
}

interface Calculation {
  readonly id: string;
  readonly calculation: { readonly amount_total: number };
}

/** The provider's calculation that the order names. */
async function calculationOf(checkoutId: string): Promise<Calculation | undefined> {
  const sold = await all.shop.database('checkout').first<{ calculation: string | null }>(sql`
    select data ->> 'taxCalculationId' as calculation from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
  const book = (await all.shop.sandbox.read('tax_calculations')) as unknown as Calculation[];
  return book.find(({ id }) => sold?.calculation === `stripe-tax@sandbox ${id}`);
}

test('an order names the calculation of its totals, which its buyer is not shown', async () => {
  const { guest, checkout } = await ready();
  must(await all.complete(guest, checkout), 'complete');
  const found = await calculationOf(checkout.checkoutId);
  expect(found?.calculation.amount_total).toBe(checkout.totals!.totalMinor);
}, 120_000);

test('an order that the table taxed names none', async () => {
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await all.sell(5, 1_820));
  must(await all.complete(guest, checkout), 'complete');
  const [sold] = await all.shop.database('checkout').query<{ named: boolean }>(sql`
    select data ? 'taxCalculationId' as named from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkout.checkoutId}`);
  expect(sold).toEqual({ named: false });
}, 120_000);

test('totals that are renewed in passing are sold by the latest calculation', async () => {
  const { guest, checkout } = await ready();
  const before = await all.shop.sandbox.read('tax_calculations');
  await all.shop.moveClock(31 * 60_000);
  must(await all.complete(guest, checkout), 'complete');
  const found = await calculationOf(checkout.checkoutId);
  expect(found).toBeDefined();
  expect(before.map(({ id }) => id)).not.toContain(found!.id);
}, 120_000);

test('totals that were frozen anew at the sale are sold by a calculation of theirs', async () => {
  const { guest, sku, checkout } = await ready();
  await all.products.put(sku, { priceMinor: 9_900 });
  const refused = await all.complete(guest, checkout);
  expect(refused).toMatchObject({ failure: { code: 'price_changed' } });
  const { checkout: renewed } = (
    refused as unknown as { failure: { detail: { checkout: typeof checkout } } }
  ).failure.detail;
  must(await all.complete(guest, renewed), 'complete');
  const found = await calculationOf(checkout.checkoutId);
  expect(found?.calculation.amount_total).toBe(renewed.totals!.totalMinor);
}, 120_000);
