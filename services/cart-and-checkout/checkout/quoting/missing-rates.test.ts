import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

/** A stocked product of this tax class; its SKU. */
async function sellOfClass(taxClass: string): Promise<string> {
  const { shop } = all;
  const sku = `SKU-${newId().slice(-12)}`;
  const product = productOf(sku.toLowerCase(), { variants: [variantOf(sku, { taxClass })] });
  const outcome = await shop
    .client('product')
    .importProducts({ products: [product] }, shop.invocation());
  expect(must(outcome, 'import').rejected).toEqual([]);
  await shop.settle();
  const receipt = { receiptId: newId(), reason: 'receipt', lines: [{ sku, quantity: 5 }] };
  must(await shop.client('inventory').receiveStock(receipt, shop.invocation()), 'receive');
  return sku;
}

const staff = () => all.shop.invocation();

test('a tax class without a rate where it goes is not sold there, and is once staff set the rate', async () => {
  const guest = all.shop.guest();
  const rates = all.shop.client('tax');
  must(await rates.putClass({ code: 'medicine', name: 'Medicine' }, staff()), 'class');
  // The shop's own country has a rate, so that it can be live; France has none.
  const rate = { regionCode: null, taxClass: 'medicine', name: 'VAT', ratePpm: 190_000 };
  must(await rates.putRate({ countryCode: 'DE', ...rate }, staff()), 'rate');
  await all.shop.settle();
  const sku = await sellOfClass('medicine');

  const paris = { ...hamburg, postalCode: '75001', city: 'Paris', countryCode: 'FR' };
  const { cartId, lines } = await all.fill(guest, sku);
  const { checkoutId } = must(await all.checkouts.openCheckout({ cartId }, all.as(guest)), 'open');
  const said = { checkoutId, email: 'ada@example.com', shippingAddress: paris };
  const refused = must(await all.checkouts.updateCheckout(said, all.as(guest)), 'update');
  expect(refused.totals).toBeNull();
  expect(refused.lines[0]!.taxMinor).toBe(0);
  expect(refused.problems).toEqual([
    {
      code: 'tax_rate_missing',
      field: `lines.${lines[0]!.lineId}`,
      message: expect.stringMatching(/"medicine" for FR/),
    },
  ]);
  expect(await all.complete(guest, refused)).toMatchObject({
    ok: false,
    failure: { code: 'checkout_incomplete' },
  });

  const low = { ...rate, countryCode: 'FR', ratePpm: 21_000 };
  must(await rates.putRate(low, staff()), 'rate');
  const taxed = must(await all.checkouts.updateCheckout(said, all.as(guest)), 'again');
  expect(taxed.problems).toEqual([]);
  expect(taxed.lines[0]!.taxes).toMatchObject([{ name: 'VAT 2.1%', ratePpm: 21_000 }]);
  expect(must(await all.complete(guest, taxed), 'complete').status).toBe('completed');
});
