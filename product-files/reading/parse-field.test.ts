import fc from 'fast-check';
import { expect, test } from 'vitest';

import { decimalString } from '#kernel/money.ts';

import { deriveSku } from './derive-sku.ts';
import { FirstLineIndex } from './first-line-index.ts';
import { parseAmountMinor, parseQuantity } from './parse-field.ts';

test('every amount survives the way to text and back, exact', () => {
  const amounts = fc.integer({ min: 0, max: 999_999_999_999 });
  for (const [currency, exponent] of [
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
  ] as const) {
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = decimalString(amount, exponent);
        expect(parseAmountMinor(text, currency)).toEqual({ value: amount });
      }),
    );
  }
});

test('a whole amount of a currency without decimals may be written with two', () => {
  expect(parseAmountMinor('12.5', 'EUR')).toEqual({ value: 1250 });
  expect(parseAmountMinor('0.1', 'EUR')).toEqual({ value: 10 });
  expect(parseAmountMinor('12.5', 'KWD')).toEqual({ value: 12_500 });
  expect(parseAmountMinor('7', 'EUR')).toEqual({ value: 700 });
  expect(parseAmountMinor('1000.00', 'JPY')).toEqual({ value: 1000 });
  expect(parseAmountMinor('1000.50', 'JPY')).toHaveProperty('objection');
  expect(parseAmountMinor('1.000', 'JPY')).toHaveProperty('objection');
});

test('no text becomes a quantity but plain digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.eE ]{0,9}$/)), (text) => {
      const expected = text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : 'refused';
      const field = parseQuantity(text);
      expect('value' in field ? field.value : 'refused').toBe(expected);
    }),
  );
});

test('variants whose readable parts are equal get different SKUs', () => {
  expect(deriveSku('cup', ['red/blue'])).not.toBe(deriveSku('cup', ['red-blue']));
  expect(deriveSku('cup', ['a', 'b'])).not.toBe(deriveSku('cup', ['a-b']));
  expect(deriveSku('tasse', ['Größe'])).toMatch(/^TASSE-GROSSE-[0-9A-Z]{8}$/);
  expect(deriveSku('茶', [])).toMatch(/^SKU-[0-9A-Z]{8}$/);
});

test('an index of first lines agrees with a map', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ max: 3000, min: 0 }), { maxLength: 3000 }), (numbers) => {
      const index = new FirstLineIndex();
      const map = new Map<number, number>();
      for (const [position, number] of numbers.entries()) {
        expect(index.firstLineOrAdd(`sku-${number}`, position + 1)).toBe(map.get(number) ?? null);
        if (!map.has(number)) map.set(number, position + 1);
      }
    }),
    { numRuns: 20 },
  );
});
