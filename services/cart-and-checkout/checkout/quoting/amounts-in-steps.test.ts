import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
let sku: string;
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
  const kwd = { ...dinars, code: channel, name: 'Kuwait', pricesIncludeTax: true };
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
    countries: ['KW'],
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
