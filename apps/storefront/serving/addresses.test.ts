import { expect, test } from 'vitest';
import { addressOf, pathIn, queryOf } from './addresses.ts';

const shop = { defaultLocale: 'en' };

test.each([
  ['/', undefined, '/'],
  ['/products/mug?variant=M', undefined, '/products/mug'],
  ['/de', 'de', '/'],
  ['/pt-br/cart', 'pt-br', '/cart'],
  ['//', undefined, '/'],
  ['//other.example/path', undefined, '/other.example/path'],
  ['/de//other.example', 'de', '/other.example'],
  ['/de/\\other.example', 'de', '/other.example'],
])('%s is an address of the shop, and so is each that is made of it', (url, language, path) => {
  const asked = addressOf(url);
  expect(asked).toEqual({ language, path });
  for (const locale of ['en', 'de']) {
    const link = new URL(pathIn(shop, locale, asked.path), 'https://shop.example/de/x');
    expect(link.origin).toBe('https://shop.example');
  }
});

test.each(['//', '//:', '//a:99999999/'])('%s is read, whatever it may mean elsewhere', (url) => {
  expect([...queryOf(`${url}?query=a%20b&query=c`)]).toEqual([
    ['query', 'a b'],
    ['query', 'c'],
  ]);
  expect([...queryOf(url)]).toEqual([]);
});
