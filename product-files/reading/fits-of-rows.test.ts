import { expect, test } from 'vitest';
import { splitProduct } from '../importing/split-product.ts';
import { parseProductCsv } from './parse-product-csv.ts';

type Row = Record<string, string>;
const tea: Row = { Handle: 'tea', Title: 'Tea', 'Variant Price': '9.90' };

/** What is told to have been changed of a product of these rows, and of how many products. */
async function fitsOf(...rows: Row[]) {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (texts: string[]) => texts.map((text) => `"${text.replaceAll('"', '""')}"`).join();
  const lines = [
    line(headings),
    ...rows.map((row) => line(headings.map((name) => row[name] ?? ''))),
  ];
  const fits: string[] = [];
  for await (const event of parseProductCsv([`${lines.join('\n')}\n`], { currency: 'EUR' })) {
    expect(event.kind).not.toBe('rejected');
    if (event.kind !== 'product') continue;
    const parts = splitProduct(event.product, 240_000);
    fits.push(
      ...parts.flatMap((part) => part.fits.map(({ field, reason }) => `${field} ${reason}`)),
    );
  }
  return fits;
}

const images = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Handle: 'tea',
    'Image Src': `/media/${index}.svg`,
  }));

test.each<[string, Row[]]>([
  ['handle normalised', [{ ...tea, Handle: 'TEA' }]],
  ['descriptionHtml markup_removed', [{ ...tea, 'Body (HTML)': '<p onclick="x()">a</p>' }]],
  ['status replaced', [{ ...tea, Status: 'unlisted' }]],
  ['category left_out', [{ ...tea, 'Product Category': '4711' }]],
  ['category cut', [{ ...tea, 'Product Category': 'a > b > c > d > e > f > g > h > i' }]],
  [
    'optionValues normalised',
    [{ ...tea, 'Option1 Name': 'Size', 'Option1 Value': 'gro\u0308sser' }],
  ],
  ['weightGrams rounded', [{ ...tea, 'Variant Grams': '250.5' }]],
  ['altText cut', [{ ...tea, 'Image Src': '/media/a.svg', 'Image Alt Text': 'a'.repeat(513) }]],
  ['media cut', [tea, ...images(251)]],
  ['taxClass replaced', [{ ...tea, 'Variant Tax Code': 'no such code' }]],
  ['tags cut', [{ ...tea, Tags: Array.from({ length: 101 }, (_, index) => `t${index}`).join() }]],
])('a file tells %s, once', async (expected, rows) => {
  expect(await fitsOf(...rows)).toEqual([expected]);
});

test('what fits is told nowhere', async () => {
  const row = {
    ...tea,
    'Body (HTML)': '<P>a<BR>b &amp; c</P>',
    Status: 'Active',
    'Product Category': 'a > b',
    'Variant Grams': '250.0',
    'Variant Tax Code': 'Reduced',
    Tags: 'a, b, a',
    'Image Src': '/media/a.svg',
  };
  expect(await fitsOf(row, ...images(249))).toEqual([]);
});
