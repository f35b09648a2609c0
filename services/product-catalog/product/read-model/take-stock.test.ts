import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../inventory/service.ts';
import { productService } from '../service.ts';
import { refreshDocuments } from './refresh-documents.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService] });
});
afterAll(() => shop.close());

interface Shown {
  readonly productId: string;
  readonly inStock: boolean;
  readonly page: { readonly variants: object[]; readonly media: object[] };
}

const documents = () =>
  shop.database('product').query<Shown>(sql`
    select edition_id, product_id, valid_from::text, in_stock, terms, terms_hash::text, card::jsonb,
      search::text, name_key, price_minor, page.body::jsonb as page, array(
        select s.term::text from shelf s
        where (s.edition_id, s.product_id, s.valid_from) = (d.edition_id, d.product_id, d.valid_from)
        order by 1) as shelves
    from document d join page using (edition_id, product_id, valid_from)
    order by edition_id, product_id, valid_from`);

/** What is shown, and that it is what is shown where it is made anew. */
async function shownAsAnew() {
  const shown = await documents();
  const productIds = [...new Set(shown.map(({ productId }) => productId))];
  await shop
    .database('product')
    .transaction('build_anew', shop.invocation(), (tx) => refreshDocuments(tx, productIds));
  expect(shown).toEqual(await documents());
  return shown;
}

async function count(sku: string, quantity: number) {
  const lines = [{ sku, quantity }];
  const input = { countId: newId(), reason: 'count', lines };
  must(await shop.client('inventory').countStock(input, shop.invocation()), 'count');
  await shop.settle();
}

test('what comes into stock and runs out of it is shown as if it were made anew', async () => {
  const products = [
    productOf('kettle', {
      title: 'Kettle "inStock":false',
      tags: ['availability:out_of_stock'],
      variants: [variantOf('KETTLE')],
    }),
    productOf('jug', { variants: [variantOf('JUG')] }),
  ];
  must(await shop.client('product').importProducts({ products }, shop.invocation()), 'import');
  await shop.settle();
  for (const [units, isThere] of [
    [3, true],
    [2, true],
    [0, false],
    [1, true],
  ] as const) {
    await count('KETTLE', units);
    const turned = await shownAsAnew();
    expect(turned.filter(({ inStock }) => inStock).length > 0).toBe(isThere);
  }
});

test('what an import has just made is shown as if it were made anew', async () => {
  await count('EARLY', 4);
  const products = [
    productOf('teapot', {
      title: 'Teapot 1,000 ml',
      category: ['Home', 'Tea'],
      tags: ['tea', 'clay'],
      optionNames: ['Size'],
      variants: ['EARLY', 'LATE'].map((sku) =>
        variantOf(sku, { optionValues: [sku], priceMinor: 900, compareAtMinor: 1_200 }),
      ),
      media: ['a', 'b'].map((name) => ({
        url: `https://img.example/${name}.png`,
        altText: name,
      })),
    }),
  ];
  must(await shop.client('product').importProducts({ products }, shop.invocation()), 'import');
  const shown = (await shownAsAnew()).filter(({ page }) => page.variants.length === 2);
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.every(({ inStock, page }) => inStock && page.media.length === 2)).toBe(true);
});

test('what comes into stock is written beside what was there, and no index of words hears of it', async () => {
  const cups = Array.from({ length: 120 }, (_, n) =>
    productOf(`cup-${n}`, { variants: [variantOf(`CUP-${n}`)] }),
  );
  for (const products of [cups.slice(0, 60), cups.slice(60)])
    must(await shop.client('product').importProducts({ products }, shop.invocation()), 'import');
  await shop.settle();
  // A row that stays in its page is found by the indexes as they are. This one's page is full.
  const entries = () =>
    shop.database('product').query<{ page: number; inStock: boolean }>(sql`
      select (e.ctid::text::point)[0]::int as page, e.in_stock
      from search_entry e join document d using (edition_id, product_id, valid_from)
      where d.handle = 'cup-75' order by e.edition_id`);
  const before = await entries();
  expect(before.length).toBeGreaterThan(0);
  await count('CUP-75', 1);
  expect(await entries()).toEqual(before.map(({ page }) => ({ page, inStock: true })));
});
