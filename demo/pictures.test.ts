import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';

import { drawProductPicture } from './pictures.ts';

let pictures: string[] = [];

beforeAll(() => {
  const csv = readFileSync(new URL('products.csv', import.meta.url));
  const rows = parse<Record<string, string>>(csv, { columns: true });
  pictures = rows
    .filter((row) => row['Title'] !== '')
    .map((row) => drawProductPicture(row['Handle']!, row['Title']!, row['Product Category']!));
});

test('each product has a picture of its own, small and the same each time', () => {
  const shapes = pictures.map((picture) => picture.replace(/<title>.*<\/title>/, ''));
  expect(shapes.length).toBeGreaterThanOrEqual(180);
  expect(new Set(shapes).size).toBe(shapes.length);
  for (const picture of pictures) expect(picture.length).toBeLessThan(6000);
  const draw = () => drawProductPicture('cup', 'Cup', ['Home', 'Tableware', 'Cups & Mugs']);
  expect(draw()).toBe(draw());
});

test('no shape is drawn from a number that is none', () => {
  for (const picture of pictures) expect(picture).not.toMatch(/NaN|undefined|null|Infinity/);
});

test('every tag is closed in order', () => {
  for (const picture of pictures) {
    const open: string[] = [];
    for (const [, end, name, self] of picture.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (self === '/') continue;
      if (end !== '/') open.push(name ?? '');
      else if (open.pop() !== name) open.push(`wrongly closed by ${name}`);
    }
    expect(open).toEqual([]);
  }
});

test('a path and its joined form draw the same', () => {
  expect(drawProductPicture('x', 'X', 'Food & Drink > Tea > Green')).toBe(
    drawProductPicture('x', 'X', ['Food & Drink', 'Tea', 'Green']),
  );
});

test('whatever the names are, nothing of them becomes markup, and nothing is loaded', () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('"><script>alert(1)</script>', '</title><svg onload=x>', '\0', '__proto__'),
    fc.constantFrom('constructor', 'toString'),
  );
  fc.assert(
    fc.property(name, name, name, (handle, title, category) => {
      const picture = drawProductPicture(handle, title, category);
      const body = picture.replace(/<title>[^<>]*<\/title>/, '');
      expect(body).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^<>]*>(<[^<>]*>)+\n$/);
      expect(body).not.toMatch(/script|href|url\(|\son\w+=/);
      expect(picture).not.toMatch(/\p{Cc}(?<!\s)/u);
    }),
  );
});
