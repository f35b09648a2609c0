import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { newId } from '#kernel/ids.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
const location = newId();
let stockVersion = 0;

beforeAll(async () => {
  catalog = await openCatalog('loopback');
  await load(
    catalog,
    productOf('espresso', {
      title: 'Espresso Forte',
      vendor: 'Speicher',
      tags: ['coffee', 'dark'],
      category: ['Food & Drink', 'Coffee'],
      descriptionHtml: '<p>Roasted in small drums.</p>',
      optionNames: ['Weight'],
      variants: [
        variantOf('CF-001', { optionValues: ['250 g'], priceMinor: 900, barcode: '4006381333931' }),
        variantOf('CF-002', { optionValues: ['1 kg'], priceMinor: 2_900 }),
      ],
    }),
    productOf('filter', {
      title: 'Filter Roast',
      vendor: 'Speicher',
      tags: ['coffee'],
      category: ['Food & Drink', 'Coffee'],
      variants: [variantOf('CF-003', { priceMinor: 1_100, inventoryPolicy: 'continue' })],
    }),
    productOf('cup', {
      title: 'Énorme Coffee Cup',
      vendor: 'Ton',
      category: ['Home', 'Kitchen'],
      variants: [variantOf('CUP', { priceMinor: 5_000 })],
    }),
    productOf('draft', { title: 'Coffee that is a draft', status: 'draft' }),
  );
});
afterAll(() => catalog.shop.close());

async function list(input: Partial<InputOf<'product', 'listProducts'>> = {}) {
  const { client, shop } = catalog;
  return must(
    await client.listProducts({ limit: 20, sort: 'newest', ...input }, shop.invocation()),
    'list',
  );
}

async function handles(input: Partial<InputOf<'product', 'listProducts'>>) {
  return (await list(input)).items.map(({ handle }) => handle);
}

async function search(
  input: Partial<InputOf<'product', 'searchProducts'>> & { query: string },
  scope: Partial<Invocation> = {},
) {
  const { client, shop } = catalog;
  return must(
    await client.searchProducts({ limit: 20, ...input }, shop.invocation(scope)),
    'search',
  );
}

async function emitStock(sku: string, available: number, version = (stockVersion += 1)) {
  const item = { sku, locationId: location, channels: ['*'], available, policy: 'deny', version };
  await catalog.shop.deliver('inventory.stock_changed', newId(), 1, {
    items: [item as typeof item & { policy: 'deny' }],
  });
}

test.each([
  ['newest', ['cup', 'filter', 'espresso']],
  ['price_ascending', ['espresso', 'filter', 'cup']],
  ['price_descending', ['cup', 'filter', 'espresso']],
  ['name', ['cup', 'espresso', 'filter']],
] as const)('lists by %s, drafts left out', async (sort, expected) => {
  expect(await handles({ sort })).toEqual(expected);
});

test.each([
  [{ category: 'food-drink' }, ['filter', 'espresso']],
  [{ category: 'food-drink/coffee', sort: 'price_ascending' }, ['espresso', 'filter']],
  [{ vendor: 'Speicher', tag: 'dark' }, ['espresso']],
  [{ tag: 'coffee', priceFromMinor: 1_000 }, ['filter']],
  [{ priceToMinor: 1_100, priceFromMinor: 1_100 }, ['filter']],
  [{ inStock: true }, ['filter']],
  [{ collection: 'none' }, []],
] as const)('filters by %o', async (filters, expected) => {
  expect(await handles(filters)).toEqual(expected);
});

test.each(['newest', 'price_ascending', 'price_descending', 'name'] as const)(
  'pages by %s hold every product once',
  async (sort) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ handle }) => handle));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(await handles({ sort }));
  },
);

test.each([
  'x',
  Buffer.from('[0.5]').toString('base64url'),
  Buffer.from('["0; drop table product", "x"]').toString('base64url'),
])('refuses the cursor %s', async (cursor) => {
  const { client, shop } = catalog;
  const asked = { limit: 2, cursor };
  for (const reply of [
    await client.listProducts({ ...asked, sort: 'name' }, shop.invocation()),
    await client.listProducts({ ...asked, sort: 'price_descending' }, shop.invocation()),
    await client.searchProducts({ ...asked, query: 'coffee' }, shop.invocation()),
  ]) {
    expect(reply).toMatchObject({ ok: false, failure: { code: 'cursor_invalid' } });
  }
});

test.each([
  ['coffee', ['cup', 'espresso', 'filter']],
  ['roasting drum', ['espresso']],
  ['ESPR', ['espresso']],
  ['énor', ['cup']],
  ['speicher filt', ['filter']],
  ['cf-002', ['espresso']],
  ['4006381333931', ['espresso']],
  ['kitchen', ['cup']],
  ['tea', []],
  ["'; drop table product; --", []],
  ['!!!', []],
  ['a & b | !c:*', []],
])('finds by %s', async (query, expected) => {
  const { items } = await search({ query });
  expect(items.map(({ handle }) => handle).toSorted()).toEqual(expected);
});

test('the title counts more than a tag', async () => {
  expect((await search({ query: 'coffee' })).items[0]?.handle).toBe('cup');
});

test('facets are counted over what matches', async () => {
  const { facets, matches } = await search({ query: 'coffee' });
  expect(matches).toBe(3);
  expect(facets).toEqual({
    categories: expect.arrayContaining([
      { path: 'food-drink', name: 'Food & Drink', count: 2 },
      { path: 'food-drink/coffee', name: 'Coffee', count: 2 },
      { path: 'home/kitchen', name: 'Kitchen', count: 1 },
    ]),
    vendors: [
      { value: 'Speicher', count: 2 },
      { value: 'Ton', count: 1 },
    ],
    options: [
      {
        name: 'Weight',
        values: [
          { value: '1 kg', count: 1 },
          { value: '250 g', count: 1 },
        ],
      },
    ],
    prices: [
      { fromMinor: 0, belowMinor: 1_000, count: 1 },
      { fromMinor: 1_000, belowMinor: 2_500, count: 1 },
      { fromMinor: 5_000, belowMinor: 10_000, count: 1 },
    ],
    availability: { inStock: 1, outOfStock: 2 },
  });
  const chosen = await search({ query: 'coffee', option: { name: 'Weight', value: '1 kg' } });
  expect(chosen.items.map(({ handle }) => handle)).toEqual(['espresso']);
});

test('search pages hold every match once', async () => {
  const first = await search({ query: 'coffee', limit: 2 });
  const second = await search({ query: 'coffee', limit: 2, cursor: first.nextCursor! });
  expect(second.nextCursor).toBeNull();
  const seen = [...first.items, ...second.items].map(({ handle }) => handle);
  expect(seen.toSorted()).toEqual(['cup', 'espresso', 'filter']);
});

test('a page shows what is offered, and without inventory no numbers', async () => {
  const { client, shop } = catalog;
  const page = must(await client.getProduct({ handle: 'espresso' }, shop.invocation()), 'page');
  expect(page).toMatchObject({
    title: 'Espresso Forte',
    category: [
      { path: 'food-drink', name: 'Food & Drink' },
      { path: 'food-drink/coffee', name: 'Coffee' },
    ],
    options: [{ name: 'Weight', values: ['250 g', '1 kg'] }],
    currency: 'EUR',
    variants: [
      { sku: 'CF-001', priceMinor: 900, available: null },
      { sku: 'CF-002', priceMinor: 2_900, available: null },
    ],
  });
  const byId = await client.getProduct({ productId: page.productId }, shop.invocation());
  expect(must(byId, 'by id')).toEqual(page);
  for (const input of [{ handle: 'draft' }, { handle: 'none' }, { productId: newId() }]) {
    expect(await client.getProduct(input, shop.invocation())).toMatchObject({
      ok: false,
      failure: { code: 'product_not_found' },
    });
  }
});

test('stock that comes and goes shows in lists, the newest version wins', async () => {
  expect(await handles({ inStock: true })).toEqual(['filter']);
  await emitStock('CUP', 3, 10);
  expect(await handles({ inStock: true })).toEqual(['cup', 'filter']);
  await emitStock('CUP', 0, 12);
  expect(await handles({ inStock: true })).toEqual(['filter']);
  await emitStock('CUP', 5, 11);
  expect(await handles({ inStock: true })).toEqual(['filter']);
  await emitStock('CUP', 1, 13);
  const cup = (await list()).items.find(({ handle }) => handle === 'cup');
  expect(cup?.inStock).toBe(true);
});

test('a channel that is not there is told so', async () => {
  const { client, shop } = catalog;
  const elsewhere = shop.invocation({ channel: 'elsewhere' });
  for (const reply of [
    await client.listProducts({ limit: 1, sort: 'newest' }, elsewhere),
    await client.searchProducts({ limit: 1, query: 'a' }, elsewhere),
    await client.getProduct({ handle: 'cup' }, elsewhere),
  ]) {
    expect(reply).toMatchObject({ ok: false, failure: { code: 'channel_not_found' } });
  }
});

test('the tree of categories, whole and level by level', async () => {
  const { client, shop } = catalog;
  const all = must(await client.listCategories({ limit: 100 }, shop.invocation()), 'categories');
  expect(all.items.map(({ path }) => path)).toEqual([
    'food-drink',
    'food-drink/coffee',
    'home',
    'home/kitchen',
  ]);
  const below = await client.listCategories({ limit: 1, parent: 'home' }, shop.invocation());
  expect(must(below, 'children')).toEqual({
    items: [{ path: 'home/kitchen', name: 'Kitchen', parent: 'home', hasChildren: false }],
    nextCursor: null,
  });
  const channels = must(await client.listChannels({}, shop.invocation()), 'channels').items;
  expect(channels).toMatchObject([{ code: 'default', currency: 'EUR', defaultLocale: 'en' }]);
});

test('pages asked for at the same time are each their own, as on their own', async () => {
  const asked: Partial<InputOf<'product', 'listProducts'>>[] = [
    { limit: 1 },
    { limit: 2 },
    { limit: 30 },
    { sort: 'name', limit: 1 },
    { sort: 'price_ascending', limit: 2, priceToMinor: 1_100 },
    { sort: 'price_ascending', limit: 2, priceToMinor: 9_000 },
    { tag: 'coffee', vendor: 'Speicher' },
    { tag: 'dark', vendor: 'Speicher' },
    { tag: 'none', vendor: 'Speicher' },
    { inStock: true },
    { inStock: false },
  ];
  const alone = [];
  for (const input of asked) alone.push(await list(input));
  expect(await Promise.all(asked.map((input) => list(input)))).toEqual(alone);
  expect(alone.map(({ items }) => items.length)).toEqual([1, 2, 3, 1, 2, 2, 2, 1, 0, 2, 1]);
});
