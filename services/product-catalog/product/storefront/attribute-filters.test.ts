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
}, 300_000);
afterAll(() => catalog.shop.close());

test.each([
  [['wood:oak'], ['bench', 'table']],
  [['wood:oak', 'uses:outdoors'], ['bench']],
  [
    ['wood:oak', 'wood:ash'],
    ['bench', 'shelf', 'table'],
  ],
  [['wood:oak', 'wood:ash', 'uses:outdoors'], ['bench']],
  [['wood:ash', 'wood:none', 'height:100..'], ['shelf']],
  [
    ['height:..0', 'height:100..'],
    ['lamp', 'shelf'],
  ],
  [['height:..0', 'height:40..50', 'wood:oak'], ['bench']],
  [['height:45..72.5'], ['bench', 'table']],
  [['height:..45'], ['bench', 'lamp']],
  [['height:72.6..'], ['shelf']],
  [['height:..'], ['bench', 'lamp', 'shelf', 'table']],
  [['height:45'], []],
  [['height:007..0072.50'], ['bench', 'table']],
  [['height:-02..-0'], ['lamp']],
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

test('of many products a range finds the same, however many fit it', async () => {
  const { client, shop } = catalog;
  const database = shop.database('product');
  await database.query(sql`
    insert into product (id, handle, title, status)
    select uuidv7(), 'many-' || n, 'Many', 'active' from generate_series(1, 1200) n`);
  await database.query(sql`
    insert into document (edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key,
      in_stock, terms, terms_hash, search, card, built, numbers)
    select d.edition_id, p.id, d.valid_from, d.valid_to, p.handle, d.price_minor, d.name_key,
      d.in_stock, d.terms, d.terms_hash, ''::tsvector,
      (jsonb_set(d.card::jsonb, '{handle}', to_jsonb(p.handle)))::json, d.built,
      jsonb_build_object('height', jsonb_build_array(1000 + substr(p.handle, 6)::int, 5000))
    from product p, document d where p.title = 'Many' and d.handle = 'bench'`);
  await database.query(sql`
    with shelved as (
      insert into shelf (edition_id, term, product_id, valid_from, price_minor, name_key)
      select edition_id, hashtextextended(term, 0), product_id, valid_from, price_minor, name_key
      from document, unnest(terms) term where handle like 'many-%')
    insert into number_shelf (edition_id, key, value, product_id, valid_from)
    select edition_id, n.key, v.value::numeric, product_id, valid_from
    from document, jsonb_each(numbers) n, jsonb_array_elements_text(n.value) v
    where handle like 'many-%'`);

  const found = async (attributes: string[]) => {
    const handles: string[] = [];
    for (let cursor: string | undefined; ;) {
      const asked = {
        attributes,
        limit: 100,
        sort: 'name' as const,
        ...(cursor ? { cursor } : {}),
      };
      const page = must(await client.listProducts(asked, shop.invocation()), 'page');
      handles.push(...page.items.map(({ handle }) => handle));
      if (page.nextCursor === null) return new Set(handles).size === handles.length && handles;
      cursor = page.nextCursor;
    }
  };
  const many = Array.from({ length: 1_200 }, (_, n) => `many-${n + 1}`);
  const inOrder = (handles: string[] | false) => handles && handles.toSorted();
  expect(inOrder(await found(['height:1001..5000']))).toEqual(many.toSorted());
  expect(inOrder(await found(['height:1001..2000']))).toEqual(many.slice(0, 1_000).toSorted());
  expect(inOrder(await found(['height:2001..2100', 'wood:oak']))).toEqual(
    many.slice(1_000, 1_100).toSorted(),
  );
  expect(await found(['height:2201..4999'])).toEqual([]);
  expect(await found(['height:1001..5000', 'wood:ash'])).toEqual([]);
}, 300_000);
