import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportedProduct } from '#contracts/product/import.ts';
import { must } from '#kernel/result.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });

test('a category takes another path with all below it, and gives up no other', async () => {
  const { client, shop } = catalog;
  const put = (path: string) =>
    client.putCategory({ path, name: path, names: {}, position: 0 }, staff());
  for (const path of ['yard', 'yard/shed', 'yard/shed/rakes', 'house']) must(await put(path), path);
  const rename = (path: string, newPath: string, expectedVersion?: number) =>
    client.renameCategory(
      { path, newPath, ...(expectedVersion === undefined ? {} : { expectedVersion }) },
      staff(),
    );
  expect(await rename('barn', 'stable')).toMatchObject({ failure: { code: 'category_not_found' } });
  expect(await rename('yard', 'house')).toMatchObject({ failure: { code: 'path_taken' } });
  expect(await rename('yard', 'yard/shed/yard')).toMatchObject({
    failure: { code: 'category_inside_itself' },
  });
  expect(await rename('yard/shed', 'cellar/shed')).toMatchObject({
    failure: { code: 'parent_not_found' },
  });
  expect(await rename('yard', 'y'.repeat(900))).toMatchObject({
    failure: { code: 'path_too_long', detail: { most: 900 } },
  });
  expect(await rename('yard', 'court', 7)).toMatchObject({ failure: { code: 'version_conflict' } });
  expect(must(await rename('yard/shed', 'house/shed'), 'moved')).toMatchObject({
    path: 'house/shed',
    parent: 'house',
    version: 2,
  });
  expect(must(await rename('house/shed', 'house/shed'), 'the same').version).toBe(2);
  const below = await client.listCategories({ parent: 'yard/shed', limit: 20 }, shop.invocation());
  expect(must(below, 'below').items).toMatchObject([
    { path: 'house/shed/rakes', parent: 'house/shed' },
  ]);
  const known = await client.getCategory({ path: 'yard/shed/rakes' }, shop.invocation());
  expect(must(known, 'known')).toMatchObject({ path: 'house/shed/rakes', hasChildren: false });

  // Files that name the way of before find it, and what they add lies below it.
  const product = (handle: string, category: string[]): ImportedProduct => ({
    handle,
    part: 0,
    title: handle,
    descriptionHtml: '',
    vendor: '',
    productType: '',
    tags: [],
    status: 'draft',
    seoTitle: '',
    seoDescription: '',
    category,
    optionNames: [],
    media: [],
    variants: [
      {
        sku: handle.toUpperCase(),
        optionValues: [],
        barcode: '',
        weightGrams: 5,
        requiresShipping: true,
        taxable: true,
        taxClass: 'standard',
        inventoryPolicy: 'continue',
        imageUrl: null,
        costMinor: null,
        priceMinor: 100,
        compareAtMinor: null,
      },
    ],
  });
  await load(
    catalog,
    product('rake', ['yard', 'shed', 'rakes']),
    product('hoe', ['yard', 'shed', 'hoes']),
  );
  const kept = must(await client.listAdminCategories({ limit: 2 }, staff()), 'as kept');
  expect(kept.items.at(-1)).toMatchObject({ path: 'house/shed', parent: 'house', products: 0 });
  const next = { limit: 1, cursor: kept.nextCursor! };
  expect(must(await client.listAdminCategories(next, staff()), 'read on').items).toMatchObject([
    { path: 'house/shed/hoes', products: 1 },
  ]);
  const { items } = must(
    await client.listAdminProducts({ limit: 20, category: 'house/shed' }, staff()),
    'filed',
  );
  expect(items.map(({ handle }) => handle).toSorted()).toEqual(['hoe', 'rake']);
});

test('a collection takes another handle that is free', async () => {
  const { client } = catalog;
  for (const handle of ['autumn', 'winter'])
    must(
      await client.putCollection(
        { handle, title: handle, titles: {}, descriptionHtml: '' },
        staff(),
      ),
      handle,
    );
  expect(
    must(await client.listAdminCollections({ limit: 1 }, staff()), 'kept').items,
  ).toMatchObject([{ handle: 'autumn', title: 'autumn', titles: {}, products: 0, version: 1 }]);
  const rename = (handle: string, newHandle: string, expectedVersion?: number) =>
    client.renameCollection(
      { handle, newHandle, ...(expectedVersion === undefined ? {} : { expectedVersion }) },
      staff(),
    );
  expect(await rename('autumn', 'winter')).toMatchObject({ failure: { code: 'handle_taken' } });
  expect(await rename('summer', 'spring')).toMatchObject({
    failure: { code: 'collection_not_found' },
  });
  expect(await rename('autumn', 'fall', 9)).toMatchObject({
    failure: { code: 'version_conflict' },
  });
  const named = must(await rename('autumn', 'fall'), 'renamed');
  expect(named).toMatchObject({ handle: 'fall', version: 2 });
  expect(must(await rename('fall', 'fall'), 'the same')).toEqual(named);
  const { items } = must(await client.listAdminProducts({ limit: 2 }, staff()), 'products');
  const add = items.map(({ productId }) => productId).toSorted();
  const put = { handle: 'fall', add, remove: [] };
  must(await client.changeCollectionProducts(put, staff()), 'put in');
  const read = (more: object) =>
    client.listCollectionProducts({ handle: 'autumn', limit: 1, ...more }, staff());
  const first = must(await read({}), 'the first');
  expect(first.items.map(({ productId }) => productId)).toEqual(add.slice(0, 1));
  const next = must(await read({ cursor: first.nextCursor! }), 'the next');
  expect(next.items.map(({ productId }) => productId)).toEqual(add.slice(1));
  expect(await read({ handle: 'summer' })).toMatchObject({
    failure: { code: 'collection_not_found' },
  });
});

test('menus lead to what they led to, by the name that it has now', async () => {
  const { client, shop } = catalog;
  must(
    await client.putCategory({ path: 'tools', name: 'Tools', names: {}, position: 0 }, staff()),
    'a category',
  );
  must(
    await client.putCollection(
      { handle: 'gifts', title: 'Gifts', titles: {}, descriptionHtml: '' },
      staff(),
    ),
    'a collection',
  );
  const item = (kind: 'category' | 'collection', target: string) => ({
    label: null,
    link: { kind, target },
    items: [],
  });
  const items = [item('category', 'tools'), item('collection', 'gifts')];
  must(await client.putMenu({ place: 'header', locale: 'en', items }, staff()), 'a menu');
  const header = async () =>
    must(await client.getStorefront({}, shop.invocation()), 'frame').menus.header;
  const [tools, gifts] = [
    { label: 'Tools', link: { kind: 'category', target: 'tools' } },
    { label: 'Gifts', link: { kind: 'collection', target: 'gifts' } },
  ];
  expect(await header()).toMatchObject([tools, gifts]);
  must(await client.renameCategory({ path: 'tools', newPath: 'gear' }, staff()), 'one');
  must(await client.renameCollection({ handle: 'gifts', newHandle: 'presents' }, staff()), 'other');
  expect(await header()).toMatchObject([
    { label: 'Tools', link: { kind: 'category', target: 'gear' } },
    { label: 'Gifts', link: { kind: 'collection', target: 'presents' } },
  ]);
});

const words = (text: string) => ({
  descriptionHtml: `<p>${text}</p><script>alert(1)</script>`,
  seoTitle: `${text} title`,
  seoDescription: `${text} description`,
});

test('a category shows a picture and words of its own, in the language asked for', async () => {
  const { client, shop } = catalog;
  const put = { path: 'lamps', name: 'Lamps', names: {}, position: 0 };
  const { version } = must(await client.putCategory(put, staff()), 'made');
  const picture = { url: 'https://pictures.example/lamp.jpg', altText: 'A lamp' };
  const display = {
    path: 'lamps',
    picture,
    texts: { en: words('Light'), de: words('Licht') },
    channels: null,
  };
  const after = must(
    await client.putCategoryDisplay({ ...display, expectedVersion: version }, staff()),
    'shown',
  );
  expect(after).toMatchObject({ picture, channels: null, version: version + 1 });
  expect(after.texts['en']!.descriptionHtml).toBe('<p>Light</p>');
  const read = must(await client.getCategoryDisplay({ path: 'lamps' }, staff()), 'read');
  expect(read).toEqual(after);
  for (const [locale, text, textLocale] of [
    ['de', 'Licht', 'de'],
    ['de-AT', 'Licht', 'de'],
    ['fr', 'Light', 'en'],
  ] as const) {
    const shown = await client.getCategory({ path: 'lamps' }, shop.invocation({ locale }));
    expect(must(shown, locale)).toMatchObject({
      picture,
      descriptionHtml: `<p>${text}</p>`,
      seo: { title: `${text} title`, description: `${text} description` },
      textLocale,
    });
  }
  const listed = must(await client.listCategories({ limit: 100 }, shop.invocation()), 'listed');
  const described = listed.items.flatMap(({ path, described: is }) => (is ? [path] : []));
  expect(described).toEqual(['lamps']);
  // A name that is changed leaves the words, and the other way round.
  must(await client.putCategory({ ...put, name: 'Lights' }, staff()), 'named');
  const still = must(await client.getCategoryDisplay({ path: 'lamps' }, staff()), 'still');
  expect(still).toEqual({ ...after, name: 'Lights', version: version + 2 });
  const stale = { ...display, expectedVersion: version };
  expect(await client.putCategoryDisplay(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: version + 2 } },
  });
  const none = { path: 'lamps', picture: null, texts: {}, channels: null };
  expect(must(await client.putCategoryDisplay(none, staff()), 'emptied')).toMatchObject(none);
});

test.each([
  ['category_not_found', { path: 'nowhere' }],
  ['channel_not_found', { channels: ['nowhere'] }],
  ['picture_not_found', { picture: { url: `/media/${'0'.repeat(64)}/10x10.jpg`, altText: '' } }],
])('what the page of a category shows is refused as %s', async (code, given) => {
  const { client } = catalog;
  const category = { path: 'refused', name: 'Refused', names: {}, position: 0 };
  must(await client.putCategory(category, staff()), 'made');
  const display = { path: 'refused', picture: null, texts: {}, channels: null, ...given };
  expect(await client.putCategoryDisplay(display, staff())).toMatchObject({ failure: { code } });
});

test('shoppers of a channel see a category, and what lies below it, where staff say so', async () => {
  const { client, shop } = catalog;
  const north = {
    code: 'north',
    name: 'North',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    pricesIncludeTax: true,
    active: true,
  };
  must(await client.putChannel(north, staff()), 'another channel');
  await load(catalog, productOf('kettle', { title: 'Kettle', category: ['Trade', 'Kitchen'] }));
  const { productId } = must(
    await client.getProduct({ handle: 'kettle' }, shop.invocation()),
    'kettle',
  );
  const price = { productId, sku: 'KETTLE', channel: 'north', amountMinor: 900 };
  must(await client.setPrice({ ...price, compareAtMinor: null }, staff()), 'priced');
  must(await client.setListings({ productId, channels: ['default', 'north'] }, staff()), 'listed');
  // Where nobody set one, the menu is made of categories.
  await client.deleteMenu({ place: 'header', locale: 'en' }, staff());
  const seenIn = async (channel: string) => {
    const by = shop.invocation({ channel });
    const list = must(await client.listCategories({ limit: 100 }, by), 'categories');
    const map = must(
      await client.listSitemapEntries({ kind: 'categories', limit: 100 }, by),
      'map',
    );
    const found = must(await client.searchProducts({ limit: 20 }, by), 'found');
    const page = must(await client.getProduct({ handle: 'kettle' }, by), 'page');
    const suggested = await client.getSearchSuggestions({ query: 'kitch', limit: 5 }, by);
    const one = await client.getCategory({ path: 'trade/kitchen' }, by);
    const frame = must(await client.getStorefront({}, by), 'frame');
    const paths = (all: readonly { path: string }[]) =>
      all.map(({ path }) => path).filter((path) => path.startsWith('trade'));
    return {
      listed: paths(list.items),
      mapped: paths(map.items.map(({ target }) => ({ path: target }))),
      counted: paths(found.facets.categories).toSorted(),
      trail: paths(page.category),
      suggested: paths(must(suggested, 'suggested').categories),
      read: one.ok,
      menu: JSON.stringify(frame.menus.header).includes('trade'),
    };
  };
  const both = ['trade', 'trade/kitchen'];
  const all = {
    listed: both,
    mapped: both,
    counted: both,
    trail: both,
    suggested: ['trade/kitchen'],
    read: true,
    menu: true,
  };
  const nothing = {
    listed: [],
    mapped: [],
    counted: [],
    trail: [],
    suggested: [],
    read: false,
    menu: false,
  };
  for (const channel of ['default', 'north'])
    await expect.poll(() => seenIn(channel), { timeout: 180_000 }).toEqual(all);
  const display = { path: 'trade', picture: null, texts: {}, channels: ['north'] };
  must(await client.putCategoryDisplay(display, staff()), 'in the north');
  await shop.settle();
  await expect.poll(() => seenIn('default'), { timeout: 180_000 }).toEqual(nothing);
  expect(await seenIn('north')).toEqual(all);
  // It is sold all the same.
  const sold = await client.listProducts({ limit: 20 }, shop.invocation());
  expect(must(sold, 'sold').items.map(({ handle }) => handle)).toContain('kettle');
});

test('of a shelf that somebody changed since the removal is refused, and without a version it is as ever', async () => {
  const { client } = catalog;
  const category = { path: 'removed', name: 'Removed', names: {}, position: 0 };
  const collection = { handle: 'removed', title: 'Removed', titles: {}, descriptionHtml: '' };
  for (let time = 1; time <= 2; time += 1) {
    must(await client.putCategory(category, staff()), 'category');
    must(await client.putCollection(collection, staff()), 'collection');
  }
  const conflict = { failure: { code: 'version_conflict', detail: { version: 2 } } };
  const expectedVersion = 1;
  const path = { path: 'removed' };
  const handle = { handle: 'removed' };
  expect(await client.deleteCategory({ ...path, expectedVersion }, staff())).toMatchObject(
    conflict,
  );
  expect(await client.deleteCollection({ ...handle, expectedVersion }, staff())).toMatchObject(
    conflict,
  );
  must(await client.deleteCategory({ ...path, expectedVersion: 2 }, staff()), 'as it was read');
  must(await client.deleteCollection(handle, staff()), 'by a client that sends none');
});
