import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises } from '#contracts/fields.ts';
import type { CollectionRule, Condition } from '#contracts/product/shelves/rules.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { watchStatements } from '#platform/telemetry/statement-witness.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../inventory/service.ts';
import { productService } from '../service.ts';

/* What stands on a shelf is told again as it was told, until this process changes something of it. */

let shop: TestKontor;
const product = () => shop.client('product');

beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService] });
  await load(productOf('teapot', { category: ['Tea'], vendor: 'Ton' }));
  await load(productOf('mug', { category: ['Coffee'], vendor: 'Ton' }));
  await shop.settle();
});
afterAll(() => shop.close());

async function load(...products: ReturnType<typeof productOf>[]) {
  must(await product().importProducts({ products }, shop.invocation()), 'import');
}

async function searched(category: string) {
  return must(await product().searchProducts({ category, limit: 20 }, shop.invocation()), category);
}

async function ofVendor(vendor: string) {
  return must(
    await product().listProducts({ vendor, limit: 20, sort: 'newest' }, shop.invocation()),
    vendor,
  );
}

async function setPrice(handle: string, amountMinor: number) {
  const { productId } = must(await product().getProduct({ handle }, shop.invocation()), handle);
  const priced = {
    productId,
    sku: handle.toUpperCase(),
    channel: 'default',
    amountMinor,
    compareAtMinor: null,
  };
  must(await product().setPrice(priced, shop.invocation()), 'price');
}

/** Kept for less than a second: asked until two answers in a row are one. */
async function kept<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  await expect.poll(async () => answer === (answer = await ask())).toBe(true);
  return answer;
}

test('what is changed elsewhere leaves a shelf as it is told', async () => {
  // Between the change and the question the answer may have grown too old by itself.
  await expect
    .poll(async () => {
      const tea = await kept(() => searched('tea'));
      await setPrice('mug', 900);
      return tea === (await searched('tea'));
    })
    .toBe(true);
});

test('a price, what joins a shelf and what leaves it are told at once', async () => {
  await kept(() => searched('tea'));
  await kept(() => ofVendor('Ton'));
  await setPrice('teapot', 4_200);
  expect((await searched('tea')).items).toMatchObject([{ handle: 'teapot', priceMinor: 4_200 }]);
  expect((await ofVendor('Ton')).items).toContainEqual(
    expect.objectContaining({ handle: 'teapot', priceMinor: 4_200 }),
  );
  await kept(() => searched('tea'));
  await load(productOf('tin', { category: ['Tea'] }));
  expect((await searched('tea')).items.map(({ handle }) => handle)).toEqual(['tin', 'teapot']);
  await kept(() => searched('tea'));
  await kept(() => ofVendor('Ton'));
  await load(productOf('teapot', { category: ['Coffee'], vendor: 'Kiln' }));
  expect((await searched('tea')).items.map(({ handle }) => handle)).toEqual(['tin']);
  expect((await ofVendor('Ton')).items.map(({ handle }) => handle)).toEqual(['mug']);
});

test('what comes into stock and runs out of it is told at once', async () => {
  for (const quantity of [2, 0, 1]) {
    await kept(() => searched('coffee'));
    await kept(() => ofVendor('Ton'));
    const input = { countId: newId(), reason: 'count', lines: [{ sku: 'MUG', quantity }] };
    must(await shop.client('inventory').countStock(input, shop.invocation()), 'count');
    await shop.settle();
    const shown = { handle: 'mug', inStock: quantity > 0 };
    expect((await searched('coffee')).items).toContainEqual(expect.objectContaining(shown));
    expect((await ofVendor('Ton')).items).toContainEqual(expect.objectContaining(shown));
  }
});

test('what another process changed is told within a second', async () => {
  await kept(() => searched('tea'));
  await shop.database('product').query(sql`
    update document set card = (card::jsonb || '{"priceMinor":77}')::json where handle = 'tin'`);
  const changedMs = performance.now();
  await expect.poll(async () => (await searched('tea')).items[0]!.priceMinor).toBe(77);
  expect(performance.now() - changedMs).toBeLessThan(5_000);
});

test('what is told again can be changed by nobody', async () => {
  const { items } = await kept(() => searched('tea'));
  expect(() => (items as unknown[]).pop()).toThrow(TypeError);
  expect(() => Object.assign(items[0]!, { priceMinor: 1 })).toThrow(TypeError);
});

/* Products stand in a collection by a rule. */

const staff = () =>
  shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write', 'settings:write']) });

const ruleOf = (match: CollectionRule['match'], ...conditions: Condition[]): CollectionRule => ({
  match,
  conditions,
});

async function ruled(handle: string, rule: CollectionRule) {
  const collection = { handle, title: handle, titles: {}, descriptionHtml: '' };
  must(await product().putCollection(collection, staff()), 'made');
  return must(await product().putCollectionRule({ handle, rule }, staff()), 'ruled');
}

/** As the shop lists it and as staff see it, which is the same. */
async function heldBy(handle: string): Promise<string[]> {
  const asked = { collection: handle, limit: 100, sort: 'name' } as const;
  const { items } = must(await product().listProducts(asked, shop.invocation()), 'listed');
  const kept = await product().listCollectionProducts({ handle, limit: 100 }, staff());
  const handles = (all: readonly { handle: string }[]) => all.map((one) => one.handle).toSorted();
  expect(handles(must(kept, 'kept').items)).toEqual(handles(items));
  return handles(items);
}

const idOf = async (handle: string) =>
  must(await product().getProduct({ handle }, shop.invocation()), handle).productId;

test.each<[string, CollectionRule, string[]]>([
  ['tag', ruleOf('all', { field: 'tag', tag: 'glazed' }), ['bowl', 'plate']],
  ['vendor', ruleOf('all', { field: 'vendor', vendor: 'OFEN' }), ['plate']],
  ['category', ruleOf('all', { field: 'category', category: 'kiln' }), ['bowl', 'plate', 'tile']],
  [
    'category-below',
    ruleOf('all', { field: 'category', category: 'kiln/flat' }),
    ['plate', 'tile'],
  ],
  [
    'price',
    ruleOf('all', { field: 'price', channel: 'default', fromMinor: 7_001, toMinor: 7_002 }),
    ['plate', 'tile'],
  ],
  ['attribute', ruleOf('all', { field: 'attribute', key: 'clay', value: 'red' }), ['bowl', 'tile']],
  [
    'all',
    ruleOf(
      'all',
      { field: 'tag', tag: 'glazed' },
      { field: 'price', channel: 'default', fromMinor: null, toMinor: 7_000 },
    ),
    ['bowl'],
  ],
  [
    'any',
    ruleOf(
      'any',
      { field: 'vendor', vendor: 'ofen' },
      { field: 'price', channel: 'default', fromMinor: 7_002, toMinor: null },
    ),
    ['plate', 'tile'],
  ],
])('a rule by %s holds what fits it, as its preview said', async (name, rule, held) => {
  const clay = { owner: 'product', key: 'clay', names: { en: 'Clay' }, type: 'multi' } as const;
  const choices = ['red', 'white'].map((value) => ({ value, names: { en: value } }));
  const field = fieldPromises.putField.input.parse({ ...clay, choices, storefront: true });
  must(await product().putField(field, staff()), 'field');
  const goods = [
    { handle: 'bowl', tags: ['glazed'], category: ['Kiln'], vendor: '', price: 7_000 },
    { handle: 'plate', tags: ['glazed'], category: ['Kiln', 'Flat'], vendor: 'Ofen', price: 7_001 },
    { handle: 'tile', tags: [], category: ['Kiln', 'Flat'], vendor: '', price: 7_002 },
  ];
  for (const { price, handle, ...fields } of goods) {
    const variants = [variantOf(handle.toUpperCase(), { priceMinor: price })];
    await load(productOf(handle, { ...fields, variants }));
    const attributes = { clay: handle === 'plate' ? ['white'] : ['white', 'red'] };
    const change = { productId: await idOf(handle), attributes };
    must(await product().changeProduct(change, staff()), 'clay');
  }
  // Drafts are for nobody.
  await load(productOf('shard', { status: 'draft', tags: ['glazed'], category: ['Kiln'] }));
  const known = (all: readonly { handle: string }[]) =>
    all.map((one) => one.handle).filter((one) => goods.some(({ handle }) => handle === one));
  const preview = must(await product().previewCollectionRule({ rule }, staff()), 'preview');
  expect(known(preview.items).toSorted()).toEqual(held);
  expect(preview.products).toBe(preview.items.length);
  expect(await ruled(`kiln-${name}`, rule)).toMatchObject({ rule });
  await shop.settle();
  await expect
    .poll(async () => (await heldBy(`kiln-${name}`)).length, { timeout: 180_000 })
    .toBe(preview.products);
  expect(
    (await heldBy(`kiln-${name}`)).filter((one) => known([{ handle: one }]).length > 0),
  ).toEqual(held);
});

test('what is changed of a product puts it in and takes it out at once', async () => {
  await load(productOf('jar', { tags: [] }));
  const productId = await idOf('jar');
  await ruled('lidded', ruleOf('all', { field: 'tag', tag: 'lidded' }));
  const stocked = { field: 'stock', channel: 'default', inStock: true } as const;
  await ruled('lidded-there', ruleOf('all', { field: 'tag', tag: 'lidded' }, stocked));
  await shop.settle();
  const tag = async (...tags: string[]) =>
    must(await product().changeProduct({ productId, tags }, staff()), 'tags');
  expect(await heldBy('lidded')).toEqual([]);
  await tag('lidded');
  expect(await heldBy('lidded')).toEqual(['jar']);
  expect(await heldBy('lidded-there')).toEqual([]);
  for (const [quantity, held] of [
    [3, ['jar']],
    [0, []],
    [1, ['jar']],
  ] as const) {
    const input = { countId: newId(), reason: 'count', lines: [{ sku: 'JAR', quantity }] };
    must(await shop.client('inventory').countStock(input, shop.invocation()), 'count');
    await shop.settle();
    expect(await heldBy('lidded-there')).toEqual(held);
  }
  // Who names the collections of a product, or puts it into one by hand, leaves the rule alone.
  must(await product().changeProduct({ productId, collections: [] }, staff()), 'named');
  expect(await heldBy('lidded')).toEqual(['jar']);
  const byHand = { handle: 'lidded', add: [], remove: [productId] };
  expect(await product().changeCollectionProducts(byHand, staff())).toMatchObject({
    failure: { code: 'collection_by_rule' },
  });
  await tag();
  expect(await heldBy('lidded')).toEqual([]);
  await tag('lidded');
  must(await product().changeProduct({ productId, status: 'archived' }, staff()), 'archived');
  expect(await heldBy('lidded')).toEqual([]);
});

test('a rule is changed, given up and goes with its collection', async () => {
  await load(productOf('urn', { tags: ['tall'] }), productOf('cask', { tags: ['round'] }));
  await ruled('shapes', ruleOf('all', { field: 'tag', tag: 'tall' }));
  const round = ruleOf('all', { field: 'tag', tag: 'round' });
  const put = (rule: CollectionRule | null) =>
    product().putCollectionRule({ handle: 'shapes', rule }, staff());
  const { version } = must(await put(round), 'another rule');
  await expect.poll(() => heldBy('shapes'), { timeout: 180_000 }).toEqual(['cask']);
  const stale = { handle: 'shapes', rule: null, expectedVersion: version - 1 };
  expect(await product().putCollectionRule(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version } },
  });
  // By hand again, it keeps what stands there.
  must(await put(null), 'by hand');
  const add = { handle: 'shapes', add: [await idOf('urn')], remove: [] };
  must(await product().changeCollectionProducts(add, staff()), 'put in');
  expect(await heldBy('shapes')).toEqual(['cask', 'urn']);
  must(await put(round), 'by rule once more');
  must(await product().deleteCollection({ handle: 'shapes' }, staff()), 'gone with what it holds');
  await shop.settle();
  await expect
    .poll(
      async () =>
        must(await product().getProduct({ handle: 'cask' }, shop.invocation()), 'cask').collections,
      { timeout: 180_000 },
    )
    .toEqual([]);
});

test.each<[Condition]>([
  [{ field: 'category', category: 'nowhere' }],
  [{ field: 'price', channel: 'nowhere', fromMinor: null, toMinor: null }],
  [{ field: 'stock', channel: 'nowhere', inStock: true }],
  [{ field: 'attribute', key: 'nothing', value: 1 }],
])('a rule that names what is not there is refused: %o', async (condition) => {
  const rule = ruleOf('any', { field: 'tag', tag: 'any' }, condition);
  const refused = { failure: { code: 'condition_names_nothing', detail: { at: 1 } } };
  expect(await product().previewCollectionRule({ rule }, staff())).toMatchObject(refused);
});

test('a change of a product asks the rules by one statement, and by none where there are none', async () => {
  const rules = await shop
    .database('product')
    .query<{ handle: string }>(sql`select handle from collection where rule is not null`);
  const productId = await idOf('teapot');
  const count = async (tag: string) => {
    let sent = 0;
    const unwatch = watchStatements((_, { text }) => {
      if (text.includes('collection_product')) sent += 1;
    });
    must(await product().changeProduct({ productId, tags: [tag] }, staff()), 'changed');
    unwatch();
    return sent;
  };
  const withRules = await count('one');
  for (const { handle } of rules)
    must(await product().putCollectionRule({ handle, rule: null }, staff()), 'given up');
  await shop.settle();
  expect(withRules).toBe((await count('two')) + 1);
});

test('what is new no more leaves a collection of new ones by itself', async () => {
  await ruled('fresh', ruleOf('all', { field: 'created', withinDays: 2 }));
  await load(productOf('firstling'));
  expect(await heldBy('fresh')).toContain('firstling');
  await shop.moveClock(2 * 86_400_000 + 16 * 60_000);
  await expect.poll(() => heldBy('fresh'), { timeout: 180_000 }).toEqual([]);
});
