import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
  await load(
    catalog,
    productOf('described', { title: 'Cup', descriptionHtml: '<p>Painted by Mr Teel.</p>' }),
    productOf('titled', { title: 'Teal Saucer' }),
    productOf('kept', { title: 'Bookends' }),
  );
}, 300_000);
afterAll(() => catalog.shop.close());

test.each([
  // Little is found as it was typed: what looks like it comes after that.
  ['teel', ['described', 'titled']],
  // Nothing is: what looks like it is all there is.
  ['tael', ['titled']],
  ['book ends', ['kept']],
  // Too short to guess, a code, and a word that nothing looks like.
  ['tea1', []],
  ['xyzzyxyzzy', []],
])('“%s” finds %j', async (query, found) => {
  const { items, matches } = must(
    await catalog.client.searchProducts({ query, limit: 10 }, catalog.shop.invocation()),
    query,
  );
  expect(items.map(({ handle }) => handle)).toEqual(found);
  expect(matches).toBe(found.length);
});
