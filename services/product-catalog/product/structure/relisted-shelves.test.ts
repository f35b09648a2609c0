import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
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
