import { createReadStream, existsSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { deriveSku } from '../sku/derive-sku.ts';
import { parseProductCsv } from './parse-product-csv.ts';
import type { ParsedProduct, ProductCsvEvent } from './product-csv-events.ts';

/** Vendors' own files are not part of the project: where they are not there, these tests do not exist. */
const testWhere = (there: boolean) => (there ? test : () => {});

const headings = [
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name',
  'Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy',
  'Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable',
  'Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,Product Category',
  'Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status',
]
  .join(',')
  .split(',');

type Row = Record<string, string>;

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function csv(rows: Row[], lineEnd = '\n'): string {
  const lines = rows.map((row) => headings.map((name) => quoted(row[name] ?? '')).join(','));
  return [headings.join(','), ...lines, ''].join(lineEnd);
}

async function read(source: string | Uint8Array[], currency = 'EUR') {
  const events: ProductCsvEvent[] = [];
  const chunks = typeof source === 'string' ? [source] : source;
  for await (const event of parseProductCsv(chunks, { currency })) events.push(event);
  return {
    products: events.flatMap((event) => (event.kind === 'product' ? [event.product] : [])),
    rejected: events.flatMap((event) => (event.kind === 'rejected' ? [event.row] : [])),
    refusal: events.flatMap((event) => (event.kind === 'refused' ? [event.refusal] : []))[0],
    columns: events.flatMap((event) => (event.kind === 'columns' ? [event] : [])),
  };
}

const cup = { Handle: 'cup', Title: 'Cup', 'Variant Price': '9.90' };

describe('a product with every column', () => {
  const rows: Row[] = [
    {
      ...cup,
      'Body (HTML)': '<p onclick="x()">A cup,\r\nof "clay"</p><script>alert(1)</script>',
      Vendor: 'Kontor',
      Type: 'Cups',
      Tags: 'clay, blue,clay',
      Published: 'TRUE',
      'Option1 Name': 'Colour',
      'Option1 Value': 'Blue',
      'Option2 Name': 'Size',
      'Option2 Value': 'L',
      'Variant SKU': 'CUP-BL',
      'Variant Grams': '250.5',
      'Variant Inventory Qty': '7',
      'Variant Inventory Policy': 'continue',
      'Variant Compare At Price': '12',
      'Variant Requires Shipping': 'false',
      'Variant Taxable': 'false',
      'Variant Barcode': "'4006381333931",
      'Image Src': '/media/cup-2.svg',
      'Image Position': '2',
      'Image Alt Text': 'A cup',
      'SEO Title': 'Blue cup',
      'Product Category': 'Home > Tableware > Cups',
      'Variant Image': '/media/blue.svg',
      'Variant Tax Code': 'Reduced',
      'Cost per item': '3.05',
      Status: 'Active',
    },
    { Handle: 'cup', 'Option1 Value': 'Red', 'Option2 Value': 'S', 'Variant Price': '8' },
    { Handle: 'cup', 'Image Src': 'https://img.example/cup-1.png', 'Image Position': '1' },
  ];

  test.each(['\n', '\r\n'])('is read whole with lines that end in %j', async (lineEnd) => {
    const { products, rejected } = await read(`\ufeff${csv(rows, lineEnd)}`);
    expect(rejected).toEqual([]);
    const [product] = products as [ParsedProduct];
    expect(product).toMatchObject({
      handle: 'cup',
      descriptionHtml: '<p>A cup,\r\nof "clay"</p>',
      tags: ['clay', 'blue'],
      status: 'active',
      category: ['Home', 'Tableware', 'Cups'],
      options: [
        { name: 'Colour', values: ['Blue', 'Red'] },
        { name: 'Size', values: ['L', 'S'] },
      ],
      media: [
        { url: 'https://img.example/cup-1.png', position: 1, altText: '' },
        { url: '/media/cup-2.svg', position: 2, altText: 'A cup' },
        { url: '/media/blue.svg', position: 3, altText: '' },
      ],
      lines: { first: 2, last: 5 },
    });
    expect(product.descriptionHtml).not.toMatch(/script|onclick|alert/);
    expect(product.variants[0]).toEqual({
      sku: 'CUP-BL',
      optionValues: ['Blue', 'L'],
      barcode: '4006381333931',
      weightGrams: 251,
      priceMinor: 990,
      compareAtMinor: 1200,
      requiresShipping: false,
      taxable: false,
      taxClass: 'reduced',
      inventoryPolicy: 'continue',
      quantity: 7,
      imageUrl: '/media/blue.svg',
      costMinor: 305,
      line: 2,
    });
    expect(product.variants[1]).toMatchObject({
      sku: deriveSku('cup', ['Red', 'S']),
      inventoryPolicy: 'deny',
      quantity: null,
      requiresShipping: true,
      taxClass: 'standard',
    });
  });
});

describe('a faulty row is rejected with its line and the rest loads', () => {
  test.each([
    ['Variant Price', '-1.00', 'amount_negative'],
    ['Variant Price', 'cheap', 'amount_invalid'],
    ['Variant Price', '99999999999999', 'amount_too_large'],
    ['Variant Price', '', 'price_missing'],
    ['Option1 Value', 'One', 'variant_duplicate'],
    ['Image Src', 'javascript:alert(1)', 'image_url_invalid'],
  ])('%s %j is %s', async (column, value, reason) => {
    const one = {
      ...cup,
      'Option1 Name': 'Number',
      'Option1 Value': 'One',
      'Variant SKU': 'FIRST',
    };
    const bad = { Handle: 'cup', 'Option1 Value': 'Two', 'Variant Price': '1' };
    const { products, rejected } = await read(
      csv([
        one,
        { ...bad, [column]: value },
        { Handle: 'pot', Title: 'Pot', 'Variant Price': '3' },
      ]),
    );
    expect(rejected).toEqual([expect.objectContaining({ line: 3, column, reason })]);
    expect(rejected[0]?.suggestion).not.toBe('');
    expect(products.map((product) => product.handle)).toEqual(['cup', 'pot']);
  });

  test('a handle that comes back after others is put together with its rows', async () => {
    const shirt = (handle: string, size: string, sku: string, more = {}) => ({
      Handle: handle,
      'Option1 Value': size,
      'Variant SKU': sku,
      'Variant Price': '5',
      'Variant Inventory Qty': '3',
      ...more,
    });
    const first = { Title: 'Shirt', 'Option1 Name': 'Size', Tags: 'a' };
    const file = csv([
      shirt('Shirt!', 'S', 'A', first),
      shirt('pot', 'Default Title', 'B', { Title: 'Pot', 'Option1 Name': 'Title' }),
      shirt('shirt!', 'M', 'A'),
      shirt('lid', 'Default Title', 'C', { Title: 'Lid', 'Option1 Name': 'Title' }),
      shirt('shirt!', 'L', 'D', { 'Image Src': '/l.svg', 'Variant Grams': 'x' }),
      shirt('shirt!', 'XL', 'E', { 'Variant Price': '' }),
    ]);
    const events = [];
    const settings = { currency: 'EUR', again: () => [file] };
    for await (const event of parseProductCsv([file], settings)) events.push(event);
    const all = events.flatMap((event) => (event.kind === 'product' ? [event.product] : []));
    expect(all.map(({ handle, returnedOn }) => [handle, returnedOn])).toEqual([
      ['shirt', undefined],
      ['pot', undefined],
      ['lid', undefined],
      ['shirt', 4],
    ]);
    expect(all[3]).toMatchObject({ title: 'Shirt', tags: ['a'], options: [{ name: 'Size' }] });
    expect(all[3]!.variants.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['A', null],
      [deriveSku('shirt', ['M']), 3],
      ['D', 3],
    ]);
    expect(all[3]!.media).toMatchObject([{ url: '/l.svg' }]);
    expect(all[3]!.fitted.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'merged'],
      [4, 'normalised'],
      [4, 'sku_repeated'],
      [6, 'left_out'],
    ]);
    expect(events.filter(({ kind }) => kind === 'rejected')).toMatchObject([
      { row: { line: 7, reason: 'price_missing' } },
    ]);
  });

  test('a handle that comes back later is named with its first line where a file is read once', async () => {
    const { products, rejected } = await read(
      csv([cup, { ...cup, Handle: 'pot' }, { Handle: 'cup', 'Image Src': '/a.svg' }]),
    );
    expect(products).toHaveLength(2);
    expect(rejected).toMatchObject([{ line: 4, reason: 'handle_not_contiguous' }]);
    expect(rejected[0]?.detail).toContain('line 2');
  });

  test('a misquoted row is named and those around it load, lines counted on', async () => {
    const broken = `${csv([{ ...cup, 'Body (HTML)': 'a\nb' }])}pot,Pot,"<a href="x">y, z</a>`;
    const rest = csv([
      { ...cup, Handle: 'pan' },
      { ...cup, Handle: 'lid', 'Variant Price': 'no' },
    ]);
    const emptyFields = ','.repeat(headings.length - 3);
    const { products, rejected } = await read(
      `${broken}${emptyFields}\n${rest.slice(rest.indexOf('\n') + 1)}`,
    );
    expect(products.map((product) => product.handle)).toEqual(['cup', 'pan']);
    expect(rejected).toMatchObject([
      { line: 4, reason: 'quote_invalid' },
      { line: 6, reason: 'amount_invalid' },
      { line: 6, reason: 'product_without_variant' },
    ]);
  });

  test('a harmless stray quotation mark stays in the text', async () => {
    const text = 'Handle,Title,Variant Price\ntv,5" screen,1\npot,"P"ot,2\npan,"""A"" pan",3\n';
    const { products } = await read(text);
    const titles = products.map((product) => product.title);
    expect(titles).toEqual(['5" screen', '"P"ot', '"A" pan']);
  });

  test('a row with more fields than columns', async () => {
    const { rejected } = await read(`${csv([cup])}pan,a${','.repeat(headings.length)}b\n`);
    expect(rejected).toMatchObject([{ line: 3, reason: 'too_many_fields' }]);
  });
});

describe('a file that cannot be read is refused', () => {
  test.each([
    ['', 'file_empty'],
    ['Handle,Vendor\ncup,x\n', 'columns_missing'],
    ['Name;Preis\ncup;9\n', 'columns_missing'],
  ])('%j: %s', async (text, reason) => {
    const { refusal, products } = await read(text);
    expect(refusal).toMatchObject({ reason, line: 1 });
    expect(products).toEqual([]);
  });

  test('a quote that is never closed: what stands before it loads', async () => {
    const { refusal, products } = await read(`${csv([cup])}pan,"Pan\nlid,Lid\n`);
    expect(products.map((product) => product.handle)).toEqual(['cup']);
    expect(refusal).toMatchObject({ reason: 'quote_not_closed', line: 3 });
  });

  test.each([
    [3, ['cup', 'pan', 'lid']],
    [9, ['cup', 'lid']],
  ])('what follows a cell of %i MB is read', async (megabytes, handles) => {
    const picture = `<img src=""data:image/png;base64,${'A'.repeat(megabytes * 1_000_000)}"">`;
    const text = 'Handle,Title,Body (HTML),Variant Price\n';
    const { products, refusal } = await read(
      `${text}cup,Cup,x,1\npan,Pan,"Good${picture}",2\nlid,Lid,x,3\n`,
    );
    expect(refusal).toBeUndefined();
    expect(products.map(({ handle }) => handle)).toEqual(handles);
  });

  test('rows of separators may stand above the headings', async () => {
    const { products } = await read(`;;\n;;\nHandle;Title;Variant Price\ncup;Cup;1,50\n`);
    expect(products.map(({ variants }) => variants[0]!.priceMinor)).toEqual([150]);
  });

  test('the same in a large file ends at the record limit, not in memory', async () => {
    const { refusal } = await read(`${csv([cup])}pan,"Pan\n${'lid,Lid\n'.repeat(2_200_000)}`);
    expect(refusal).toMatchObject({ reason: 'record_too_large', line: 3 });
  });
});

test('unknown columns are reported once', async () => {
  const { columns } = await read('Handle,Title,Variant Price,Colour (metafield)\ncup,Cup,1,blue\n');
  expect(columns).toEqual([
    {
      kind: 'columns',
      used: ['Handle', 'Title', 'Variant Price'],
      ignored: ['Colour (metafield)'],
      fields: [],
    },
  ]);
});

test('the headings of newer exports are understood', async () => {
  const text = 'Title,URL handle,Price,Continue selling when out of stock\nCup,cup,2,TRUE\n';
  const { products } = await read(text);
  expect(products[0]?.variants[0]).toMatchObject({ priceMinor: 200, inventoryPolicy: 'continue' });
});

test.each([
  ['', 'false', 'draft'],
  ['', '', 'active'],
  ['active', 'false', 'draft'],
  ['archived', 'true', 'archived'],
])('Status %j and Published %j make it %s', async (status, published, expected) => {
  const { products } = await read(csv([{ ...cup, Status: status, Published: published }]));
  expect(products[0]?.status).toBe(expected);
});

test('formulas stay data', async () => {
  const title = '=HYPERLINK("http://evil.example","x")';
  const { products } = await read(csv([{ ...cup, Title: title, Vendor: '@SUM(1)' }]));
  expect(products[0]).toMatchObject({ title, vendor: '@SUM(1)' });
});

test('missing SKUs are the same whatever the order of the file', async () => {
  const rows = ['a', 'b', 'c'].map((handle) => ({ ...cup, Handle: handle }));
  const skus = async (order: typeof rows) =>
    (await read(csv(order))).products
      .map((product) => product.variants[0]?.sku)
      .toSorted((a, b) => (a ?? '').localeCompare(b ?? ''));
  expect(await skus(rows)).toEqual(await skus(rows.toReversed()));
  expect(new Set(await skus(rows)).size).toBe(3);
});

test('lines and products do not depend on how the bytes are cut', async () => {
  const body = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r\n', '\r', 'é', '€'), {
    maxLength: 8,
  });
  const cases = fc.record({
    bodies: fc.array(body, { minLength: 1, maxLength: 6 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    size: fc.integer({ min: 1, max: 17 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ bodies, lineEnd, size }) => {
      const texts = bodies.map((parts) => `x${parts.join('')}x`);
      const rows = texts.map((text, index) => ({
        ...cup,
        Handle: `p${index}`,
        'Body (HTML)': text,
      }));
      const bytes = Buffer.from(csv(rows, lineEnd));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const { products, rejected } = await read(chunks);
      expect(rejected).toEqual([]);
      let line = 2;
      for (const [index, text] of texts.entries()) {
        const last = line + text.split(/\r\n|\n|\r/).length - 1;
        expect(products[index]?.lines).toEqual({ first: line, last });
        line = last + 1;
      }
    }),
    { numRuns: 60 },
  );
});

test('the source is closed when the reader stops early', async () => {
  let closed = false;
  async function* source() {
    try {
      for (let index = 0; ; index += 1) yield index === 0 ? csv([cup]) : `p${index},P,,,,\n`;
    } finally {
      closed = true;
    }
  }
  for await (const event of parseProductCsv(source(), { currency: 'EUR' })) {
    if (event.kind === 'product') break;
  }
  await expect.poll(() => closed).toBe(true);
});

test('what the source throws is thrown on', async () => {
  async function* source() {
    yield csv([cup]);
    throw new Error('disk gone');
  }
  await expect(async () => {
    for await (const event of parseProductCsv(source(), { currency: 'EUR' })) void event;
  }).rejects.toThrow('disk gone');
});

const samples = process.env['KONTOR_SAMPLE_FILES'] ?? '../shared/data';
testWhere(existsSync(`${samples}/shopify-apparel.csv`))("Shopify's own samples load", async () => {
  for (const name of ['apparel', 'home-and-garden']) {
    const file = createReadStream(`${samples}/shopify-${name}.csv`);
    const kinds: string[] = [];
    for await (const event of parseProductCsv(file, { currency: 'USD' })) kinds.push(event.kind);
    expect(kinds).toEqual(['columns', ...Array.from({ length: 20 }, () => 'product')]);
  }
});
