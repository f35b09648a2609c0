import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignTexts } from '#contracts/product/import.ts';
import { productTextNames, textsAs } from '#contracts/product/product-texts.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { fitProduct } from './fit-product.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.shop.close());

const bell = 'a\u0007b';
const card = 'a 4242 4242 4242 4242';

/** A product that has the text wherever another shop may have texts. */
const everywhere = (handle: string, text: string) =>
  productOf(handle, {
    title: text,
    descriptionHtml: text,
    tags: [text],
    ...textsAs(productTextNames, () => text),
    category: [text],
    optionNames: [text],
    variants: [
      variantOf(`${handle}-1`, { optionValues: [text], barcode: text }),
      variantOf(`${handle}-2`, { optionValues: ['b'], barcode: text }),
    ],
    media: [
      { url: '/media/a.svg', altText: text },
      { url: '/media/b.svg', altText: text },
    ],
  });

const kindsOf = (fits: readonly { field: string; reason: string }[]) =>
  fits.map(({ field, reason }) => `${field} ${reason}`).toSorted();

test('control characters become blanks, and each field that had some is told once', () => {
  const { product, fits } = fitProduct(everywhere('bell', bell));
  expect(JSON.stringify(product)).not.toContain('u0007');
  expect(kindsOf(fits)).toEqual(
    foreignTexts.map((field) => `${field} control_characters`).toSorted(),
  );
  expect(new Set(fits.map(({ handle }) => handle))).toEqual(new Set(['bell']));
});

test('card numbers are masked where sentences stand, and told', () => {
  const { product, fits } = fitProduct(everywhere('card', card));
  const { title, seoTitle, seoDescription, descriptionHtml, media } = product;
  for (const text of [title, seoTitle, seoDescription, descriptionHtml, media[0]!.altText])
    expect(text).toBe('a •••• •••• •••• 4242');
  expect(kindsOf(fits)).toEqual(
    ['title', 'seoTitle', 'seoDescription', 'descriptionHtml', 'altText']
      .map((field) => `${field} card_number_masked`)
      .toSorted(),
  );
});

test('bar codes of any maker and other numbers of goods stay as they are', () => {
  const text =
    'EAN 4006381000093, GTIN 30012340000016, IMEI 490154203237518, 40 42 44 46 48 50 52 54';
  const described = everywhere('codes', text);
  expect(fitProduct(described)).toEqual({ product: described, fits: [] });
});

test('a product that fits is left as it is', () => {
  const plain = everywhere('plain', 'Tea, 100 g');
  expect(fitProduct(plain)).toEqual({ product: plain, fits: [] });
});

test('the report of an import tells what was made to fit, again when nothing else changes', async () => {
  const odd = productOf('odd', {
    title: card,
    vendor: bell,
    descriptionHtml: '<p onclick="x()">a</p>',
  });
  const fitted = [
    { handle: 'odd', field: 'title', reason: 'card_number_masked' },
    { handle: 'odd', field: 'descriptionHtml', reason: 'markup_removed' },
    { handle: 'odd', field: 'vendor', reason: 'control_characters' },
  ];
  const expected = { rejected: [], fitted, fittedMore: 0 };
  expect(await load(catalog, odd, productOf('even'))).toMatchObject({ created: 2, ...expected });
  expect(await load(catalog, odd)).toMatchObject({ unchanged: 1, ...expected });
  const rows = await catalog.shop.database('product').query<object>(sql`
    select title, vendor, description_html as html from product where handle = 'odd'`);
  expect(rows).toEqual([{ title: 'a •••• •••• •••• 4242', vendor: 'a b', html: '<p>a</p>' }]);
});

test('what is left out is not told as made to fit', async () => {
  const outcome = await load(
    catalog,
    productOf('left-out', { title: bell, variants: [] }),
    productOf('part-of-none', { title: bell, part: 1 }),
  );
  expect(outcome.rejected).toHaveLength(2);
  expect(outcome.fitted).toEqual([]);
});

test('a report lists 200 changes and counts the rest', async () => {
  const products = Array.from({ length: 30 }, (_, index) => everywhere(`many-${index}`, bell));
  const { fitted, fittedMore } = await load(catalog, ...products);
  expect([fitted.length, fittedMore]).toEqual([200, 30 * foreignTexts.length - 200]);
});
