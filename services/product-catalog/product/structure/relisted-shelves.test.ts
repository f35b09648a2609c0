import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { watchStatements } from '#platform/telemetry/statement-witness.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });

/** While the products are held, none of them can be listed anew. */
async function holding<T>(productIds: readonly string[], meanwhile: () => Promise<T>): Promise<T> {
  const { shop } = catalog;
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const hold = shop.database('product').transaction('hold', shop.invocation(), async (tx) => {
    await tx.query(sql`
      select from product where id = any (${[...productIds]}::uuid[]) order by id for update`);
    isHeld();
    await over;
  });
  await held;
  try {
    return await meanwhile();
  } finally {
    end();
    await hold;
  }
}

const idOf = async (handle: string) =>
  must(await catalog.client.getProduct({ handle }, catalog.shop.invocation()), handle).productId;

interface Shelf {
  readonly category?: string;
  readonly collection?: string;
}
/** Handles as the list, the search and its count have them. */
async function shown(shelf: Shelf) {
  const { client, shop } = catalog;
  const [listed, found] = await Promise.all([
    client.listProducts({ ...shelf, sort: 'name', limit: 20 }, shop.invocation()),
    client.searchProducts({ ...shelf, limit: 20 }, shop.invocation()),
  ]);
  const { items, matches, facets } = must(found, 'found');
  const handles = (all: readonly { handle: string }[]) =>
    all.map(({ handle }) => handle).toSorted();
  return {
    listed: handles(must(listed, 'listed').items),
    found: handles(items),
    matches,
    categories: facets.categories.map(({ path }) => path).toSorted(),
  };
}

test('a renamed category is whole under each name while its products are listed anew', async () => {
  const { client, shop } = catalog;
  await load(
    catalog,
    productOf('rake', { category: ['Yard', 'Rakes'] }),
    productOf('hoe', { category: ['Yard', 'Hoes'] }),
    productOf('chair', { category: ['House'] }),
  );
  const productIds = await Promise.all(['rake', 'hoe'].map(idOf));
  const whole = { listed: ['hoe', 'rake'], found: ['hoe', 'rake'], matches: 2 };
  await holding(productIds, async () => {
    must(await client.renameCategory({ path: 'yard', newPath: 'court' }, staff()), 'once');
    for (const category of ['court', 'yard'])
      expect(await shown({ category })).toMatchObject(whole);
    must(await client.renameCategory({ path: 'court', newPath: 'house/yard' }, staff()), 'twice');
    for (const category of ['house/yard', 'court', 'yard'])
      expect(await shown({ category })).toMatchObject(whole);
    expect(await shown({ category: 'yard/rakes' })).toMatchObject({ found: ['rake'], matches: 1 });
    // Where it lies now it is seen too, and what is counted has no name that is gone.
    const above = await shown({ category: 'house' });
    expect(above).toMatchObject({ listed: ['chair', 'hoe', 'rake'], matches: 3 });
    expect(above.categories).not.toContain('yard');
    for (const path of ['yard', 'court'])
      expect(must(await client.getCategory({ path }, shop.invocation()), path).path).toBe(
        'house/yard',
      );
  });
  await expect
    .poll(async () => (await shown({ category: 'house' })).categories, { timeout: 180_000 })
    .toEqual(['house', 'house/yard', 'house/yard/hoes', 'house/yard/rakes']);
  expect(await shown({ category: 'house/yard' })).toMatchObject(whole);
});

test('a renamed collection too, also where it is filled by a name that it had', async () => {
  const { client } = catalog;
  const put = (handle: string) =>
    client.putCollection({ handle, title: handle, titles: {}, descriptionHtml: '' }, staff());
  must(await put('gifts'), 'made');
  await load(catalog, productOf('candle'), productOf('vase'));
  const [candle, vase] = (await Promise.all(['candle', 'vase'].map(idOf))) as [string, string];
  const change = { handle: 'gifts', add: [candle], remove: [] };
  must(await client.changeCollectionProducts(change, staff()), 'filled');
  await holding([candle], async () => {
    const rename = (handle: string, newHandle: string) =>
      client.renameCollection({ handle, newHandle }, staff());
    must(await rename('gifts', 'presents'), 'once');
    must(await rename('presents', 'surprises'), 'twice');
    for (const collection of ['surprises', 'presents', 'gifts'])
      expect(await shown({ collection })).toMatchObject({ listed: ['candle'], found: ['candle'] });
    const more = { handle: 'gifts', add: [vase], remove: [] };
    must(await client.changeCollectionProducts(more, staff()), 'by its name of before');
    expect(await shown({ collection: 'surprises' })).toMatchObject({ matches: 2 });
  });
});

test('staff file products by names that shelves had before, and find them so', async () => {
  const { client } = catalog;
  const { productId } = must(
    await client.createProduct({ handle: 'lamp', title: 'Lamp' }, staff()),
    'made',
  );
  const filed = { productId, category: 'yard/rakes', collections: ['gifts', 'surprises'] };
  must(await client.changeProduct(filed, staff()), 'filed');
  expect(must(await client.getAdminProduct({ productId }, staff()), 'read')).toMatchObject({
    category: 'house/yard/rakes',
    collections: ['surprises'],
  });
  const list = async (category: string) =>
    must(await client.listAdminProducts({ limit: 20, category }, staff()), category).items.map(
      ({ handle }) => handle,
    );
  expect(await list('yard')).toEqual(expect.arrayContaining(['lamp', 'rake', 'hoe']));
  expect(await list('yard')).not.toContain('chair');
  expect(await client.changeProduct({ productId, category: 'cellar' }, staff())).toMatchObject({
    failure: { code: 'category_not_found' },
  });
  expect(await client.changeProduct({ productId, collections: ['no'] }, staff())).toMatchObject({
    failure: { code: 'collection_not_found' },
  });
});

const shells = ['nautilus', 'abalone', 'murex', 'cowrie', 'whelk'];

/** A collection of five that were made in this order, each cheaper than the one before. */
async function collectionOf(handle: string): Promise<string[]> {
  const { client } = catalog;
  const goods = shells.map((name, at) =>
    productOf(`${handle}-${name}`, {
      title: name,
      variants: [variantOf(`${handle}-${name}`, { priceMinor: 900 - at * 100 })],
    }),
  );
  await load(catalog, ...goods);
  const collection = { handle, title: handle, titles: {}, descriptionHtml: '' };
  must(await client.putCollection(collection, staff()), 'made');
  const productIds = await Promise.all(goods.map((product) => idOf(product.handle)));
  for (const add of productIds)
    must(await client.changeCollectionProducts({ handle, add: [add], remove: [] }, staff()), 'put');
  return productIds;
}

/** As it is listed and as it is searched, where no order is asked for, read by pages of two. */
async function inOrder(collection: string) {
  const { client, shop } = catalog;
  const listed: string[] = [];
  const found: string[] = [];
  let [list, search]: (string | undefined)[] = [undefined, undefined];
  do {
    const asked = { collection, limit: 2 };
    const one = await client.listProducts({ ...asked, cursor: list }, shop.invocation());
    const other = await client.searchProducts({ ...asked, cursor: search }, shop.invocation());
    const [page, matches] = [must(one, 'listed'), must(other, 'found')];
    listed.push(...page.items.map(({ title }) => title));
    found.push(...matches.items.map(({ title }) => title));
    list = page.nextCursor ?? undefined;
    search = matches.nextCursor ?? undefined;
    expect(list === undefined).toBe(search === undefined);
  } while (list !== undefined);
  expect(found).toEqual(listed);
  return listed;
}

const [nautilus, abalone, murex, cowrie, whelk] = shells as [
  string,
  string,
  string,
  string,
  string,
];

test.each([
  ['by_hand', shells],
  ['newest', shells.toReversed()],
  ['price_ascending', shells.toReversed()],
  ['price_descending', shells],
  ['name', [abalone, cowrie, murex, nautilus, whelk]],
] as const)('a collection is shown %s as staff chose, and at once', async (sort, order) => {
  const { client, shop } = catalog;
  const handle = `shells-${sort.replace('_', '-')}`;
  await collectionOf(handle);
  expect(await inOrder(handle)).toEqual(shells.toReversed());
  const put = must(await client.putCollectionSort({ handle, sort }, staff()), 'sorted');
  expect(put).toMatchObject({ sort });
  expect(await inOrder(handle)).toEqual(order);
  expect(must(await client.getCollection({ handle }, shop.invocation()), 'read').sort).toBe(sort);
  // Who asks for an order gets that one.
  const asked = { collection: handle, limit: 20, sort: 'name' } as const;
  const { items } = must(await client.listProducts(asked, shop.invocation()), 'by name');
  expect(items.map(({ title }) => title)).toEqual(shells.toSorted());
});

test('products are put before others by hand, keep their places, and two who do so undo nothing', async () => {
  const { client } = catalog;
  const handle = 'by-hand';
  const [n, a, m, c, w] = (await collectionOf(handle)) as [string, string, string, string, string];
  const move = (productIds: string[], before: string | null) =>
    client.moveCollectionProducts({ handle, productIds, before }, staff());
  expect(await move([n], null)).toMatchObject({ failure: { code: 'collection_sorted_otherwise' } });
  must(await client.putCollectionSort({ handle, sort: 'by_hand' }, staff()), 'by hand');
  expect(must(await move([w, m], n), 'two to the front')).toEqual({ moved: 5 });
  expect(await inOrder(handle)).toEqual([whelk, murex, nautilus, abalone, cowrie]);
  expect(must(await move([w, m], n), 'again')).toEqual({ moved: 0 });
  await Promise.all([move([n], null), move([c], a)].map(async (one) => must(await one, 'both')));
  expect(await inOrder(handle)).toEqual([whelk, murex, cowrie, abalone, nautilus]);
  // What is put in by whatever way stands behind, and what stays where it is keeps its place.
  const { productId } = must(
    await client.createProduct({ handle: 'conch', title: 'conch' }, staff()),
    'made',
  );
  for (const id of [productId, m]) {
    const filed = { productId: id, collections: [handle] };
    must(await client.changeProduct(filed, staff()), 'filed');
  }
  const listed = await client.listCollectionProducts({ handle, limit: 20 }, staff());
  expect(must(listed, 'as staff see it').items.map(({ title }) => title)).toEqual([
    whelk,
    murex,
    cowrie,
    abalone,
    nautilus,
    'conch',
  ]);
  expect(await move([newId()], null)).toMatchObject({
    failure: { code: 'product_not_in_collection' },
  });
  const stale = { handle, sort: 'name', expectedVersion: 1 } as const;
  expect(await client.putCollectionSort(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 2 } },
  });
});

test('a move writes what is moved alone, until there is no room between its neighbours', async () => {
  const { client, shop } = catalog;
  const handle = 'roomy';
  const [n, a, m, c, w] = (await collectionOf(handle)) as [string, string, string, string, string];
  must(await client.putCollectionSort({ handle, sort: 'by_hand' }, staff()), 'by hand');
  const places = async () => {
    const rows = await shop.database('product').query<{ productId: string; position: number }>(sql`
      select m.product_id, m.position from collection_product m
      join collection o on o.id = m.collection_id where o.handle = ${handle}`);
    return new Map(rows.map(({ productId, position }) => [productId, position]));
  };
  const written = async (productIds: string[], before: string | null) => {
    const was = await places();
    must(await client.moveCollectionProducts({ handle, productIds, before }, staff()), 'moved');
    const now = await places();
    return [...now].filter(([id, at]) => was.get(id) !== at).map(([id]) => id);
  };
  // They were put in one right after the other.
  expect((await written([w], a)).toSorted()).toEqual([n, a, m, c, w].toSorted());
  expect(await written([c], a)).toEqual([c]);
  expect(await written([n], null)).toEqual([n]);
  expect((await written([c, m], w)).toSorted()).toEqual([c, m].toSorted());
  expect(await inOrder(handle)).toEqual([cowrie, murex, whelk, abalone, nautilus]);
  // Each halves the room, which ends.
  let [one, other] = [c, m];
  for (let turn = 0; turn < 20; turn += 1) {
    await written([other], one);
    [one, other] = [other, one];
  }
  expect(await inOrder(handle)).toEqual([cowrie, murex, whelk, abalone, nautilus]);
});

test('a page of a collection is one statement, in whichever order, and of a changed one two', async () => {
  const { client, shop } = catalog;
  const handle = 'counted';
  await collectionOf(handle);
  const count = async (limit: number) => {
    let sent = 0;
    const unwatch = watchStatements((_, { text }) => {
      if (text.includes('string_agg')) sent += 1;
    });
    const asked = { collection: handle, limit };
    must(await client.listProducts(asked, shop.invocation()), 'listed');
    must(await client.searchProducts(asked, shop.invocation()), 'found');
    unwatch();
    return sent;
  };
  expect(await count(1)).toBe(2);
  must(await client.putCollectionSort({ handle, sort: 'by_hand' }, staff()), 'by hand');
  expect(await count(2)).toBe(4);
  // Another page, since the first one is kept for a moment.
  expect(await count(3)).toBe(2);
});
