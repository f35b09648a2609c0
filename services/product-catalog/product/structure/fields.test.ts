import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FieldDefinition } from '#contracts/fields.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () => {
  const { shop } = catalog;
  const actor = shop.staff(['catalog:read', 'catalog:write', 'settings:read', 'settings:write']);
  return shop.invocation({ actor });
};

const limits = {
  minimum: null,
  maximum: null,
  decimals: null,
  minimumLength: null,
  maximumLength: null,
  pattern: null,
  lines: false,
};
const plain: FieldDefinition = {
  names: { en: 'Material', de: 'Werkstoff' },
  type: 'text',
  unit: null,
  localised: false,
  storefront: true,
  facet: false,
  onCards: false,
  required: false,
  onlyForTags: [],
  limits,
  choices: [],
};
const woods = ['oak', 'ash', 'elm'].map((value) => ({
  value,
  names: { en: value.toUpperCase(), de: `${value} (de)` },
}));

function put(
  owner: InputOf<'product', 'putField'>['owner'],
  key: string,
  definition: Partial<FieldDefinition> & { expectedVersion?: number } = {},
) {
  return catalog.client.putField({ owner, key, ...plain, ...definition }, staff());
}

async function make(handle: string) {
  await load(catalog, productOf(handle, { variants: [variantOf(handle.toUpperCase())] }));
  const product = must(await catalog.client.getProduct({ handle }, catalog.shop.invocation()), 'x');
  return { productId: product.productId, sku: product.variants[0]!.sku };
}

const set = (productId: string, attributes: InputOf<'product', 'changeProduct'>['attributes']) =>
  catalog.client.changeProduct({ productId, attributes }, staff());

async function shown(handle: string, scope: Partial<Invocation> = {}) {
  const reply = await catalog.client.getProduct({ handle }, catalog.shop.invocation(scope));
  return must(reply, 'shown');
}

async function problemsOf(reply: ReturnType<typeof set>) {
  const reported = await reply;
  if (reported.ok) return [];
  const { problems } = reported.failure.detail as { problems: { field: string; code: string }[] };
  return problems.map(({ field, code }) => `${field.replace('attributes.', '')} ${code}`);
}

test('a field of the shop is shown with its name in the language asked for, typed, with its unit', async () => {
  must(await put('product', 'wood', { type: 'choice', choices: woods, onCards: true }), 'wood');
  must(await put('product', 'care', { localised: true, names: { en: 'Care' } }), 'care');
  must(await put('product', 'story', { type: 'rich', names: { en: 'Story' } }), 'story');
  must(await put('product', 'purchase', { storefront: false }), 'purchase');
  must(
    await put('variant', 'height', { type: 'number', unit: 'cm', names: { en: 'Height' } }),
    'h',
  );
  const { productId, sku } = await make('table');
  const reported = must(
    await set(productId, {
      wood: 'oak',
      care: { en: 'Oil it', de: 'Ölen' },
      story: '<p>Felled <script>x</script><b>here</b></p>',
      purchase: 'only-staff-know',
    }),
    'set',
  );
  expect(reported.attributes).toMatchObject({ wood: 'oak', purchase: 'only-staff-know' });
  must(
    await catalog.client.putVariant({ productId, sku, attributes: { height: 72.5 } }, staff()),
    'variant',
  );
  const page = await shown('table');
  expect(page.attributes).toEqual([
    { key: 'care', name: 'Care', type: 'text', value: 'Oil it', text: 'Oil it', unit: null },
    {
      key: 'story',
      name: 'Story',
      type: 'rich',
      value: '<p>Felled <b>here</b></p>',
      text: '<p>Felled <b>here</b></p>',
      unit: null,
    },
    { key: 'wood', name: 'Material', type: 'choice', value: 'oak', text: 'OAK', unit: null },
  ]);
  expect(page.variants[0]!.attributes).toEqual([
    { key: 'height', name: 'Height', type: 'number', value: 72.5, text: '72.5 cm', unit: 'cm' },
  ]);
  const { client, shop } = catalog;
  const cards = must(
    await client.listProducts({ limit: 20, sort: 'newest' }, shop.invocation()),
    'list',
  );
  expect(cards.items.find(({ handle }) => handle === 'table')!.attributes).toEqual([
    expect.objectContaining({ key: 'wood', text: 'OAK' }),
  ]);
});

test('what only staff may see is in nothing that shoppers read, are told or find by', async () => {
  must(await put('product', 'supplier', { storefront: false }), 'field');
  const { productId } = await make('stool');
  must(await set(productId, { supplier: 'Zwinkelmann' }), 'set');
  const { client, shop } = catalog;
  const ask = shop.invocation();
  const found = must(await client.searchProducts({ limit: 20, query: 'Zwinkelmann' }, ask), 'x');
  expect(found.matches).toBe(0);
  const replies = [
    await client.getProduct({ handle: 'stool' }, ask),
    await client.listProducts({ limit: 100, sort: 'newest' }, ask),
    await client.searchProducts({ limit: 20, query: 'stool' }, ask),
    await client.getSellableVariants({ skus: ['STOOL'] }, ask),
    await client.listShownFields({ owner: 'product' }, ask),
  ];
  expect(JSON.stringify(replies)).not.toMatch(/Zwinkelmann|supplier/);
  const reported = await shop.database('product').query<{ held: boolean }>(
    sql`select exists (select from outbox o where o::text like '%Zwinkelmann%')
        or exists (select from document d where d::text ilike '%Zwinkelmann%')
        or exists (select from page p where p.body::text like '%Zwinkelmann%') as held`,
  );
  expect(reported[0]!.held).toBe(false);
});

test.each([
  ['no field has the key', { nothing: 'x' }, 'nothing field_unknown'],
  ['a number is a text', { wide: '12' }, 'wide wrong_type'],
  ['a number is too small', { wide: 0.5 }, 'wide too_small'],
  ['a number is too large', { wide: 101 }, 'wide too_large'],
  ['a number is too exact', { wide: 1.25 }, 'wide too_exact'],
  ['a text is too long', { code: 'AB12345' }, 'code too_long'],
  ['a text looks otherwise', { code: 'ab1234' }, 'code pattern_mismatch'],
  ['a text has lines', { line: 'a\nb' }, 'line control_character'],
  ['a text is empty', { line: ' ' }, 'line wrong_type'],
  ['a day is none', { day: '2026-02-30' }, 'day wrong_type'],
  ['a truth is none', { yes: 'true' }, 'yes wrong_type'],
  ['a choice is unknown', { kind: 'pine' }, 'kind choice_unknown'],
  ['a choice is a list', { kind: ['oak'] }, 'kind choice_unknown'],
  ['one of several is unknown', { kinds: ['oak', 'pine'] }, 'kinds choice_unknown'],
  ['a choice is named twice', { kinds: ['oak', 'oak'] }, 'kinds choice_twice'],
  ['a text is by language', { line: { en: 'x' } }, 'line wrong_type'],
  ['a text is not by language', { localised: 'x' }, 'localised wrong_type'],
])('a value is refused where %s', async (_why, given, problem) => {
  const numbers = { ...limits, minimum: 1, maximum: 100, decimals: 1 };
  const codes = { ...limits, maximumLength: 6, pattern: '[A-Z]{2}\\d+' };
  await Promise.all([
    put('product', 'wide', { type: 'number', limits: numbers }),
    put('product', 'code', { limits: codes }),
    put('product', 'line'),
    put('product', 'day', { type: 'date' }),
    put('product', 'yes', { type: 'bool' }),
    put('product', 'kind', { type: 'choice', choices: woods }),
    put('product', 'kinds', { type: 'multi', choices: woods }),
    put('product', 'localised', { localised: true }),
  ]);
  const { productId } = await make('refused');
  expect(await problemsOf(set(productId, given as never))).toEqual([problem]);
  const fits = { wide: 99.5, code: 'AB12', day: '2028-02-29', yes: false, kinds: ['oak', 'elm'] };
  expect(must(await set(productId, fits), 'fits').attributes).toEqual(fits);
  const cleared = must(await set(productId, { wide: null, kinds: null }), 'cleared');
  expect(cleared.attributes).toEqual({ code: 'AB12', day: '2028-02-29', yes: false });
  must(await set(productId, { code: null, day: null, yes: null }), 'emptied');
});

test('a definition is not narrowed under values that are there, and says what to do', async () => {
  must(await put('product', 'grain', { type: 'choice', choices: woods }), 'grain');
  const [one, two] = [await make('narrow-1'), await make('narrow-2')];
  must(await set(one.productId, { grain: 'oak' }), 'one');
  must(await set(two.productId, { grain: 'ash' }), 'two');
  const narrower = { type: 'choice', choices: woods.slice(1) } as const;
  expect(await put('product', 'grain', narrower)).toMatchObject({
    failure: { code: 'field_in_use', detail: { values: 1, examples: ['"oak"'] } },
  });
  expect(await put('product', 'grain', { type: 'number' })).toMatchObject({
    failure: { code: 'field_in_use', detail: { values: 2 } },
  });
  expect(
    await put('product', 'grain', { type: 'choice', choices: woods, localised: true }),
  ).toMatchObject({ failure: { code: 'field_invalid', detail: { field: 'localised' } } });
  must(await set(one.productId, { grain: 'elm' }), 'change first');
  const after = must(await put('product', 'grain', narrower), 'narrowed');
  expect(after.choices.map(({ value }) => value)).toEqual(['ash', 'elm']);
  expect(await put('product', 'grain', { ...narrower, expectedVersion: 1 })).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: after.version } },
  });
});

test('a field goes with its values once it was said how many there are, and no page shows them', async () => {
  must(await put('product', 'going', {}), 'going');
  const { productId } = await make('going');
  must(await set(productId, { going: 'gone soon' }), 'set');
  const name = { owner: 'product', key: 'going' } as const;
  const { client } = catalog;
  expect(await client.deleteField({ ...name, values: 0 }, staff())).toMatchObject({
    failure: { code: 'field_in_use', detail: { values: 1, examples: ['"gone soon"'] } },
  });
  const stale = { ...name, values: 1, expectedVersion: 7 };
  expect(await client.deleteField(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 1 } },
  });
  expect(must(await client.deleteField({ ...name, values: 1 }, staff()), 'deleted')).toEqual({});
  expect(must(await client.getAdminProduct({ productId }, staff()), 'read').attributes).toEqual({});
  await expect
    .poll(async () => (await shown('going')).attributes, { timeout: 180_000 })
    .toBeUndefined();
  expect(await client.deleteField({ ...name, values: 0 }, staff())).toMatchObject({
    failure: { code: 'field_not_found' },
  });
}, 300_000);

test('a new name is shown, and what shoppers may not see any more is gone', async () => {
  must(await put('product', 'hidden', {}), 'field');
  const { productId } = await make('hidden');
  must(await set(productId, { hidden: 'for now' }), 'set');
  must(await put('product', 'hidden', { names: { en: 'Renamed' } }), 'renamed');
  await expect
    .poll(async () => (await shown('hidden')).attributes?.[0]?.name, { timeout: 180_000 })
    .toBe('Renamed');
  must(await put('product', 'hidden', { storefront: false }), 'hidden');
  await expect
    .poll(async () => (await shown('hidden')).attributes, { timeout: 180_000 })
    .toBeUndefined();
}, 300_000);

test('what is required is asked for where a product is published', async () => {
  const { client } = catalog;
  must(await put('product', 'origin', { required: true }), 'origin');
  must(await put('variant', 'size', { required: true }), 'size');
  try {
    const draft = must(
      await client.createProduct({ handle: 'draft', title: 'D' }, staff()),
      'made',
    );
    const { productId } = draft;
    must(await client.putVariant({ productId, sku: 'DRAFT' }, staff()), 'variant');
    const publish = (attributes?: Record<string, string>) =>
      client.changeProduct({ productId, status: 'active', attributes }, staff());
    expect(await problemsOf(publish())).toEqual(['origin required']);
    expect(await problemsOf(publish({ origin: 'Here' }))).toEqual(['variants.DRAFT.size required']);
    must(
      await client.putVariant({ productId, sku: 'DRAFT', attributes: { size: 'L' } }, staff()),
      'x',
    );
    must(await publish({ origin: 'Here' }), 'published');
    expect(await problemsOf(set(productId, { origin: null }))).toEqual(['origin required']);
  } finally {
    for (const [owner, key] of [
      ['product', 'origin'],
      ['variant', 'size'],
    ] as const)
      must(await client.deleteField({ owner, key, values: 1 }, staff()), 'deleted');
  }
});

test.each([
  ['rich text of a customer', 'customer', {}, 'owner'],
  ['a choice without choices', 'product', { type: 'choice' }, 'choices'],
  ['a unit of a text', 'product', { unit: 'kg' }, 'unit'],
  [
    'a facet that shoppers do not see',
    'product',
    { type: 'number', facet: true, storefront: false },
    'facet',
  ],
  ['a long text that is counted', 'product', { facet: true }, 'limits.maximumLength'],
  [
    'a pattern with groups',
    'product',
    { limits: { ...limits, pattern: '(a+)+' } },
    'limits.pattern',
  ],
  [
    'limits the wrong way round',
    'product',
    { type: 'number', limits: { ...limits, minimum: 2, maximum: 1 } },
    'limits',
  ],
] as const)(
  'a definition that does not go together is refused: %s',
  async (_what, owner, given, field) => {
    expect(await put(owner, 'senseless', given as never)).toMatchObject({
      failure: { code: 'field_invalid', detail: { field } },
    });
  },
);
