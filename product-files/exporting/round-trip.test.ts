import { expect, test } from 'vitest';
import type { ParsedProduct } from '../reading/product-csv-events.ts';
import { parseProductCsv } from '../reading/parse-product-csv.ts';
import { csvCell } from '#kernel/csv/csv-line.ts';
import { headingLine, linesOfProduct } from './rows-of-product.ts';
import type { ExportPlace, ShopProduct, ShopVariant } from './shop-product.ts';

const place: ExportPlace = {
  channel: 'default',
  currency: 'EUR',
  locale: 'en',
  categories: new Map([['a/b', ['Lamps > Old', 'B\\W, plain']]]),
  productFields: ['story', 'kinds'],
  variantFields: ['height'],
};

const variant: ShopVariant = {
  sku: '00123',
  supplierSku: "'S-1",
  optionValues: ['=1+1', '-5'],
  barcode: '0004006381333931',
  weightGrams: 1_250,
  requiresShipping: true,
  taxable: false,
  taxClass: 'reduced',
  inventoryPolicy: 'continue',
  tracked: true,
  imageUrl: '/media/two.svg',
  costMinor: 1,
  hsCode: '0901210000',
  countryOfOrigin: 'ET',
  content: { quantity: 750, unit: 'ml' },
  energyLabel: {
    class: 'A+',
    best: 'A+++',
    worst: 'D',
    labelUrl: '/media/label.svg',
    sheetUrl: 'https://eprel.example/a,b.pdf',
  },
  attributes: { height: 72.5 },
  prices: [
    { channel: 'default', currency: 'EUR', amountMinor: 129_900, compareAtMinor: 150_005 },
    { channel: 'swiss', currency: 'CHF', amountMinor: 1, compareAtMinor: null },
  ],
  salePrices: [],
};

const product: ShopProduct = {
  productId: '1',
  handle: '00-öl',
  title: `=HYPERLINK("http://x","a"), 'quoted' 🫖`,
  descriptionHtml: '<p>One, "two"</p>\n<p>\u00e9 = e\u0301</p>',
  vendor: "'=cmd|' /C calc'!A0",
  productType: '@SUM(1)',
  seoTitle: '+49 40 123',
  seoDescription: '- a list',
  tags: ['a, b', 'c\\', '\\,', '=2', 'ünï', '"'],
  status: 'archived',
  category: 'a/b',
  options: [{ name: '=Size' }, { name: 'Tone, "dark"' }],
  media: [
    { url: 'https://cdn.example/a,b.jpg', altText: '="x"' },
    { url: '/media/two.svg', altText: '' },
    { url: '/media/three.svg', altText: "''-" },
  ],
  collections: [],
  translations: [],
  manufacturer: 'Öl & Co\nAlter Wandrahm 8, Hamburg, shop@oel.example',
  safetyWarnings: '=Hot',
  attributes: { story: { en: 'Line one\nline, two', de: 'Zeile' }, kinds: ['a', 'b'] },
  variants: [variant, { ...variant, sku: "'X'", barcode: '"7"', optionValues: ['M', '\t'] }],
};

const stock = {
  elsewhere: ['north'],
  quantityOf: (_sku: string, code?: string) => (code === undefined ? 7 : 3),
};

async function readBack(...products: ShopProduct[]) {
  const lines = products.flatMap((one) => linesOfProduct(one, place, stock));
  const read: ParsedProduct[] = [];
  const others: unknown[] = [];
  const file = [headingLine(place, stock), ...lines, ''].join('\n');
  for await (const event of parseProductCsv([file], { currency: 'EUR' })) {
    if (event.kind === 'product') read.push(event.product);
    else if (event.kind !== 'columns') others.push(event);
    else expect(event.ignored).toEqual([]);
  }
  return { read, others };
}

test('what is exported is read as it was, whatever it looks like to a spreadsheet program', async () => {
  const odd = {
    ...product,
    variants: [variant, { ...product.variants[1]!, optionValues: ['M', '@'] }],
  };
  const { read, others } = await readBack(odd);
  expect(others).toEqual([]);
  const { attributes, variants, fitted, lines, options, ...fields } = read[0]!;
  expect(fitted.filter(({ reason }) => reason !== 'normalised')).toEqual([]);
  expect(lines).toEqual({ first: 2, last: lines.last });
  const { handle, title, descriptionHtml, vendor, productType, seoTitle, seoDescription } = odd;
  const { tags, status, media } = odd;
  expect(fields).toEqual({
    handle,
    title,
    descriptionHtml,
    vendor,
    productType,
    seoTitle,
    seoDescription,
    manufacturer: odd.manufacturer,
    responsiblePerson: '',
    safetyWarnings: '=Hot',
    ingredients: '',
    allergens: '',
    nutrition: '',
    tags,
    status,
    category: ['Lamps > Old', 'B\\W, plain'],
    media: media.map((image, index) => ({ ...image, position: index + 1 })),
  });
  expect(options.map(({ name }) => name)).toEqual(['=Size', 'Tone, "dark"']);
  expect(attributes).toEqual({ story: 'Line one\nline, two', kinds: '["a","b"]' });
  const { prices: _prices, salePrices: _sales, attributes: _own, ...kept } = variant;
  const same = {
    ...kept,
    priceMinor: 129_900,
    compareAtMinor: 150_005,
    quantity: 7,
    stock: { north: 3 },
  };
  expect(variants).toMatchObject([
    { ...same, attributes: { height: '72.5' } },
    { ...same, sku: "'X'", barcode: '"7"', optionValues: ['M', '@'] },
  ]);
});

test('a product without options, stock keeping and images is read as one', async () => {
  const plain = {
    ...product,
    options: [],
    media: [],
    category: null,
    tags: [],
    attributes: {},
    status: 'draft',
    variants: [
      {
        ...variant,
        optionValues: [],
        tracked: false,
        imageUrl: null,
        costMinor: null,
        attributes: {},
        hsCode: null,
        countryOfOrigin: null,
        content: null,
        energyLabel: null,
        barcode: '',
      },
    ],
  };
  const { read, others } = await readBack(plain);
  expect(others).toEqual([]);
  expect(read).toMatchObject([
    { options: [], media: [], category: null, tags: [], status: 'draft', fitted: [] },
  ]);
  expect(read[0]!.variants).toMatchObject([
    { optionValues: [], tracked: false, quantity: null, imageUrl: null, costMinor: null },
  ]);
});

test('no cell begins as a formula does', () => {
  for (const text of ['=1', '+1', '-1', '@a', '\t=1', '\r=1', "'=1", "''+x"]) {
    expect(csvCell(text).replaceAll('"', '')).toBe(`'${text}`);
  }
  for (const text of ["it's", "'tis", 'a=b', '5 - 3']) expect(csvCell(text)).toBe(text);
});
