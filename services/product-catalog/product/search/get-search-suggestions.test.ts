import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
  await load(
    catalog,
    productOf('filter', { title: 'Coffee Filter', category: ['Kitchen', 'Coffee makers'] }),
    productOf('dripper', { title: 'Porcelain Coffee Dripper', category: ['Kitchen'] }),
    productOf('cocoa', { title: 'Cocoa', category: ['Food'] }),
    productOf('creme', { title: 'Crème brûlée' }),
    productOf('draft', { title: 'Cobalt', status: 'draft', category: ['Cobbler'] }),
  );
}, 300_000);
afterAll(() => catalog.shop.close());

async function suggested(query: string, limit = 5) {
  const { words, products, categories } = must(
    await catalog.client.getSearchSuggestions({ query, limit }, catalog.shop.invocation()),
    query,
  );
  return [words, products.map(({ handle }) => handle), categories.map(({ name }) => name)];
}

test.each([
  ['cof', ['coffee'], ['filter', 'dripper'], ['Coffee makers']],
  ['CO', ['cocoa', 'coffee'], ['cocoa', 'filter', 'dripper'], ['Coffee makers']],
  ['creme', ['crème'], ['creme'], []],
  ['brû', ['brûlée'], ['creme'], []],
  ['coffee dr', ['coffee dripper'], ['dripper'], []],
  ['porcelain fil', [], [], []],
  ['c', [], ['cocoa', 'filter', 'creme'], ['Coffee makers']],
  ['&|!', [], [], []],
  ["o'", [], [], []],
])('“%s” goes on', async (query, words, products, categories) => {
  expect(await suggested(query)).toEqual([words, products, categories]);
});

test('as many as are asked for', async () => {
  expect(await suggested('co', 1)).toEqual([['cocoa'], ['cocoa'], ['Coffee makers']]);
});

test('of a channel that is not there none', async () => {
  const elsewhere = catalog.shop.invocation({ channel: 'nowhere' });
  expect(
    await catalog.client.getSearchSuggestions({ query: 'co', limit: 5 }, elsewhere),
  ).toMatchObject({
    failure: { code: 'channel_not_found' },
  });
});
