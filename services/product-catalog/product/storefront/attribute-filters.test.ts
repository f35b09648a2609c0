import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises, type FieldDefinition } from '#contracts/fields.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
const staff = () => {
  const { shop } = catalog;
  return shop.invocation({
    actor: shop.staff(['catalog:read', 'catalog:write', 'settings:write']),
  });
};

async function define(owner: 'product' | 'variant', key: string, given: Partial<FieldDefinition>) {
  const field = { owner, key, names: { en: key }, storefront: true, facet: true, ...given };
  must(await catalog.client.putField(fieldPromises.putField.input.parse(field), staff()), key);
}

const things = [
  { handle: 'table', wood: 'oak', height: 72.5, uses: ['indoors'] },
  { handle: 'bench', wood: 'oak', height: 45, uses: ['indoors', 'outdoors'] },
  { handle: 'shelf', wood: 'ash', height: 180, uses: ['indoors'] },
  { handle: 'lamp', wood: undefined, height: -2, uses: [] },
];

beforeAll(async () => {
  catalog = await openCatalog('loopback');
  const named = (value: string) => ({ value, names: { en: value.toUpperCase() } });
  await define('product', 'wood', { type: 'choice', choices: ['oak', 'ash'].map(named) });
  await define('product', 'uses', { type: 'multi', choices: ['indoors', 'outdoors'].map(named) });
  await define('variant', 'height', { type: 'number', unit: 'cm' });
  await define('product', 'secret', { type: 'bool', storefront: false, facet: false });
  const { client, shop } = catalog;
  for (const { handle, wood, height, uses } of things) {
    const sku = handle.toUpperCase();
    await load(catalog, productOf(handle, { tags: ['furniture'], variants: [variantOf(sku)] }));
    const { productId } = must(await client.getProduct({ handle }, shop.invocation()), handle);
    const attributes = { wood: wood ?? null, uses: uses.length > 0 ? uses : null, secret: true };
    const given = Object.fromEntries(Object.entries(attributes).filter(([, one]) => one !== null));
    must(await client.changeProduct({ productId, attributes: given }, staff()), 'product');
    must(await client.putVariant({ productId, sku, attributes: { height } }, staff()), 'variant');
  }
}, 120_000);
afterAll(() => catalog.shop.close());

test.each([
  [['wood:oak'], ['bench', 'table']],
  [['wood:oak', 'uses:outdoors'], ['bench']],
  [['height:45..72.5'], ['bench', 'table']],
  [['height:..45'], ['bench', 'lamp']],
  [['height:72.6..'], ['shelf']],
  [['height:..'], ['bench', 'lamp', 'shelf', 'table']],
  [['height:45'], []],
  [['wood:ash', 'height:100..'], ['shelf']],
  [['secret:true'], []],
  [['wood:oak"] ? (@ > 1)'], []],
])('products with %j are %j, in lists and in searches', async (attributes, expected) => {
  const { client, shop } = catalog;
  const handles = (items: readonly { handle: string }[]) =>
    items.map(({ handle }) => handle).toSorted();
  for (const sort of ['newest', 'price_ascending', 'name'] as const) {
    const input = { limit: 20, sort, attributes };
    const listed = must(await client.listProducts(input, shop.invocation()), 'list');
    expect(handles(listed.items)).toEqual(expected);
  }
  const searched = { limit: 20, query: 'furniture', attributes };
  const found = must(await client.searchProducts(searched, shop.invocation()), 'search');
  expect(handles(found.items)).toEqual(expected);
});

test('a search counts the values of fields, numbers in ranges, and no value for staff alone', async () => {
  const { client, shop } = catalog;
  const asked = { limit: 20, query: 'furniture' };
  const { facets } = must(await client.searchProducts(asked, shop.invocation()), 'search');
  expect(facets.attributes).toEqual([
    {
      key: 'height',
      name: 'height',
      unit: 'cm',
      values: [],
      ranges: [
        { from: -2, below: -1, count: 1 },
        { from: 20, below: 50, count: 1 },
        { from: 50, below: 100, count: 1 },
        { from: 100, below: 200, count: 1 },
      ],
    },
    {
      key: 'uses',
      name: 'uses',
      unit: null,
      values: [
        { value: 'indoors', name: 'INDOORS', count: 3 },
        { value: 'outdoors', name: 'OUTDOORS', count: 1 },
      ],
      ranges: [],
    },
    {
      key: 'wood',
      name: 'wood',
      unit: null,
      values: [
        { value: 'oak', name: 'OAK', count: 2 },
        { value: 'ash', name: 'ASH', count: 1 },
      ],
      ranges: [],
    },
  ]);
});

test('a list by a value reads the shelf of that value alone', async () => {
  const { shop } = catalog;
  const shelves = await shop.database('product').query<{ shelves: number }>(sql`
    select count(*)::int as shelves from shelf
    where term = hashtextextended(${'attribute:wood\noak'}, 0)`);
  expect(shelves[0]!.shelves).toBe(2);
});
