import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FileFit } from '../importing/product-file.ts';
import { deriveSku } from '../sku/derive-sku.ts';
import { parseProductCsv } from './parse-product-csv.ts';
import type { ByteSource } from '../rows/read-rows.ts';

type Row = Record<string, string>;
const tea: Row = { Handle: 'tea', Title: 'Tea', 'Variant Price': '9.90' };

function csv(rows: readonly Row[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (texts: string[]) => texts.map((text) => `"${text.replaceAll('"', '""')}"`).join();
  return `${[line(headings), ...rows.map((row) => line(headings.map((name) => row[name] ?? '')))].join('\n')}\n`;
}

async function read(source: ByteSource | string) {
  const file = { products: [], rejected: [], noted: [], refused: [] } as Record<string, unknown[]>;
  const chunks = typeof source === 'string' ? [source] : source;
  for await (const event of parseProductCsv(chunks, { currency: 'EUR' })) {
    if (event.kind === 'product') file['products']!.push(event.product);
    if (event.kind === 'rejected') file['rejected']!.push(event.row);
    if (event.kind === 'noted') file['noted']!.push(event.fit);
    if (event.kind === 'refused') file['refused']!.push(event.refusal);
  }
  return file as {
    products: Extract<Awaited<ReturnType<typeof one>>, object>[];
    rejected: object[];
    noted: FileFit[];
    refused: object[];
  };
}

async function one(rows: readonly Row[]) {
  for await (const event of parseProductCsv([csv(rows)], { currency: 'EUR' })) {
    if (event.kind === 'product') return event.product;
  }
  throw new Error('no product');
}

const fitsOf = async (...rows: Row[]) =>
  (await one(rows)).fitted.map(({ line, field, reason }) => `${line} ${field} ${reason}`);
const images = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Handle: 'tea',
    'Image Src': `/media/${index}.svg`,
  }));
const tags = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`).join();

test.each<[string, Row[]]>([
  ['2 handle normalised', [{ ...tea, Handle: 'TEA' }]],
  ['2 handle normalised', [{ ...tea, Handle: '10%-off tea™' }]],
  ['2 title replaced', [{ ...tea, Title: '' }]],
  ['2 title cut', [{ ...tea, Title: 'x'.repeat(256) }]],
  ['2 vendor letters_lost', [{ ...tea, Vendor: 'a\ufffdb' }]],
  ['2 descriptionHtml markup_removed', [{ ...tea, 'Body (HTML)': '<p onclick="x()">a</p>' }]],
  [
    '2 descriptionHtml video_left_out',
    [{ ...tea, 'Body (HTML)': '<p>a</p><iframe src="https://video.example/1"></iframe>' }],
  ],
  ['2 descriptionHtml cut', [{ ...tea, 'Body (HTML)': `<p>${'ä'.repeat(200_001)}</p>` }]],
  ['2 status replaced', [{ ...tea, Status: 'unlisted' }]],
  ['2 giftCard kept_as_draft', [{ ...tea, 'Gift Card': 'true' }]],
  ['2 category left_out', [{ ...tea, 'Product Category': '4711' }]],
  ['2 category left_out', [{ ...tea, 'Product Category': 'Tea > --- > Green' }]],
  ['2 category cut', [{ ...tea, 'Product Category': 'a>b>c>d>e>f>g>h>i>j>k' }]],
  [
    '2 optionValues normalised',
    [{ ...tea, 'Option1 Name': 'Size', 'Option1 Value': 'gro\u0308ß' }],
  ],
  ['2 optionValues replaced', [{ ...tea, 'Option1 Name': 'Size' }]],
  ['2 optionNames replaced', [{ ...tea, 'Option1 Value': 'Green' }]],
  ['2 weightGrams rounded', [{ ...tea, 'Variant Grams': '250.5' }]],
  ['2 weightGrams left_out', [{ ...tea, 'Variant Grams': '-5' }]],
  ['2 taxable replaced', [{ ...tea, 'Variant Taxable': 'maybe' }]],
  ['2 inventoryPolicy replaced', [{ ...tea, 'Variant Inventory Policy': 'always' }]],
  ['2 quantity negative_quantity', [{ ...tea, 'Variant Inventory Qty': '-3' }]],
  ['2 barcode digits_lost', [{ ...tea, 'Variant Barcode': '4.00638E+12' }]],
  ['2 sku digits_lost', [{ ...tea, 'Variant SKU': '1.23E+12' }]],
  ['2 sku normalised', [{ ...tea, 'Variant SKU': "'00123" }]],
  ['2 compareAtMinor left_out', [{ ...tea, 'Variant Compare At Price': 'was 12' }]],
  ['2 costMinor left_out', [{ ...tea, 'Cost per item': '-1' }]],
  ['2 priceMinor normalised', [{ ...tea, 'Variant Price': '€ 1.299,50' }]],
  ['2 taxClass replaced', [{ ...tea, 'Variant Tax Code': 'Clothing & Shoes' }]],
  ['2 hsCode left_out', [{ ...tea, 'Variant HS Code': 'coffee' }]],
  ['2 countryOfOrigin left_out', [{ ...tea, 'Country of Origin': 'Nowhere' }]],
  ['2 content left_out', [{ ...tea, 'Variant Content': '1.5', 'Variant Content Unit': 'piece' }]],
  ['2 content left_out', [{ ...tea, 'Variant Content': '250', 'Variant Content Unit': 'bags' }]],
  ['2 energyLabel left_out', [{ ...tea, 'Variant Energy Class': 'A+' }]],
  ['2 media normalised', [{ ...tea, 'Image Src': '//cdn.example/a b.png' }]],
  ['2 media left_out', [{ ...tea, 'Image Src': '/media/a.svg', 'Image Position': '0' }]],
  ['2 altText cut', [{ ...tea, 'Image Src': '/media/a.svg', 'Image Alt Text': 'a'.repeat(1_001) }]],
  ['2 media cut', [tea, ...images(251)]],
  ['2 tags cut', [{ ...tea, Tags: tags(251) }]],
  ['2 tags cut', [{ ...tea, Tags: 'x'.repeat(256) }]],
])('a file says %s, once, and the product is there', async (expected, rows) => {
  expect(await fitsOf(...rows)).toEqual([expected]);
});

test('what fits is said nowhere', async () => {
  const row = {
    ...tea,
    'Body (HTML)': '<P>a<BR>b &amp; c</P>',
    Status: 'Active',
    'Product Category': 'a > b',
    'Variant SKU': 'X'.repeat(255),
    'Variant Grams': '250.0',
    'Variant Tax Code': 'Reduced',
    Tags: tags(250),
    'Image Src': '/media/a.svg',
  };
  expect(await fitsOf(row, ...images(249))).toEqual([]);
  expect((await one([row])).tags).toHaveLength(250);
  expect((await one([tea, ...images(250)])).media).toHaveLength(250);
});

test('sizes that share a SKU are all there: the first keeps it, the others keep it beside their own', async () => {
  const size = (value: string) => ({
    ...tea,
    'Option1 Name': 'Size',
    'Option1 Value': value,
    'Variant SKU': 'SHIRT',
  });
  const product = await one(['S', 'M', 'L', 'XL'].map(size));
  expect(product.variants.map(({ sku, supplierSku }) => [sku, supplierSku])).toEqual([
    ['SHIRT', undefined],
    ...['M', 'L', 'XL'].map((value) => [deriveSku('tea', [value]), 'SHIRT']),
  ]);
  expect(product.fitted).toMatchObject(
    [3, 4, 5].map((line) => ({ line, field: 'sku', reason: 'sku_repeated', given: 'SHIRT' })),
  );
  const long = await one([{ ...tea, 'Variant SKU': 'S'.repeat(256) }]);
  expect(long.variants).toMatchObject([
    { sku: deriveSku('tea', []), supplierSku: 'S'.repeat(255) },
  ]);
});

test('who tracks no stock of a variant sells it always', async () => {
  const tracked = async (row: Row) => {
    const [variant] = (await one([{ ...tea, ...row }])).variants;
    return [variant!.tracked, variant!.quantity];
  };
  const quantity = { 'Variant Inventory Qty': '0' };
  expect(await tracked({ ...quantity, 'Variant Inventory Tracker': '' })).toEqual([false, null]);
  expect(await tracked({ ...quantity, 'Inventory tracker': 'shopify' })).toEqual([true, 0]);
  expect(await tracked(quantity)).toEqual([undefined, 0]);
});

test('a price that may be a thousand waits as a draft', async () => {
  const product = await one([{ ...tea, 'Variant Price': '1.299', Status: 'active' }]);
  expect(product).toMatchObject({ status: 'draft', variants: [{ priceMinor: 130 }] });
  expect(product.fitted.map(({ reason }) => reason)).toEqual(['doubtful', 'kept_as_draft']);
});

test('two handles that differ by symbols alone are two products, and capitals make no second', async () => {
  const rows = ['Tea', 'TEA', 'café-ä', 'cafe\u0301-a\u0308', 'a+b', 'a*b'].map((handle, row) => ({
    ...tea,
    Handle: handle,
    'Option1 Name': 'Row',
    'Option1 Value': String(row),
  }));
  const { products, rejected } = await read(csv(rows));
  expect(rejected).toEqual([]);
  expect(products.map(({ handle, variants }) => [handle, variants.length])).toEqual([
    ['tea', 2],
    ['café-ä', 2],
    ['a-b', 1],
    [expect.stringMatching(/^a-b-[0-9a-f]{8}$/), 1],
  ]);
});

test('rows without a handle belong to the product above, or begin one by their title', async () => {
  const rows: Row[] = [
    { ...tea, 'Option1 Name': 'Size', 'Option1 Value': 'S' },
    { Handle: '', 'Option1 Value': 'L', 'Variant Price': '12' },
    { Handle: '', Title: 'Blue Cup', 'Variant Price': '3' },
  ];
  const { products } = await read(csv(rows));
  expect(products.map(({ handle, variants }) => [handle, variants.length])).toEqual([
    ['tea', 2],
    ['blue-cup', 1],
  ]);
});

describe('however a program saves the file', () => {
  const text = 'Handle,Title,Variant Price\r\ntea,Grüner Tee – „Sencha“,9.90\r\n';
  const title = 'Grüner Tee – „Sencha“';
  const windows = Buffer.from(
    text.replaceAll('–', '\x96').replaceAll('„', '\x84').replaceAll('“', '\x93'),
    'latin1',
  );
  const wide = (marked: boolean) => Buffer.from(`${marked ? '\ufeff' : ''}${text}`, 'utf16le');
  test.each<[string, Buffer, string[]]>([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), []],
    ['UTF-8 with two marks', Buffer.from(`\ufeff\ufeff${text}`), []],
    ['UTF-16', wide(true), ['decoded']],
    ['UTF-16 without a mark', wide(false), ['decoded']],
    ['UTF-16, big end first', wide(true).swap16(), ['decoded']],
    ['Windows-1252', windows, ['decoded']],
    ['lines that end in CR', Buffer.from(text.replaceAll('\r\n', '\r')), []],
    ['semicolons', Buffer.from(text.replaceAll(',', ';')), ['separated']],
    ['tabs', Buffer.from(text.replaceAll(',', '\t')), ['separated']],
    ['sep=;', Buffer.from(`sep=;\r\n${text.replaceAll(',', ';')}`), ['separated']],
    ['sep=,', Buffer.from(`sep=,\r\n${text}`), ['separated']],
    ['empty columns', Buffer.from(text.replaceAll('\r\n', ',,,\r\n')), []],
    ['quoted headings', Buffer.from(text.replace('Handle', '“Handle”')), []],
    ['lines of commas', Buffer.from(`${text},,\r\n , ,\r\n`), []],
  ])('%s', async (_, bytes, reasons) => {
    for (const size of [bytes.length, 7, 1]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_each, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const { products, rejected, noted, refused } = await read(chunks);
      expect([...rejected, ...refused]).toEqual([]);
      expect(products).toMatchObject([{ handle: 'tea', title, variants: [{ priceMinor: 990 }] }]);
      expect(noted.map(({ reason }) => reason)).toEqual(reasons);
    }
  });
});

test.each([
  ['a name and a day', 'My shop, products\n2026-11-26\n\n', ['My shop, products', '2026-11-26']],
  ['a title across the columns', 'Products;;\n', ['Products']],
])('%s above the headings is said, and the file is read', async (_what, above, said) => {
  for (const file of [
    'Handle;Title;Variant Price\ntea;Tea;9,90\n',
    'ID;Type;SKU;Name;Published;Regular price\n1;simple;T;Tea;1;9,90\n',
  ]) {
    const { products, noted, refused } = await read(`${above}${file}`);
    expect(refused).toEqual([]);
    expect(products).toMatchObject([{ handle: 'tea', variants: [{ priceMinor: 990 }] }]);
    const leftOut = noted.filter(({ reason }) => reason === 'left_out');
    expect(leftOut.map(({ given }) => given)).toEqual(said);
  }
});

test('digits of other scripts are read where numbers stand', async () => {
  const row = {
    ...tea,
    'Variant Price': '١٢٫٥٠',
    'Variant Inventory Qty': '۳',
    'Variant Grams': '２５０',
  };
  const { variants, fitted } = await one([row]);
  expect(variants).toMatchObject([{ priceMinor: 1250, quantity: 3, weightGrams: 250 }]);
  expect(fitted.map(({ field, reason }) => `${field} ${reason}`).toSorted()).toEqual([
    'priceMinor normalised',
    'quantity normalised',
    'weightGrams normalised',
  ]);
});

test('what programs write for nothing is nothing: once a column, and each formula that failed', async () => {
  const empty = { 'Variant SKU': 'NULL', Vendor: '#N/A', 'Image Src': '\\N' };
  const rows = ['tea', 'cup', 'pot'].map((handle, at) => ({
    ...tea,
    ...empty,
    Handle: handle,
    'Variant Barcode': at === 1 ? '#REF!' : '',
  }));
  const { products, rejected, noted } = await read(csv(rows));
  expect(rejected).toEqual([]);
  expect(products).toMatchObject(
    rows.map(({ Handle }) => ({
      handle: Handle,
      vendor: '',
      media: [],
      variants: [{ barcode: '' }],
    })),
  );
  expect(noted).toEqual([
    { line: 3, field: 'Variant Barcode', reason: 'left_out', given: '#REF!', kept: '' },
    { line: 2, field: 'Variant SKU', reason: 'left_out', given: 'NULL in 3 rows', kept: 'nothing' },
    { line: 2, field: 'Vendor', reason: 'left_out', given: '#N/A in 3 rows', kept: 'nothing' },
    { line: 2, field: 'Image Src', reason: 'left_out', given: '\\N in 3 rows', kept: 'nothing' },
  ]);
});

test('headings may have underscores, as databases write them', async () => {
  const { products } = await read('handle,title,variant_price,variant_sku\ntea,Tea,9.90,T1\n');
  expect(products).toMatchObject([{ variants: [{ sku: 'T1', priceMinor: 990 }] }]);
});

test.each([
  ['PK\u0003\u0004\u0014\u0000', 'workbook'],
  ['<!DOCTYPE html><html><body>Sign in</body></html>', 'page'],
  ['<?xml version="1.0"?><products/>', 'XML'],
  ['[{"handle":"tea"}]', 'JSON'],
])('a file that is no CSV is called what it is: %j', async (bytes, what) => {
  const { refused } = await read(`${bytes}\n`);
  expect(refused).toMatchObject([
    { reason: 'columns_missing', detail: expect.stringContaining(what) as string },
  ]);
});

test('what is left of a description that is cut is shown', async () => {
  const { fitted } = await one([{ ...tea, 'Body (HTML)': `<p>Long ${'x'.repeat(400_000)}</p>` }]);
  expect(fitted).toMatchObject([
    {
      field: 'descriptionHtml',
      reason: 'cut',
      kept: expect.stringMatching(/^<p>Long x/) as string,
    },
  ]);
});

/** Vendors' own files are not part of the project: where they are not there, these tests do not exist. */
const samples = process.env['KONTOR_SAMPLE_FILES'] ?? '../shared/data';
const testWhere = (there: boolean) => (there ? test : () => {});
testWhere(existsSync(`${samples}/shopify-apparel.csv`))(
  'samples load whole, for sale',
  async () => {
    for (const name of ['apparel', 'home-and-garden']) {
      const { products, rejected } = await read(createReadStream(`${samples}/shopify-${name}.csv`));
      expect(rejected).toEqual([]);
      const variants = products.flatMap((product) => product.variants);
      const soldOut = ({ tracked, quantity }: (typeof variants)[number]) => tracked && !quantity;
      expect(variants.filter(soldOut)).toEqual([]);
    }
  },
);
