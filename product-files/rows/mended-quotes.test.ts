import { expect, test } from 'vitest';
import { parseProductCsv } from '../reading/parse-product-csv.ts';

const headings = 'Handle,Title,Tags,Variant Price';

async function read(...rows: string[]) {
  const products: (readonly [string, string])[] = [];
  const others: object[] = [];
  const file = [headings, ...rows, ''].join('\n');
  for await (const event of parseProductCsv([file], { currency: 'EUR' })) {
    const { tags, title } = event.kind === 'product' ? event.product : { tags: [], title: '' };
    if (event.kind === 'product') products.push([title, tags.join('|')]);
    else if (event.kind === 'noted') others.push({ line: event.fit.line, kept: event.fit.kept });
    else if (event.kind === 'rejected')
      others.push({ line: event.row.line, out: event.row.reason });
  }
  return { products, others };
}

test.each([
  ['"24" screen"', '24" screen', '24" screen'],
  ['"24" screen, flat"', '24" screen, flat', '24" screen, flat'],
  ['"The "best" lamp"', 'The "best" lamp', 'The "best" lamp'],
  ['"6" x 4" frame, oak"', '6" x 4" frame, oak', '6" x 4" frame, oak'],
])('a mark that nobody doubled stays in %s', async (cell, title, kept) => {
  const { products, others } = await read(`one,${cell},a,1`, 'two,Two,b,2');
  expect(products).toEqual([
    [title, 'a'],
    ['Two', 'b'],
  ]);
  expect(others).toEqual([{ line: 2, kept }]);
});

test.each([
  ['"""Heroes"" 12"""', '"Heroes" 12"'],
  ['"""Low"""', '"Low"'],
  ['24" screen', '24" screen'],
  ['"24"" screen, flat"', '24" screen, flat'],
  ['"Heroes" and "Low"', '"Heroes" and "Low"'],
])('what is written as it should be is read as it is: %s', async (cell, title) => {
  const { products, others } = await read(`one,${cell},"a, b",1`);
  expect(products).toEqual([[title, 'a|b']]);
  expect(others).toEqual([]);
});

test('a row that has no end to its mark is named, and the next one is in', async () => {
  const { products, others } = await read('one,"24" screen, flat,a,1', 'two,Two,,2');
  expect(products).toEqual([['Two', '']]);
  expect(others).toEqual([{ line: 2, out: 'quote_invalid' }]);
});
