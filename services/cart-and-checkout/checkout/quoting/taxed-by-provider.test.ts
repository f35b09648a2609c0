import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { untoldTax } from '#contracts/tax/untold.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';
import { calculationOf } from './renew-totals.ts';

/** By the provider's calculation it is told later what was sold: it must be the one of what is sold. */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(async () => {
  await all.shop.sandbox.clearFaults();
  await all.shop.moveClock(0);
});

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
async function madeFor(checkoutId: string): Promise<Calculation | undefined> {
  const sold = await all.shop.database('checkout').first<{ calculation: string | null }>(sql`
    select data ->> 'taxCalculationId' as calculation from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
  const book = (await all.shop.sandbox.read('tax_calculations')) as unknown as Calculation[];
  return book.find(({ id }) => sold?.calculation === `stripe-tax@sandbox ${id}`);
}

test('an order names the calculation of its totals, which its buyer is not shown', async () => {
  const { guest, checkout } = await ready();
  must(await all.complete(guest, checkout), 'complete');
  const found = await madeFor(checkout.checkoutId);
  expect(found?.calculation.amount_total).toBe(checkout.totals!.totalMinor);
}, 300_000);

test('an order that the table taxed names none', async () => {
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await all.sell(5, 1_820));
  must(await all.complete(guest, checkout), 'complete');
  const [sold] = await all.shop.database('checkout').query<{ named: boolean }>(sql`
    select data ? 'taxCalculationId' as named from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkout.checkoutId}`);
  expect(sold).toEqual({ named: false });
}, 300_000);

test('totals that are renewed in passing are sold by the latest calculation', async () => {
  const { guest, checkout } = await ready();
  const before = await all.shop.sandbox.read('tax_calculations');
  await all.shop.moveClock(31 * 60_000);
  must(await all.complete(guest, checkout), 'complete');
  const found = await madeFor(checkout.checkoutId);
  expect(found).toBeDefined();
  expect(before.map(({ id }) => id)).not.toContain(found!.id);
}, 300_000);

const providerIsSilent = () =>
  all.shop.sandbox.control('faults', { system: 'tax', kind: 'status', times: 100 });

async function namedBy(checkoutId: string) {
  const row = await all.shop.database('checkout').first<{ calculation: string | null }>(sql`
    select data ->> 'taxCalculationId' as calculation from outbox
    where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
  return row?.calculation;
}

test('an order that the table taxed in the provider’s stead says so', async () => {
  await providerIsSilent();
  const { guest, checkout } = await ready();
  must(await all.complete(guest, checkout), 'complete');
  expect(await namedBy(checkout.checkoutId)).toBe(untoldTax('table_fallback'));
}, 300_000);

test.each([
  ['the latest', 'stripe-tax one', 'stripe-tax two', 'stripe-tax two'],
  [
    'that of before while the provider is silent',
    'stripe-tax one',
    untoldTax('table_fallback'),
    'stripe-tax one',
  ],
  [
    'none, where none was made',
    undefined,
    untoldTax('table_fallback'),
    untoldTax('table_fallback'),
  ],
  ['the one that was made since', untoldTax('table_fallback'), 'stripe-tax two', 'stripe-tax two'],
  ['none of the table', undefined, undefined, undefined],
])('totals that are renewed are sold by the calculation: %s', (_which, before, latest, sold) => {
  const of = (taxCalculationId: string | undefined) => ({
    content: taxCalculationId === undefined ? {} : { taxCalculationId },
  });
  type Sold = Parameters<typeof calculationOf>[0];
  expect(calculationOf(of(before) as Sold, of(latest) as Sold).taxCalculationId).toBe(sold);
});

test('totals that were frozen anew at the sale are sold by a calculation of theirs', async () => {
  const { guest, sku, checkout } = await ready();
  await all.products.put(sku, { priceMinor: 9_900 });
  const refused = await all.complete(guest, checkout);
  expect(refused).toMatchObject({ failure: { code: 'price_changed' } });
  const { checkout: renewed } = (
    refused as unknown as { failure: { detail: { checkout: typeof checkout } } }
  ).failure.detail;
  must(await all.complete(guest, renewed), 'complete');
  const found = await madeFor(checkout.checkoutId);
  expect(found?.calculation.amount_total).toBe(renewed.totals!.totalMinor);
}, 300_000);
