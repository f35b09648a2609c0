import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { deriveSku } from '#product-files/sku/derive-sku.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () => {
  const { shop } = catalog;
  return shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });
};

/** As staff sees them. */
async function variantsOf(handle: string) {
  const list = must(
    await catalog.client.listAdminProducts({ limit: 2, handle }, staff()),
    'the list',
  );
  expect(list.items).toHaveLength(1);
  const { productId } = list.items[0]!;
  const read = must(await catalog.client.getAdminProduct({ productId }, staff()), 'the product');
  return read.variants;
}

const sizes = (handle: string, sku: string, ...values: string[]) =>
  productOf(handle, {
    optionNames: ['Size'],
    variants: values.map((value) => variantOf(sku, { optionValues: [value] })),
  });

test('variants that share a SKU are all there, with one of their own and that of the file', async () => {
  const outcome = await load(catalog, sizes('tee', 'TEE', 'S', 'M', 'L'));
  expect(outcome).toMatchObject({ created: 1, variants: 3, rejected: [] });
  const own = ['M', 'L'].map((value) => deriveSku('tee', [value]));
  expect(outcome.replacedSkus).toEqual(own.map((sku) => ({ handle: 'tee', given: 'TEE', sku })));
  expect(outcome.fitted.map(({ field, reason }) => [field, reason])).toEqual([
    ['sku', 'sku_repeated'],
    ['sku', 'sku_repeated'],
  ]);
  const read = async () =>
    (await variantsOf('tee')).map(({ sku, supplierSku }) => [sku, supplierSku]);
  const expected = [
    ['TEE', null],
    [own[0], 'TEE'],
    [own[1], 'TEE'],
  ];
  expect(await read()).toEqual(expected);
  // In another order each is still what it was: its stock is counted under its SKU.
  const turned = await load(catalog, {
    ...sizes('tee', 'TEE', 'L', 'S', 'M'),
    title: 'Tee, the same',
  });
  expect(turned).toMatchObject({ updated: 1, variants: 3, rejected: [] });
  expect(new Map((await read()) as [string, string | null][])).toEqual(
    new Map(expected as [string, string | null][]),
  );
  const found = must(
    await catalog.client.listAdminProducts({ limit: 9, sku: 'tee' }, staff()),
    'by the SKU of the file',
  );
  expect(found.items.map(({ handle }) => handle)).toEqual(['tee']);
});

test('a SKU that another product has costs nothing, and is said each time', async () => {
  await load(catalog, productOf('owner'));
  const other = sizes('other', 'OWNER', 'S');
  const sku = deriveSku('other', ['S']);
  for (const counts of [{ created: 1 }, { unchanged: 1 }]) {
    const outcome = await load(catalog, other);
    expect(outcome).toMatchObject({ ...counts, variants: 1, rejected: [] });
    expect(outcome.replacedSkus).toEqual([{ handle: 'other', given: 'OWNER', sku }]);
    expect(outcome.fitted).toMatchObject([{ sku: 'OWNER', reason: 'sku_repeated' }]);
  }
  expect(await variantsOf('other')).toMatchObject([{ sku, supplierSku: 'OWNER' }]);
});

test('what a file does not track is for sale always, and says so to the stock', async () => {
  const { shop, client } = catalog;
  const engraving = (tracked?: boolean) =>
    productOf('engraving', {
      variants: [variantOf('ENGRAVING', tracked === undefined ? {} : { tracked })],
    });
  await load(catalog, engraving(false));
  await shop.settle();
  const page = must(await client.getProduct({ handle: 'engraving' }, shop.invocation()), 'page');
  expect(page.inStock).toBe(true);
  // A file without the column says nothing of it.
  await load(catalog, engraving());
  expect(await variantsOf('engraving')).toMatchObject([{ tracked: false }]);
  await load(catalog, engraving(true));
  expect(await variantsOf('engraving')).toMatchObject([{ tracked: true }]);
  const events = await shop.database('product').query<{ tracked: boolean[] }>(sql`
    select array(select (v->>'tracked')::boolean from jsonb_array_elements(data->'variants') v) as tracked
    from outbox where aggregate_id = (select id::text from product where handle = 'engraving')
    order by aggregate_version`);
  expect(events.map(({ tracked }) => tracked)).toEqual([[false], [true]]);
});

test('a handle has one form, whoever writes it', async () => {
  const { client, shop } = catalog;
  const made = must(
    await client.createProduct(
      { title: 'Blue Cup', handle: 'Blue-Cup\u0301' },
      { ...staff(), idempotencyKey: crypto.randomUUID() },
    ),
    'made by staff',
  );
  expect(made.handle).toBe('blue-cu\u1e55'.normalize('NFC'));
  const outcome = await load(catalog, {
    ...productOf('BLUE-CU\u1e54'),
    variants: [variantOf('BLUE')],
  });
  expect(outcome).toMatchObject({ created: 0, updated: 1 });
  const page = await client.getProduct({ handle: 'Blue-CUP\u0301' }, shop.invocation());
  expect(must(page, 'page').variants).toMatchObject([{ sku: 'BLUE' }]);
});

test('250 tags and a SKU of 255 characters are taken', async () => {
  const tags = Array.from({ length: 250 }, (_, index) => `tag ${index}`);
  const sku = 'S'.repeat(255);
  const outcome = await load(catalog, productOf('tagged', { tags, variants: [variantOf(sku)] }));
  expect(outcome).toMatchObject({ created: 1, rejected: [], fitted: [] });
  expect(await variantsOf('tagged')).toMatchObject([{ sku }]);
});

test('a category name without letters is left out, and the product is there', async () => {
  const outcome = await load(catalog, productOf('odd', { category: ['Tea', '---', 'Green'] }));
  expect(outcome).toMatchObject({
    created: 1,
    rejected: [],
    fitted: [{ handle: 'odd', field: 'category', reason: 'left_out' }],
  });
});

test('a trial says what an import would do, and does nothing', async () => {
  const { client, shop } = catalog;
  const products = [
    productOf('tried', { title: 'a\u0007b', category: ['Tried'] }),
    { ...sizes('tried-too', 'TRIED', 'S', 'S'), part: 0 },
    { ...sizes('tried-parts', 'PART', 'M'), part: 1 },
  ];
  const ask = async (dryRun: boolean) =>
    must(await client.importProducts({ products, dryRun }, shop.invocation()), 'import');
  const tried = await ask(true);
  expect(tried).toMatchObject({
    created: 3,
    variants: 3,
    rejected: [{ handle: 'tried-too', reason: 'option_values_duplicate' }],
  });
  expect(tried.fitted.map(({ reason }) => reason)).toContain('control_characters');
  const left = await shop.database('product').query<{ count: number }>(sql`
    select (select count(*) from product where handle like 'tried%')::int
      + (select count(*) from category where path = 'tried')::int
      + (select count(*) from outbox where data::text like '%TRIED%')::int as count`);
  expect(left).toEqual([{ count: 0 }]);
  const done = await ask(false);
  expect(done.fitted).toEqual(tried.fitted);
  expect(done.created).toBe(2);
});
