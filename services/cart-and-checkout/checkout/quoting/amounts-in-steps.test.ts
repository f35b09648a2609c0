import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { untoldTax } from '#contracts/tax/untold.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
let sku: string;
let kwd: InputOf<'product', 'putChannel'>;
const channel = 'kuwait';
const kuwait = {
  name: 'Ada Muster',
  street: 'Block 3',
  city: 'Kuwait City',
  postalCode: '13001',
  countryCode: 'KW',
};

/** Prices and delivery that the gateway does not take as they are: 1.234 and 1.005 dinars. */
beforeAll(async () => {
  all = await openPurchases();
  const as = all.shop.invocation();
  const dinars = { currency: 'KWD', defaultLocale: 'en', locales: ['en'], active: true };
  kwd = { ...dinars, code: channel, name: 'Kuwait', pricesIncludeTax: true };
  const product = all.shop.client('product');
  must(await product.putChannel(kwd, as), 'channel');
  sku = await all.sell(50);
  const { items } = must(
    await product.listAdminProducts({ handle: sku.toLowerCase(), limit: 1 }, as),
    'find',
  );
  const { productId } = items[0]!;
  must(await product.setListings({ productId, channels: ['default', channel] }, as), 'channels');
  const price = { productId, sku, channel, amountMinor: 1_234, compareAtMinor: null };
  must(await product.setPrice(price, as), 'price');
  const zone = {
    code: channel,
    name: 'Kuwait',
    channels: [channel],
    countries: ['KW', 'US'],
    regions: [],
  };
  must(await all.checkouts.putShippingZone(zone, as), 'zone');
  const rates = [{ currency: 'KWD', from: 0, below: null, priceMinor: 1_005 }];
  const days = { earliestDays: 1, latestDays: 3, carrierCode: null, serviceCode: null };
  const method = {
    zoneCode: channel,
    code: 'std',
    name: 'Std',
    basis: 'weight' as const,
    active: true,
  };
  must(
    await all.checkouts.putShippingMethod({ ...method, ...days, rates, freeFrom: [] }, as),
    'std',
  );
  await all.shop.settle();
}, 300_000);
afterAll(() => all.shop.close());

test('what is shown is what is charged, and both are what the gateway takes', async () => {
  const guest = all.shop.guest();
  const as = () => all.shop.invocation({ actor: guest, idempotencyKey: newId(), channel });
  const { cartId } = must(await all.carts.createCart({}, as()), 'cart');
  must(await all.carts.addLine({ cartId, sku, quantity: 2 }, as()), 'line');
  const { checkoutId } = must(await all.checkouts.openCheckout({ cartId }, as()), 'open');
  const said = { checkoutId, email: 'ada@example.com', shippingAddress: kuwait };
  const checkout = must(await all.checkouts.updateCheckout(said, as()), 'update');
  expect(checkout).toMatchObject({
    delivery: { optionId: 'kuwait.std', priceMinor: 1_000 },
    lines: [{ subtotalMinor: 2_468, discountMinor: 8, totalMinor: 2_460 }],
    totals: { shippingMinor: 1_000, totalMinor: 3_460, stepMinor: 10 },
  });
  expect(checkout.deliveryOptions.filter(({ priceMinor }) => priceMinor % 10 > 0)).toEqual([]);
  const paymentMethod = { kind: 'card' as const, token: 'pm_card_visa' };
  const { version } = checkout;
  const asked = { checkoutId, version, paymentMethod, ...all.assessed(checkout) };
  must(await all.checkouts.completeCheckout(asked, as()), 'complete');
  const [payment] = await all.shop
    .database('payment')
    .query<{ gatewayId: string }>(
      sql`select gateway_payment_id as gateway_id from payment where checkout_id = ${checkoutId}`,
    );
  const book = (await all.shop.sandbox.read('payments')) as { id: string; amount: number }[];
  expect(book.find(({ id }) => id === payment!.gatewayId)).toMatchObject({ amount: 3_460 });
});

test('of amounts that were rounded the provider of taxes is told nothing, and why is kept', async () => {
  const guest = all.shop.guest();
  const as = () => all.shop.invocation({ actor: guest, idempotencyKey: newId(), channel });
  const bought = async (quantity: number) => {
    const { cartId } = must(await all.carts.createCart({}, as()), 'cart');
    must(await all.carts.addLine({ cartId, sku, quantity }, as()), 'line');
    const { checkoutId } = must(await all.checkouts.openCheckout({ cartId }, as()), 'open');
    const place = { postalCode: '10118', city: 'New York', regionCode: 'NY', countryCode: 'US' };
    const shippingAddress = { ...kuwait, ...place };
    const said = { checkoutId, email: 'ada@example.com', shippingAddress };
    const checkout = must(await all.checkouts.updateCheckout(said, as()), 'update');
    const paymentMethod = { kind: 'card' as const, token: 'pm_card_visa' };
    const { version } = checkout;
    const asked = { checkoutId, version, paymentMethod, ...all.assessed(checkout) };
    must(await all.checkouts.completeCheckout(asked, as()), 'complete');
    const sold = await all.shop.database('checkout').first<{ calculation: string | null }>(sql`
      select data ->> 'taxCalculationId' as calculation from outbox
      where type = 'checkout.completed' and aggregate_id = ${checkoutId}`);
    return sold!.calculation;
  };
  // What prices include is rounded before the provider is asked.
  expect(await bought(2)).toMatch(/^stripe-tax@sandbox taxcalc_/);
  // Past the guard, in place of another channel with the same goods.
  await all.shop
    .database('product')
    .query(sql`update channel set prices_include_tax = false where code = ${channel}`);
  const net = { ...kwd, pricesIncludeTax: false };
  must(await all.shop.client('product').putChannel(net, all.shop.invocation()), 'channel');
  await all.shop.settle();
  expect(await bought(2)).toBe(untoldTax('rounded_to_step'));
});
