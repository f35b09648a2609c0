import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { EventData } from '#platform/events/event-types.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from '../../../cart-and-checkout/tax/service.ts';
import { inventoryService } from '../../inventory/service.ts';
import { productService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService, taxService] });
  await shop.settle();
}, 300_000);
afterAll(() => shop.close());

const products = () => shop.client('product');
const missing = (taxClass: string) => ({
  failure: {
    code: 'tax_rate_missing',
    detail: { channel: 'default', countryCode: 'DE', taxClass },
  },
});

/** Imported as active; what is there of it then. */
async function imported(taxClass: string, taxable = true) {
  const sku = `SKU-${newId().slice(-12)}`;
  const variants = [variantOf(sku, { taxClass, taxable })];
  const product = productOf(sku.toLowerCase(), { variants });
  const input = { products: [product] };
  const bring = async () =>
    must(await products().importProducts(input, shop.invocation()), 'import');
  const outcome = await bring();
  const productId = outcome.productIds[0]!;
  const read = async () =>
    must(await products().getAdminProduct({ productId }, shop.invocation()), 'read');
  return { sku, productId, outcome, bring, read };
}

const goLive = (productId: string) =>
  products().changeProduct({ productId, status: 'active' }, shop.invocation());

test('a product of a class without a rate goes live once the rate is set', async () => {
  const rates = shop.client('tax');
  must(await rates.putClass({ code: 'tea', name: 'Tea' }, shop.invocation()), 'class');
  const { productId, outcome, bring, read } = await imported('tea');
  expect(outcome.fitted).toMatchObject([{ field: 'status', reason: 'kept_as_draft' }]);
  expect((await read()).status).toBe('draft');
  expect(await goLive(productId)).toMatchObject(missing('tea'));
  // Nobody ever saw it: it can be deleted like any draft, and the same file brings it again.
  expect((await bring()).fitted).toMatchObject([{ reason: 'kept_as_draft' }]);

  const rate = { countryCode: 'DE', regionCode: null, name: 'VAT', ratePpm: 70_000 };
  must(await rates.putRate({ ...rate, taxClass: 'tea' }, shop.invocation()), 'rate');
  await shop.settle();
  expect((await bring()).fitted).toEqual([]);
  expect((await read()).status).toBe('active');
});

test('a draft of such a class does not go live, whoever asks, and can be deleted', async () => {
  const { productId } = await imported('super_reduced');
  expect(await goLive(productId)).toMatchObject(missing('super_reduced'));
  expect(await products().deleteProduct({ productId }, shop.invocation())).toMatchObject({
    ok: true,
  });
});

test('a live product gets no variant of such a class, and keeps what it has', async () => {
  const { productId, sku, read } = await imported('books');
  const put = (change: object) =>
    products().putVariant({ productId, sku, ...change }, shop.invocation());
  expect(await put({ taxClass: 'super_reduced' })).toMatchObject(missing('super_reduced'));
  expect((await read()).variants).toMatchObject([{ taxClass: 'books' }]);
  expect(await put({ weightGrams: 5 })).toMatchObject({ ok: true });
  expect(await put({ taxable: false, taxClass: 'super_reduced' })).toMatchObject({ ok: true });
  expect(await put({ taxable: true })).toMatchObject(missing('super_reduced'));
});

test.each([
  ['standard', true],
  ['books', true],
  ['zero', true],
  ['super_reduced', false],
] as const)('%s, taxable %s, is live at once', async (taxClass, taxable) => {
  const { outcome, read } = await imported(taxClass, taxable);
  expect(outcome.fitted).toEqual([]);
  expect((await read()).status).toBe('active');
});

test('where the provider taxes a channel, or nobody knows the country, it goes live', async () => {
  const settings = { roundingLevel: 'line', roundingMode: 'half_up', shippingTax: 'standard' };
  const put = async (source: 'provider' | 'auto') => {
    const given = { ...settings, source } as Parameters<typeof tax.putTaxSettings>[0];
    must(await tax.putTaxSettings(given, shop.invocation()), 'settings');
    await shop.settle();
  };
  const tax = shop.client('tax');
  await put('provider');
  expect((await imported('super_reduced')).outcome.fitted).toEqual([]);
  await put('auto');
  expect((await imported('super_reduced')).outcome.fitted).toMatchObject([
    { reason: 'kept_as_draft' },
  ]);
});

test('a channel of another country asks for the rates there', async () => {
  await channelOf('oslo', 'NO');
  const { productId } = await imported('books');
  const list = (channels: string[]) =>
    products().setListings({ productId, channels }, shop.invocation());
  expect(await list(['default', 'oslo'])).toMatchObject({ ok: true });
  await channelOf('paris-tea', 'FR');
  const tea = await imported('tea');
  const both = { productId: tea.productId, channels: ['default', 'paris-tea'] };
  expect(await products().setListings(both, shop.invocation())).toMatchObject({
    failure: {
      code: 'tax_rate_missing',
      detail: { channel: 'paris-tea', countryCode: 'FR', taxClass: 'tea' },
    },
  });
});

test('what is live and has no rate where it goes is listed, also as if a rate were not there', async () => {
  const listed = async (input: Parameters<ReturnType<typeof products>['listMissingTaxRates']>[0]) =>
    must(await products().listMissingTaxRates(input, shop.invocation()), 'list').items;
  await imported('books');
  const at = (countryCode: string) => ({ channel: 'default', countryCode });
  const ofBooks = { channel: 'default', taxClass: 'books' };
  const has = async (input: Parameters<typeof listed>[0], countryCode: string) =>
    (await listed(input)).some(
      (item) =>
        item.channel === ofBooks.channel &&
        item.taxClass === 'books' &&
        item.countryCode === countryCode,
    );
  expect(await has({ deliveredTo: [at('FR')] }, 'DE')).toBe(false);
  // Nobody set a rate for books there; of the other the table knows nothing.
  expect(await has({ deliveredTo: [at('JP'), at('QQ')] }, 'JP')).toBe(true);
  expect(await has({ deliveredTo: [at('JP'), at('QQ')] }, 'QQ')).toBe(false);
  const without = { countryCode: 'DE', taxClass: 'books' };
  const found = await listed({ deliveredTo: [], without });
  const ours = found.find((item) => item.countryCode === 'DE' && item.taxClass === 'books')!;
  expect(ours).toMatchObject(ofBooks);
  expect(ours.products).toBeGreaterThan(0);
  expect(ours.skus.length).toBeLessThanOrEqual(5);
  const { productId } = await imported('books');
  const before = ours.products;
  const now = await listed({ deliveredTo: [], without });
  expect(now.find((item) => item.taxClass === 'books')!.products).toBe(before + 1);
  must(await products().changeProduct({ productId, status: 'archived' }, shop.invocation()), 'end');
  const after = await listed({ deliveredTo: [], without });
  expect(after.find((item) => item.taxClass === 'books')!.products).toBe(before);
});

test('an older telling never overwrites a newer one', async () => {
  const nothing: EventData<'tax.rates_changed'> = { countries: [], providerChannels: [] };
  await shop.deliver('tax.rates_changed', 'rates', 0, nothing);
  expect((await imported('super_reduced')).outcome.fitted).toHaveLength(1);
});

async function channelOf(code: string, countryCode: string) {
  const channel = {
    code,
    name: code,
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    pricesIncludeTax: true,
    active: true,
  };
  must(await products().putChannel(channel, shop.invocation()), 'channel');
  const company = {
    name: code,
    legalName: code,
    street: 'Gate 1',
    postalCode: '0150',
    city: 'Town',
    countryCode,
    email: 'shop@kontor.example',
    phone: '+4721000000',
    websiteUrl: 'https://kontor.example',
    taxIds: [],
    registerEntries: [],
    bankAccount: null,
    logo: null,
  };
  const put = { code, timeZone: null, company };
  must(await products().putChannelCompany(put, shop.invocation()), 'company');
}

const hold = (taxClass: string) =>
  products().holdTaxRate({ countryCode: 'DE', taxClass, deliveredTo: [] }, shop.invocation());

/** A class of its own with a rate in Germany, of which the catalog has heard; a draft of it. */
async function draftOf(taxClass: string) {
  const tax = shop.client('tax');
  must(await tax.putClass({ code: taxClass, name: 'Of this test' }, shop.invocation()), 'class');
  const { productId } = await imported(taxClass);
  const place = { countryCode: 'DE', regionCode: null, taxClass, name: 'VAT', ratePpm: 70_000 };
  const setRate = async () => {
    const { rateId } = must(await tax.putRate(place, shop.invocation()), 'rate');
    await shop.settle();
    return rateId;
  };
  return { productId, setRate, rateId: await setRate() };
}

test('nothing goes live by a rate that is held for its removal, until it is set again', async () => {
  const { productId, setRate, rateId } = await draftOf('held');
  const { ratesVersion } = must(await hold('held'), 'hold');
  expect(await hold('held')).toMatchObject({ value: { ratesVersion } });
  expect(await goLive(productId)).toMatchObject(missing('held'));
  expect((await imported('held')).outcome.fitted).toMatchObject([{ reason: 'kept_as_draft' }]);
  // Told anew, the hold is gone: who held it may remove it no more.
  await setRate();
  expect(await goLive(productId)).toMatchObject({ ok: true });
  const late = { rateId, expectedVersion: ratesVersion };
  expect(await shop.client('tax').removeRate(late, shop.invocation())).toMatchObject({
    failure: { code: 'tax_rates_changed' },
  });
  expect(await hold('held')).toMatchObject({ failure: { code: 'tax_rate_in_use' } });
  // A refusal holds nothing.
  const next = (await imported('held')).outcome;
  expect(next.fitted).toEqual([]);
});

test('a product that goes live while its rate is removed is live with it, or stays a draft without', async () => {
  for (let round = 0; round < 8; round += 1) {
    const taxClass = `race-${round}`;
    const { productId, rateId } = await draftOf(taxClass);
    const remove = async () => {
      const held = await hold(taxClass);
      if (!held.ok) return held;
      const expectedVersion = held.value.ratesVersion;
      return shop.client('tax').removeRate({ rateId, expectedVersion }, shop.invocation());
    };
    const [removed, live] = await Promise.all(
      round % 2 ? [remove(), goLive(productId)] : [goLive(productId), remove()].toReversed(),
    );
    expect(removed!.ok).toBe(!live!.ok);
    await shop.settle();
    const status = must(
      await products().getAdminProduct({ productId }, shop.invocation()),
      'read',
    ).status;
    expect(status).toBe(removed!.ok ? 'draft' : 'active');
  }
});
