import { expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import { ok } from '#kernel/result.ts';
import type { Asking, Gateway } from '../desk/use-case.ts';
import { offeredToPages } from './estimate-shown.ts';

const shown = {
  currency: 'EUR',
  priceMinor: 900,
  weightGrams: 300,
  available: 2,
  backorder: false,
  expectedOn: null,
};

async function estimate(more: object) {
  const asked: unknown[] = [];
  const estimateDelivery = async (input: unknown) => {
    asked.push(input);
    return ok({ options: ['an option'] });
  };
  const gateway = {
    call: { checkout: { estimateDelivery } },
    settings: { shop: { countryCode: 'DE' } },
  } as unknown as Gateway;
  const { inputSchema, perform } = offeredToPages(contracts);
  const input = inputSchema.parse({ ...shown, ...more });
  const answer = await perform(input as never, { invocation: {} } as Asking, gateway);
  return { answer, asked };
}

const goods = {
  currency: 'EUR',
  countryCode: 'DE',
  subtotalMinor: 900,
  quantity: 1,
  weightGrams: 300,
};

test.each([
  ['that are there', {}, undefined],
  ['expected', { available: 0, backorder: true, expectedOn: '2026-12-15' }, '2026-12-15'],
  ['of which nobody knows when', { available: 0, backorder: true }, null],
  ['whose stock is not known right now', { available: null }, null],
])('one of goods %s would arrive as checkout says', async (_, more, notBefore) => {
  const { answer, asked } = await estimate(more);
  expect(answer).toEqual(ok({ options: ['an option'] }));
  expect(asked).toEqual([{ ...goods, notBefore }]);
});

test('what is sold out would not arrive, and nobody is asked', async () => {
  expect(await estimate({ available: 0 })).toEqual({ answer: ok({ options: [] }), asked: [] });
});
