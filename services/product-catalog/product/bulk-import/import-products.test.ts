import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.shop.close());

async function sellable(...skus: string[]) {
  const { client, shop } = catalog;
  return must(await client.getSellableVariants({ skus }, shop.invocation()), 'sellable');
}

test('what was imported can be sold, at its price and in its channel', async () => {
  const tea = productOf('darjeeling', {
    title: 'Darjeeling',
    optionNames: ['Weight'],
    media: [{ url: '/media/tea.svg', altText: 'Tea' }],
    category: ['Food & Drink', 'Tea'],
    variants: [
      variantOf('TEA-1', { optionValues: ['100 g'], priceMinor: 900, compareAtMinor: 1_000 }),
      variantOf('TEA-2', { optionValues: ['1 kg'], priceMinor: 6_000, taxable: false }),
    ],
  });
  expect(await load(catalog, tea)).toMatchObject({ created: 1, variants: 2, rejected: [] });
  const { variants, currency, pricesIncludeTax } = await sellable('TEA-1', 'TEA-2', 'NONE');
  expect({ currency, pricesIncludeTax }).toEqual({ currency: 'EUR', pricesIncludeTax: true });
  const first = variants.find(({ sku }) => sku === 'TEA-1');
  expect(first).toMatchObject({
    handle: 'darjeeling',
    title: 'Darjeeling',
    variantTitle: '100 g',
    imageUrl: '/media/tea.svg',
    unitPriceMinor: 900,
    compareAtMinor: 1_000,
    currency: 'EUR',
    taxClass: 'standard',
    weightGrams: 250,
    sellable: true,
  });
  expect(variants.find(({ sku }) => sku === 'TEA-2')?.taxClass).toBe('zero');
  expect(variants).toHaveLength(2);
});

test('an unknown channel sells nothing', async () => {
  const { client, shop } = catalog;
  await load(catalog, productOf('unsold'));
  const reply = must(
    await client.getSellableVariants(
      { skus: ['UNSOLD'] },
      shop.invocation({ channel: 'elsewhere' }),
    ),
    'sellable',
  );
  expect(reply).toMatchObject({ variants: [], currency: 'XXX' });
});

test('importing again changes what differs and doubles nothing', async () => {
  const cup = productOf('cup', { tags: ['cup'] });
  expect(await load(catalog, cup)).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
  expect(await load(catalog, cup)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  const dearer = { ...cup, variants: [variantOf('CUP', { priceMinor: 1_500 })] };
  expect(await load(catalog, dearer)).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
  expect((await sellable('CUP')).variants).toMatchObject([{ unitPriceMinor: 1_500 }]);
  const [counted] = await catalog.shop.database('product').query<{ products: number }>(sql`
    select count(*)::int as products from product where handle = 'cup'`);
  expect(counted).toEqual({ products: 1 });
});

test('a variant that got another SKU replaces the one with its option values', async () => {
  const bag = (sku: string) =>
    productOf('bag', {
      optionNames: ['Size'],
      variants: [variantOf(sku, { optionValues: ['L'] })],
    });
  await load(catalog, bag('BAG-OLD'));
  await load(catalog, bag('BAG-NEW'));
  expect((await sellable('BAG-OLD', 'BAG-NEW')).variants.map(({ sku }) => sku)).toEqual([
    'BAG-NEW',
  ]);
  // The one that gave way is kept, and has its price again where it is put beside the other.
  const { client, shop } = catalog;
  const staff = shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });
  const page = must(await client.getProduct({ handle: 'bag' }, shop.invocation()), 'page');
  const back = { productId: page.productId, sku: 'BAG-OLD', optionValues: ['M'] };
  must(await client.putVariant(back, staff), 'put again');
  expect((await sellable('BAG-OLD')).variants).toMatchObject([
    { sellable: true, unitPriceMinor: 1_290 },
  ]);
});

test('a variant that the file leaves out stays', async () => {
  const sizes = ['S', 'M'].map((size) => variantOf(`SHIRT-${size}`, { optionValues: [size] }));
  await load(catalog, productOf('shirt', { optionNames: ['Size'], variants: sizes }));
  await load(catalog, productOf('shirt', { optionNames: ['Size'], variants: [sizes[1]!] }));
  expect((await sellable('SHIRT-S', 'SHIRT-M')).variants).toHaveLength(2);
});

test('a variant without a value for each option is rejected, and one that is there twice', async () => {
  const outcome = await load(
    catalog,
    productOf('picky', {
      optionNames: ['Size'],
      variants: [
        variantOf('PICKY-M', { optionValues: ['M'] }),
        variantOf('PICKY-MM', { optionValues: ['M'] }),
        variantOf('PICKY-X', { optionValues: [] }),
      ],
    }),
    productOf('nothing-left', { optionNames: ['Size'], variants: [variantOf('LEFT')] }),
  );
  expect(outcome).toMatchObject({ created: 1, variants: 1 });
  expect(outcome.rejected.map(({ handle, sku, reason }) => [handle, sku, reason])).toEqual([
    ['picky', 'PICKY-MM', 'option_values_duplicate'],
    ['picky', 'PICKY-X', 'option_values_mismatch'],
    ['nothing-left', 'LEFT', 'option_values_mismatch'],
    ['nothing-left', null, 'product_without_variant'],
  ]);
});

test('inventory is told of new and removed SKUs, once', async () => {
  const lamp = productOf('lamp', {
    variants: [variantOf('LAMP', { inventoryPolicy: 'continue' })],
  });
  await load(catalog, lamp);
  await load(catalog, { ...lamp, title: 'Lamp' });
  await load(catalog, { ...lamp, variants: [variantOf('LAMP-2')] });
  const events = await catalog.shop.database('product').query<{ variants: object[] }>(sql`
    select data->'variants' as variants from outbox
    where aggregate_id = (select id::text from product where handle = 'lamp')
    order by aggregate_version`);
  expect(events.map(({ variants }) => variants)).toEqual([
    [{ sku: 'LAMP', policy: 'continue', tracked: true, removed: false }],
    [
      { sku: 'LAMP-2', policy: 'deny', tracked: true, removed: false },
      { sku: 'LAMP', policy: 'continue', tracked: true, removed: true },
    ],
  ]);
});

test('markup that could run is gone, whoever sends it', async () => {
  const descriptionHtml =
    '<p onclick="x()">Good</p><script>alert(1)</script><img src="javascript:x">';
  await load(catalog, productOf('markup', { descriptionHtml }));
  const [stored] = await catalog.shop.database('product').query<{ html: string }>(sql`
    select description_html as html from product where handle = 'markup'`);
  expect(stored?.html).toBe('<p>Good</p>');
});

test('a product of many variants comes in parts', async () => {
  const part = (number: number) =>
    productOf('poster', {
      part: number,
      optionNames: ['Motif'],
      variants: [variantOf(`POSTER-${number}`, { optionValues: [`Motif ${number}`] })],
    });
  const early = await load(catalog, { ...part(1), handle: 'poster-2' });
  expect(early.rejected).toMatchObject([{ reason: 'first_part_missing' }]);
  await load(catalog, part(0));
  await load(catalog, part(1));
  expect(await load(catalog, part(0))).toMatchObject({ unchanged: 1 });
  expect(await load(catalog, part(1))).toMatchObject({ unchanged: 1 });
  expect((await sellable('POSTER-0', 'POSTER-1')).variants).toHaveLength(2);
});

test('two imports of the same new product at the same time make one', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => load(catalog, productOf('raced', { category: ['Raced'] }))),
  );
  expect(outcomes.reduce((sum, { created }) => sum + created, 0)).toBe(1);
  // Whoever planned before the first had committed writes the same again and calls it updated.
  expect(outcomes.reduce((sum, each) => sum + each.unchanged + each.updated, 0)).toBe(7);
});

test('only staff of the catalog may import', async () => {
  const { client, shop } = catalog;
  const products = [productOf('forbidden')];
  for (const actor of [shop.guest(), shop.customer(), shop.staff(['catalog:read'])]) {
    const reply = await client.importProducts({ products }, shop.invocation({ actor }));
    expect(reply).toMatchObject({ ok: false, failure: { code: 'forbidden' } });
  }
  const actor = shop.staff(['catalog:write']);
  const reply = await client.importProducts({ products }, shop.invocation({ actor }));
  expect(reply).toMatchObject({ ok: true });
});

test('a file that says nothing of content and energy leaves both as they are', async () => {
  const measured = {
    content: { quantity: 250, unit: 'g' },
    energyLabel: { class: 'C', best: 'A', worst: 'G', labelUrl: null, sheetUrl: null },
  } as const;
  const lamp = (title: string, measures: Partial<typeof measured>) =>
    productOf('measured-lamp', { title, variants: [variantOf('MEASURED-1', measures)] });
  expect(await load(catalog, lamp('Lamp', measured))).toMatchObject({ created: 1, rejected: [] });
  expect(await load(catalog, lamp('Lamp', measured))).toMatchObject({ unchanged: 1 });
  expect(await load(catalog, lamp('A lamp', {}))).toMatchObject({ updated: 1 });
  const { client, shop } = catalog;
  const shown = await client.getProduct({ handle: 'measured-lamp' }, shop.invocation());
  expect(must(shown, 'shown').variants[0]).toMatchObject(measured);
});
