import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises, type FieldDefinition } from '#contracts/fields.ts';
import { must } from '#kernel/result.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';

/** What files have of the shop's own fields. */

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
  await define('product', 'wood', {
    type: 'choice',
    choices: [{ value: 'oak', names: { en: 'Oak', de: 'Eiche' } }],
  });
  await define('product', 'care', { localised: true, limits: { ...limits, maximumLength: 20 } });
  await define('product', 'origin', { required: true });
  await define('variant', 'height', {
    type: 'number',
    unit: 'cm',
    limits: { ...limits, decimals: 1, maximum: 200 },
  });
  await define('variant', 'finishes', {
    type: 'multi',
    choices: ['oil', 'wax'].map((value) => ({ value, names: { en: `${value} finish` } })),
  });
  await define('variant', 'since', { type: 'date' });
  await define('variant', 'solid', { type: 'bool' });
});
afterAll(() => catalog.shop.close());

const limits = fieldPromises.putField.input.shape.limits.parse(undefined);
const staff = () => {
  const { shop } = catalog;
  const actor = shop.staff(['catalog:read', 'catalog:write', 'settings:write']);
  return shop.invocation({ actor });
};

async function define(owner: string, key: string, given: Partial<FieldDefinition>) {
  const whole = { owner, key, names: { en: key }, type: 'text', storefront: true, ...given };
  const input = fieldPromises.putField.input.parse(whole);
  must(await catalog.client.putField(input, staff()), 'field');
}

type Texts = Readonly<Record<string, string>>;

async function load(handle: string, ofProduct?: Texts, ofVariant?: Texts) {
  const variant = { ...variantOf(handle.toUpperCase()), attributes: ofVariant };
  const product = { ...productOf(handle, { variants: [variant] }), attributes: ofProduct };
  return must(await catalog.client.importProducts({ products: [product] }, staff()), 'import');
}

async function stored(productId: string) {
  const product = must(await catalog.client.getAdminProduct({ productId }, staff()), 'read');
  return [product.attributes, product.variants[0]!.attributes];
}

test('each kind of field takes what files have, and each fit is told', async () => {
  const { productIds, fitted, rejected, unknownFields } = await load(
    'table',
    { wood: 'eiche', care: 'Wipe it\u0007with a damp cloth, never wet', colour: 'red' },
    {
      height: '72,54 cm',
      finishes: '["oil","Wax finish"]',
      since: '2026-01-31T10:00:00Z',
      solid: 'Yes',
    },
  );
  expect(rejected).toEqual([]);
  expect(unknownFields).toEqual(['product.colour']);
  expect(await stored(productIds[0]!)).toEqual([
    { wood: 'oak', care: { en: 'Wipe it with a damp' } },
    { height: 72.5, finishes: ['oil', 'wax'], since: '2026-01-31', solid: true },
  ]);
  const told = fitted.map(({ sku, field, reason }) => [sku, field, reason].join(' '));
  expect(told.toSorted()).toEqual([
    ' attributes.care control_characters',
    ' attributes.care cut',
    'TABLE attributes.height rounded',
    'TABLE attributes.since cut',
  ]);
});

test.each([
  ['a choice that is none', { wood: 'steel' }, undefined, 'attributes.wood'],
  ['a number that is none', undefined, { height: 'tall' }, 'attributes.height'],
  [
    'a number of another unit',
    undefined,
    { height: '{"value":3,"unit":"in"}' },
    'attributes.height',
  ],
  ['a number beyond the limit', undefined, { height: '201' }, 'attributes.height'],
  ['a day that is none', undefined, { since: '2026-02-30' }, 'attributes.since'],
  ['a truth that is none', undefined, { solid: 'perhaps' }, 'attributes.solid'],
  ['several of which one is none', undefined, { finishes: 'oil, tar' }, 'attributes.finishes'],
] as const)('%s is left out, and the product is in', async (what, ofProduct, ofVariant, field) => {
  const { productIds, fitted } = await load(what.replaceAll(' ', '-'), ofProduct, ofVariant);
  expect(fitted.map((fit) => [fit.field, fit.reason])).toEqual([[field, 'left_out']]);
  expect(await stored(productIds[0]!)).toEqual([{}, {}]);
});

test('a file says what it has: other values stay, an empty cell takes away, the required stays', async () => {
  const first = await load('said', { wood: 'oak', origin: 'Solingen' }, { solid: 'true' });
  const id = first.productIds[0]!;
  expect(
    (await load('said', { wood: 'oak', origin: 'Solingen' }, { solid: 'true' })).unchanged,
  ).toBe(1);
  must(
    await catalog.client.changeProduct(
      { productId: id, attributes: { care: { de: 'Abwischen' } } },
      staff(),
    ),
    'by hand',
  );
  await load('said', { care: 'Wipe' });
  expect(await stored(id)).toEqual([
    { wood: 'oak', origin: 'Solingen', care: { de: 'Abwischen', en: 'Wipe' } },
    { solid: true },
  ]);
  const { fitted } = await load('said', { wood: '', origin: '', care: '' }, { solid: '' });
  expect(fitted.map(({ field, reason }) => [field, reason])).toEqual([
    ['attributes.origin', 'left_out'],
  ]);
  expect(await stored(id)).toEqual([{ origin: 'Solingen', care: { de: 'Abwischen' } }, {}]);
});

test('a field that was not there takes its value when the same file comes again', async () => {
  const { productIds, unknownFields } = await load('again', { later: 'yes' });
  expect(unknownFields).toEqual(['product.later']);
  await define('product', 'later', {});
  expect((await load('again', { later: 'yes' })).updated).toBe(1);
  expect(await stored(productIds[0]!)).toEqual([{ later: 'yes' }, {}]);
});
