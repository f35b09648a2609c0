import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
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

async function priceIn(sku: string, scope: Partial<Invocation> = {}) {
  const { client, shop } = catalog;
  const reply = await client.getSellableVariants({ skus: [sku] }, shop.invocation(scope));
  const { variants } = must(reply, 'sellable');
  return variants[0]?.sellable ? variants[0].unitPriceMinor : null;
}

async function shown(handle: string, scope: Partial<Invocation> = {}) {
  const { client, shop } = catalog;
  const reply = await client.getProduct({ handle }, shop.invocation(scope));
  return reply.ok ? reply.value : null;
}

test('a product is made, priced, published, archived and never sold without a price', async () => {
  const { client } = catalog;
  const { productId, sku } = await make('kettle');
  expect(await priceIn(sku)).toBeNull();
  must(await publish(productId), 'publish');
  expect(await priceIn(sku)).toBe(2_000);
  expect(await shown('kettle')).toMatchObject({ options: [{ name: 'Size', values: ['S'] }] });
  const unpriced = { productId, sku, channel: 'default', amountMinor: null, compareAtMinor: null };
  must(await client.setPrice(unpriced, staff()), 'unprice');
  expect([await priceIn(sku), await shown('kettle')]).toEqual([null, null]);
  must(await client.setPrice({ ...unpriced, amountMinor: 0 }, staff()), 'free');
  expect(await priceIn(sku)).toBe(0);
  const refused = { failure: { code: 'product_was_published' } };
  expect(await client.deleteProduct({ productId, published: 'delete' }, staff())).toMatchObject(
    refused,
  );
  must(await client.changeProduct({ productId, status: 'archived' }, staff()), 'archive');
  expect([await priceIn(sku), await shown('kettle')]).toEqual([null, null]);
  expect(await client.deleteProduct({ productId }, staff())).toMatchObject(refused);
  must(await client.deleteProduct({ productId, published: 'delete' }, staff()), 'delete');
  expect(await client.getAdminProduct({ productId }, staff())).toMatchObject({ ok: false });
  // Its handle and its SKU are free.
  expect(await make('kettle')).toMatchObject({ sku });
});

test('two who change the same version: the second is told', async () => {
  const { client } = catalog;
  const { productId } = await make('raced');
  const before = must(await client.getAdminProduct({ productId }, staff()), 'read');
  const replies = await Promise.all(
    ['A', 'B', 'C'].map((title) =>
      client.changeProduct({ productId, title, expectedVersion: before.version }, staff()),
    ),
  );
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.failure]));
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({
    code: 'version_conflict',
    detail: { version: before.version + 1 },
  });
});

test('a sale begins and ends by itself, in carts, pages and lists', async () => {
  const { client, shop } = catalog;
  const { productId, sku } = await make('seasonal');
  must(await publish(productId), 'publish');
  const hour = 3_600_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const sale = { productId, sku, channel: 'default', amountMinor: 1_500 };
  must(
    await client.addSalePrice({ ...sale, startsAt: at(hour), endsAt: at(2 * hour) }, staff()),
    'sale',
  );
  const look = async () => {
    const cards = must(
      await client.listProducts({ limit: 100, sort: 'price_ascending' }, shop.invocation()),
      'list',
    ).items.filter(({ handle }) => handle === 'seasonal');
    const page = await shown('seasonal');
    const variant = page?.variants[0];
    return [
      await priceIn(sku),
      cards.map(({ priceMinor, compareAtMinor }) => [priceMinor, compareAtMinor]),
      [variant?.priceMinor, variant?.compareAtMinor, variant?.onSale],
    ];
  };
  expect(await look()).toEqual([2_000, [[2_000, null]], [2_000, null, false]]);
  await shop.moveClock(1.5 * hour);
  expect(await look()).toEqual([1_500, [[1_500, 2_000]], [1_500, 2_000, true]]);
  await shop.moveClock(hour);
  expect(await look()).toEqual([2_000, [[2_000, null]], [2_000, null, false]]);
  const backwards = { ...sale, startsAt: at(2 * hour), endsAt: at(hour) };
  expect(await client.addSalePrice(backwards, staff())).toMatchObject({
    failure: { code: 'sale_window_invalid' },
  });
});

test('a second shop has its own currency, languages and prices', async () => {
  const { client, shop } = catalog;
  const { productId, sku } = await make('worldly');
  must(await publish(productId), 'publish');
  const channel = {
    code: 'uk',
    name: 'Kontor UK',
    currency: 'GBP',
    defaultLocale: 'en-GB',
    locales: ['en-GB', 'fr'],
    pricesIncludeTax: true,
    active: true,
  };
  must(await client.putChannel(channel, staff()), 'channel');
  const inUk = { channel: 'uk', locale: 'de' };
  expect([await priceIn(sku, inUk), await shown('worldly', inUk)]).toEqual([null, null]);
  const listing = { productId, channels: ['default', 'uk'] };
  must(await client.setListings(listing, staff()), 'listing');
  expect(await priceIn(sku, inUk)).toBeNull();
  const price = { productId, sku, channel: 'uk', amountMinor: 1_800, compareAtMinor: null };
  must(await client.setPrice(price, staff()), 'price');
  const translation = {
    title: 'Mondain',
    descriptionHtml: '<b onclick=x>Oui</b><script></script>',
  };
  const french = {
    productId,
    locale: 'fr',
    translation: { ...translation, seoTitle: '', seoDescription: '' },
  };
  must(await client.putTranslation(french, staff()), 'translation');
  expect(await priceIn(sku, inUk)).toBe(1_800);
  expect(await shown('worldly', inUk)).toMatchObject({
    locale: 'en-GB',
    currency: 'GBP',
    title: 'worldly',
  });
  expect(await shown('worldly', { channel: 'uk', locale: 'fr' })).toMatchObject({
    title: 'Mondain',
    descriptionHtml: '<b>Oui</b>',
    variants: [{ priceMinor: 1_800 }],
  });
  must(await client.putTranslation({ ...french, translation: null }, staff()), 'taken away');
  expect(await shown('worldly', { channel: 'uk', locale: 'fr' })).toMatchObject({
    title: 'worldly',
  });
  expect(await priceIn(sku)).toBe(2_000);
  must(await client.putChannel({ ...channel, locales: ['en-GB', 'it'] }, staff()), 'languages');
  await shop.settle();
  expect(await shown('worldly', { channel: 'uk', locale: 'it' })).toMatchObject({ locale: 'it' });
  expect(await shown('worldly', { channel: 'uk', locale: 'fr' })).toMatchObject({
    locale: 'en-GB',
  });
  must(await client.putChannel({ ...channel, active: false }, staff()), 'close');
  expect(await priceIn(sku, inUk)).toBeNull();
});

test('the currency of a channel stays while something is priced in it', async () => {
  const { client } = catalog;
  const { productId, sku } = await make('priced');
  const channel = {
    code: 'kroner',
    name: 'Kroner',
    currency: 'DKK',
    defaultLocale: 'en',
    locales: ['en'],
    pricesIncludeTax: true,
    active: true,
  };
  const put = (currency: string, active = true) =>
    client.putChannel({ ...channel, currency, active }, staff());
  must(await put('DKK'), 'channel');
  must(await put('SEK'), 'nothing is priced yet');
  const price = { productId, sku, channel: 'kroner', compareAtMinor: null };
  must(await client.setPrice({ ...price, amountMinor: 1_800 }, staff()), 'price');
  const refusal = { failure: { code: 'channel_has_prices', detail: { currency: 'SEK' } } };
  expect(await put('DKK')).toMatchObject(refusal);
  expect(await put('DKK', false)).toMatchObject(refusal);
  must(await put('SEK', false), 'the same currency');
  // The same numbers would be other prices.
  const untaxed = { ...channel, currency: 'SEK', pricesIncludeTax: false };
  expect(await client.putChannel(untaxed, staff())).toMatchObject(refusal);
  must(await client.setPrice({ ...price, amountMinor: null }, staff()), 'unprice');
  must(await put('DKK'), 'nothing is priced any more');
});

test('a variant that is taken away comes back as it was, with its prices', async () => {
  const { client } = catalog;
  const { productId, sku } = await make('returning');
  const whole = { productId, sku, weightGrams: 320, taxClass: 'reduced', barcode: '4006381333931' };
  must(await client.putVariant(whole, staff()), 'fill');
  must(await client.putVariant({ productId, sku: 'STAYS', optionValues: ['M'] }, staff()), 'two');
  must(await publish(productId), 'publish');
  const before = must(await client.getAdminProduct({ productId }, staff()), 'read');
  const variantIn = (product: typeof before) =>
    product.variants.find((variant) => variant.sku === sku);
  const without = must(await client.removeVariant({ productId, sku }, staff()), 'take away');
  expect(variantIn(without)).toBeUndefined();
  expect(await priceIn(sku)).toBeNull();
  const after = must(await client.putVariant({ productId, sku }, staff()), 'put again');
  expect(variantIn(after)).toEqual(variantIn(before));
  expect(await priceIn(sku)).toBe(2_000);
  // Its options may have another variant in the meantime: then it is given others, or refused.
  must(await client.removeVariant({ productId, sku }, staff()), 'take away');
  must(await client.putVariant({ productId, sku: 'NEXT', optionValues: ['S'] }, staff()), 'next');
  expect(await client.putVariant({ productId, sku }, staff())).toMatchObject({
    failure: { code: 'option_values_duplicate' },
  });
  must(await client.putVariant({ productId, sku, optionValues: ['L'] }, staff()), 'elsewhere');
  expect(await priceIn(sku)).toBe(2_000);
  // Another product may take the SKU: it begins anew there, and does not come back here.
  must(await client.removeVariant({ productId, sku }, staff()), 'take away');
  const other = await make('other');
  const taken = must(
    await client.putVariant({ productId: other.productId, sku, optionValues: ['XL'] }, staff()),
    'take over',
  );
  expect(variantIn(taken)).toMatchObject({ prices: [] });
  expect(await client.putVariant({ productId, sku }, staff())).toMatchObject({
    failure: { code: 'sku_taken' },
  });
});

test('categories and collections are made, filled, renamed and kept while in use', async () => {
  const { client, shop } = catalog;
  const { productId } = await make('filed');
  must(await publish(productId), 'publish');
  const category = { path: 'garden/tools', name: 'Tools', names: {}, position: 0 };
  expect(await client.putCategory(category, staff())).toMatchObject({
    failure: { code: 'parent_not_found' },
  });
  must(await client.putCategory({ ...category, path: 'garden', name: 'Garden' }, staff()), 'root');
  must(await client.putCategory(category, staff()), 'child');
  must(await client.changeProduct({ productId, category: 'garden/tools' }, staff()), 'file');
  must(await client.putCategory({ ...category, name: 'Hand tools' }, staff()), 'rename');
  await shop.settle();
  expect((await shown('filed'))?.category.map(({ name }) => name)).toEqual([
    'Garden',
    'Hand tools',
  ]);
  expect(await client.deleteCategory({ path: 'garden' }, staff())).toMatchObject({
    failure: { code: 'category_in_use' },
  });
  const collection = { handle: 'spring', title: 'Spring', titles: {}, descriptionHtml: '' };
  must(await client.putCollection(collection, staff()), 'collection');
  const fill = { handle: 'spring', add: [productId], remove: [] };
  must(await client.changeCollectionProducts(fill, staff()), 'fill');
  const listed = await client.listProducts(
    { limit: 20, sort: 'newest', collection: 'spring' },
    shop.invocation(),
  );
  expect(must(listed, 'list').items.map(({ handle }) => handle)).toEqual(['filed']);
  expect(await client.changeCollectionProducts({ ...fill, add: [newId()] }, staff())).toMatchObject(
    {
      failure: { code: 'product_not_found' },
    },
  );
  expect(await client.deleteCollection({ handle: 'spring' }, staff())).toMatchObject({
    failure: { code: 'collection_in_use' },
  });

  must(await client.changeProduct({ productId, category: null }, staff()), 'out of it');
  must(
    await client.changeCollectionProducts({ ...fill, add: [], remove: [productId] }, staff()),
    'empty',
  );
  for (const path of ['garden/tools', 'garden'])
    must(await client.deleteCategory({ path }, staff()), path);
  must(await client.deleteCollection({ handle: 'spring' }, staff()), 'no collection');
  expect(await client.deleteCategory({ path: 'garden' }, staff())).toMatchObject({
    failure: { code: 'category_not_found' },
  });
  expect(await client.deleteCollection({ handle: 'spring' }, staff())).toMatchObject({
    failure: { code: 'collection_not_found' },
  });
  await shop.settle();
  expect(await shown('filed')).toMatchObject({ category: [] });
});

test.each([
  ['sku_taken', { sku: 'TAKEN', optionValues: ['M'] }],
  ['option_values_mismatch', { sku: 'NEW', optionValues: [] }],
  ['option_values_duplicate', { sku: 'NEW', optionValues: ['S'] }],
] as const)('a variant is refused with %s', async (code, variant) => {
  const { client } = catalog;
  const found = await client.listAdminProducts({ limit: 1, handle: 'taken' }, staff());
  if (must(found, 'list').items.length === 0) await make('taken');
  const { productId } = await make(`refused-${code}`);
  const input = { productId, ...variant, optionValues: [...variant.optionValues] };
  expect(await client.putVariant(input, staff())).toMatchObject({ ok: false, failure: { code } });
});

test('what is sold by measure has the price of a unit beside every price', async () => {
  const { client, shop } = catalog;
  const { productId, sku } = await make('honey');
  const energyLabel = {
    class: 'B',
    best: 'A',
    worst: 'G',
    labelUrl: null,
    sheetUrl: '/sheet.pdf',
  } as const;
  const measured = { content: { quantity: 250, unit: 'g' }, energyLabel } as const;
  must(await client.putVariant({ productId, sku, ...measured }, staff()), 'measure');
  must(await publish(productId), 'publish');
  // What is not given stays.
  const after = must(await client.putVariant({ productId, sku, barcode: '7' }, staff()), 'change');
  expect(after.variants[0]).toMatchObject(measured);
  const unitPrice = { amountMinor: 8_000, unit: 'kg' };
  expect((await shown('honey'))?.variants[0]).toMatchObject({ ...measured, unitPrice });
  const all = { limit: 20, sort: 'newest' } as const;
  const listed = must(await client.listProducts(all, shop.invocation()), 'list');
  const card = listed.items.find(({ handle }) => handle === 'honey');
  expect(card).toMatchObject({ unitPrice, energyLabel });
  const asked = await client.getSellableVariants({ skus: [sku] }, shop.invocation());
  expect(must(asked, 'sellable').variants[0]).toMatchObject({ unitPrice });
  const none = { content: null, energyLabel: null };
  must(await client.putVariant({ productId, sku, ...none }, staff()), 'take away');
  expect((await shown('honey'))?.variants[0]).toMatchObject({ ...none, unitPrice: null });
});
