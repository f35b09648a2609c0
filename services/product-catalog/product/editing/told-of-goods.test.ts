import { afterAll, beforeAll, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });

async function make(handle: string) {
  const { client } = catalog;
  const product = must(
    await client.createProduct({ handle, title: handle, optionNames: ['Size'] }, staff()),
    'create',
  );
  const sku = handle.toUpperCase();
  const { productId } = product;
  must(await client.putVariant({ productId, sku, optionValues: ['S'] }, staff()), 'variant');
  must(
    await client.setPrice(
      { productId, sku, channel: 'default', amountMinor: 2_000, compareAtMinor: null },
      staff(),
    ),
    'price',
  );
  return { productId, sku };
}

const publish = (productId: string) =>
  catalog.client.changeProduct({ productId, status: 'active' }, staff());

async function shown(handle: string, scope: Partial<Invocation> = {}) {
  const { client, shop } = catalog;
  const reply = await client.getProduct({ handle }, shop.invocation(scope));
  return reply.ok ? reply.value : null;
}

test('options and their values are called as each language calls them', async () => {
  const { client, shop } = catalog;
  const { productId, sku } = await make('towel');
  must(await client.putVariant({ productId, sku: 'TOWEL-L', optionValues: ['L'] }, staff()), 'L');
  must(await publish(productId), 'publish');
  const channels = must(await client.listAdminChannels({}, staff()), 'channels').items;
  const { code, name, currency, defaultLocale, locales, pricesIncludeTax } = channels[0]!;
  const channel = { code, name, currency, defaultLocale, pricesIncludeTax, active: true };
  must(
    await client.putChannel({ ...channel, locales: [...new Set([...locales, 'de'])] }, staff()),
    'German',
  );
  const translate = (words: object) =>
    client.putTranslation(
      {
        productId,
        locale: 'de',
        translation: {
          title: 'Handtuch',
          descriptionHtml: '',
          seoTitle: '',
          seoDescription: '',
          ...words,
        },
      },
      staff(),
    );
  expect(await translate({ optionValues: { S: 'L' } })).toMatchObject({
    failure: { code: 'option_words_alike', detail: { option: 'Size' } },
  });
  const optionValues = { S: 'Klein', XXL: 'Riesig' };
  must(await translate({ optionNames: { Size: 'Größe' }, optionValues }), 'translated');
  // Whoever knows of no such words takes none away.
  const kept = must(await translate({}), 'the title again');
  expect(kept.translations).toMatchObject([{ optionValues }]);
  await shop.settle();
  const german = await shown('towel', { locale: 'de' });
  expect(german).toMatchObject({ options: [{ name: 'Größe', values: ['Klein', 'L'] }] });
  expect(german!.variants[0]).toMatchObject({ title: 'Klein', optionValues: ['Klein'] });
  expect((await shown('towel'))?.options).toEqual([{ name: 'Size', values: ['S', 'L'] }]);
  const found = await client.searchProducts(
    { limit: 20, option: { name: 'Größe', value: 'Klein' } },
    shop.invocation({ locale: 'de' }),
  );
  const { items, facets } = must(found, 'found');
  expect(items).toMatchObject([{ handle: 'towel' }]);
  expect(facets.options).toEqual([{ name: 'Größe', values: [{ value: 'Klein', count: 1 }] }]);
  const priced = async (locale: string) => {
    const reply = await client.getSellableVariants({ skus: [sku] }, shop.invocation({ locale }));
    return must(reply, 'priced').variants[0]?.variantTitle;
  };
  expect([await priced('de'), await priced('en')]).toEqual(['Klein', 'S']);
});

test('a reduction is told from the first day on where somebody says what it cost before', async () => {
  const { client, shop } = catalog;
  const { productId, sku } = await make('moved-in');
  must(await publish(productId), 'publish');
  const day = 86_400_000;
  const ago = (days: number) => new Date(clock.nowMs() - days * day).toISOString();
  const tell = (given: object, channel = 'default') =>
    client.addPastPrices(
      { productId, channel, prices: [{ sku, amountMinor: 2_500, since: ago(40), ...given }] },
      staff(),
    );
  expect(await tell({ sku: 'NONE' })).toMatchObject({ failure: { code: 'variant_not_found' } });
  expect(await tell({}, 'nowhere')).toMatchObject({ failure: { code: 'channel_not_found' } });
  expect(await tell({ since: ago(-1) })).toMatchObject({
    failure: { code: 'past_price_known', detail: { sku } },
  });
  const price = { productId, sku, channel: 'default', amountMinor: 2_000, compareAtMinor: 2_500 };
  must(await client.setPrice(price, staff()), 'reduced');
  expect((await shown('moved-in'))?.variants[0]).toMatchObject({ priorMinor: null });
  const since = ago(40);
  must(await tell({ since }), 'told');
  const { priceMinor, priorMinor } = (await shown('moved-in'))!.variants[0]!;
  expect([priceMinor, priorMinor]).toEqual([2_000, 2_500]);
  must(await tell({ since }), 'told again');
  expect(await tell({ since: ago(20) })).toMatchObject({ failure: { code: 'past_price_known' } });
  const listed = await client.listProducts(
    { limit: 20, sort: 'newest', reduced: true },
    shop.invocation(),
  );
  expect(must(listed, 'reduced').items).toMatchObject([{ handle: 'moved-in', priorMinor: 2_500 }]);
});
