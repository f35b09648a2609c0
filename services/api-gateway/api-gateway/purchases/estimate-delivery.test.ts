import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { Contract } from '#kernel/contract.ts';
import { ok } from '#kernel/result.ts';
import type { Operations } from '#platform/calls/calls.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { checkoutRoutes } from '../routes/checkout.ts';

const variant = {
  sku: 'CUP',
  variantId: '0190f4c2-1111-7000-8000-000000000001',
  productId: '0190f4c2-1111-7000-8000-000000000002',
  handle: 'cup',
  title: 'Cup',
  variantTitle: null,
  imageUrl: null,
  unitPriceMinor: 900,
  compareAtMinor: null,
  currency: 'EUR',
  taxClass: 'standard',
  weightGrams: 300,
  requiresShipping: true,
  sellable: true,
};
const stock = { available: 2, policy: 'deny', tracked: true, expectedOn: null };
const option = {
  optionId: 'home.standard',
  name: 'Standard',
  priceMinor: 490,
  carrierCode: null,
  serviceCode: null,
  earliestDays: 1,
  latestDays: 2,
  promise: {
    earliestOn: '2026-11-25',
    latestOn: '2026-11-26',
    orderBy: '2026-11-24T13:00:00.000Z',
  },
};

/** All that is not asked here. */
function nothingOf({ operations }: Contract): Operations {
  const names = Object.keys(operations);
  return Object.fromEntries(names.map((name) => [name, () => Promise.reject(new Error(name))]));
}

let found: object[] = [];
let asked: unknown[] = [];
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway(
    { rateLimits: 'off', shop: testSettings().shop },
    checkoutRoutes,
    {
      serve: (dispatcher) => {
        const { checkout, product } = contracts;
        dispatcher.serve('product', product, {
          ...nothingOf(product),
          getSellableVariants: async () =>
            ok({ variants: found, pricesIncludeTax: true, currency: 'EUR' }),
        });
        dispatcher.serve('checkout', checkout, {
          ...nothingOf(checkout),
          estimateDelivery: async (input) => {
            asked.push(input);
            return ok({ options: [option] });
          },
        });
      },
    },
  );
});
afterAll(() => gateway.drain());

async function estimate(query: string, variants: object[]) {
  found = variants;
  asked = [];
  const reply = await fetch(`${gateway.url}/v1/delivery-estimates?${query}`);
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

test('goods that are there are asked for by their weight and price', async () => {
  const { status, body } = await estimate('sku=CUP&countryCode=DE&quantity=2', [
    { ...variant, stock },
  ]);
  expect([status, body]).toEqual([
    200,
    {
      sku: 'CUP',
      quantity: 2,
      countryCode: 'DE',
      requiresShipping: true,
      soldOut: false,
      options: [option],
    },
  ]);
  const goods = { currency: 'EUR', subtotalMinor: 1_800, quantity: 2, weightGrams: 300 };
  expect(asked).toEqual([{ ...goods, countryCode: 'DE' }]);
});

test('without a country it is the shop’s own', async () => {
  expect((await estimate('sku=CUP', [{ ...variant, stock }])).body['countryCode']).toBe('DE');
});

test.each([
  ['expected', { ...stock, policy: 'continue', expectedOn: '2026-12-15' }, '2026-12-15'],
  ['of which nobody knows', { ...stock, policy: 'continue' }, null],
  [
    'that are not counted',
    { ...stock, available: 0, policy: 'continue', tracked: false },
    undefined,
  ],
  ['whose stock is not known right now', undefined, null],
])('goods %s', async (_title, known, notBefore) => {
  const variants = [{ ...variant, ...(known ? { stock: known } : {}) }];
  expect((await estimate('sku=CUP&quantity=3', variants)).status).toBe(200);
  expect((asked[0] as { notBefore?: unknown }).notBefore).toBe(notBefore);
});

test.each([
  ['sold out', [{ ...variant, stock }], 'quantity=3', { soldOut: true, options: [] }],
  [
    'not sent at all',
    [{ ...variant, stock, requiresShipping: false }],
    '',
    { requiresShipping: false, options: [] },
  ],
])('goods that are %s are not asked for', async (_title, variants, more, told) => {
  expect((await estimate(`sku=CUP&${more}`, variants)).body).toMatchObject(told);
  expect(asked).toEqual([]);
});

test.each([
  ['unknown', []],
  ['not sold here', [{ ...variant, sellable: false, stock }]],
])('a SKU that is %s is not found', async (_title, variants) => {
  const { status, body } = await estimate('sku=CUP', variants);
  expect([status, body['code']]).toEqual([404, 'variant_not_found']);
});
