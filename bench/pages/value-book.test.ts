import { expect, test } from 'vitest';
import { ValueBook } from './value-book.ts';

/** A price of 10 that is 11 from 1,000 on and 12 from 2,000 on; each was sent 10 ms before. */
function bookOf(): ValueBook {
  const book = new ValueBook();
  book.begin('price', '10');
  book.write('price', '11', 990)(1_000);
  book.write('price', '12', 1_990)(2_000);
  return book;
}

test.each([
  ['what holds', '12', 2_500, 2_510, 0],
  ['what held when it was asked for', '11', 1_999, 2_050, 0],
  ['what is written while it is made', '12', 1_950, 1_995, 0],
  ['what was replaced just before', '11', 2_400, 2_410, 400],
  ['what was replaced as long before as is allowed', '11', 3_000, 3_010, 1_000],
])('a page may show %s', (_, value, askedMs, answeredMs, oldestMs) => {
  const book = bookOf();
  book.compare('price', value, askedMs, answeredMs);
  expect(book.ages()).toEqual({ compared: 1, oldestMs, stale: 0, unknown: 0, examples: [] });
});

test('a page that shows what was replaced longer ago is found, with its age', () => {
  const book = bookOf();
  book.compare('price', '10', 2_300, 2_310);
  book.compare('price', '11', 3_001, 3_010);
  expect(book.ages()).toMatchObject({
    compared: 2,
    oldestMs: 1_300,
    stale: 2,
    examples: ['price was no longer 10 since 1300 ms', 'price was no longer 11 since 1001 ms'],
  });
});

test('a value that never was is found, and so is one that comes later', () => {
  const book = bookOf();
  book.compare('price', '13', 2_300, 2_310);
  book.compare('price', '12', 1_500, 1_510);
  book.compare('name', '12', 2_300, 2_310);
  expect(book.ages()).toMatchObject({ compared: 3, unknown: 3, stale: 0 });
});

test('a value that holds again is not as old as it was the first time', () => {
  const book = bookOf();
  book.write('price', '10', 5_000)(5_010);
  book.compare('price', '10', 5_005, 5_020);
  book.compare('price', '10', 9_000, 9_010);
  book.compare('price', '12', 5_500, 5_510);
  expect(book.ages()).toMatchObject({ compared: 3, oldestMs: 490, stale: 0, unknown: 0 });
});

test('of a write that nobody knows the end of, both values may hold', () => {
  const book = bookOf();
  book.write('price', '13', 3_000);
  for (const value of ['12', '13']) book.compare('price', value, 9_000, 9_010);
  expect(book.ages()).toMatchObject({ compared: 2, oldestMs: 0, stale: 0, unknown: 0 });
  book.write('price', '14', 9_500)(9_510);
  book.compare('price', '13', 11_000, 11_010);
  expect(book.ages()).toMatchObject({ stale: 1, oldestMs: 1_490 });
});
