import fc from 'fast-check';
import { expect, test } from 'vitest';

import { decimalString } from '#kernel/money.ts';

import { FirstLineIndex } from '../reading/first-line-index.ts';
import { deriveSku } from '../sku/derive-sku.ts';
import {
  parseAmountMinor,
  parseBarcode,
  parseBoolean,
  parseQuantity,
  parseWeightGrams,
} from './parse-field.ts';
import { plainCell, plainCode } from './plain-cell.ts';

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
});

test.each<[string, string, number, string | undefined]>([
  ['1,299.00', 'EUR', 129_900, 'normalised'],
  ['1.299,00', 'EUR', 129_900, 'normalised'],
  ['1 299,00 €', 'EUR', 129_900, 'normalised'],
  ["1'299.00", 'CHF', 129_900, 'normalised'],
  ['1,23,456.50', 'INR', 12_345_650, 'normalised'],
  ['1.234.567', 'EUR', 123_456_700, 'normalised'],
  ['1,299', 'EUR', 129_900, 'normalised'],
  ['5,50', 'EUR', 550, 'normalised'],
  ['€5', 'EUR', 500, 'normalised'],
  ['$1,299.50', 'USD', 129_950, 'normalised'],
  ['US$ 12', 'USD', 1_200, 'normalised'],
  ['EUR 12,90', 'EUR', 1_290, 'normalised'],
  ['12,-', 'EUR', 1_200, 'normalised'],
  ['249 kr.', 'SEK', 24_900, 'normalised'],
  ["'19.99", 'EUR', 1_999, 'normalised'],
  ['“19.99”', 'EUR', 1_999, 'normalised'],
  ['１２．５０', 'EUR', 1_250, 'normalised'],
  ['1.5E+3', 'EUR', 150_000, 'normalised'],
  ['.5', 'EUR', 50, 'normalised'],
  ['19.9900', 'EUR', 1_999, undefined],
  ['19.995', 'EUR', 2_000, 'doubtful'],
  ['0.125', 'EUR', 13, 'rounded'],
  ['1.299', 'EUR', 130, 'doubtful'],
  ['1.299', 'KWD', 1_299, undefined],
  ['1,299', 'KWD', 1_299, 'doubtful'],
  ['1.000', 'JPY', 1_000, 'normalised'],
  ['1000.50', 'JPY', 1_001, 'rounded'],
  ['-0.00', 'EUR', 0, 'normalised'],
])('the amount %j in %s is %i (%s)', (text, currency, value, fit) => {
  expect(parseAmountMinor(text, currency)).toEqual({ value, fit });
});

test('where commas stand before decimals a point parts thousands', () => {
  expect(parseAmountMinor('1.299', 'EUR', true)).toEqual({ value: 129_900, fit: 'normalised' });
  expect(parseAmountMinor('12,90', 'EUR', true)).toEqual({ value: 1_290, fit: 'normalised' });
});

test.each([
  ['cheap', 'amount_invalid'],
  ['1.2.3', 'amount_invalid'],
  ['12 or 13', 'amount_invalid'],
  ['NaN', 'amount_invalid'],
  ['-1.00', 'amount_negative'],
  ['(5.00)', 'amount_negative'],
  ['€ -5', 'amount_negative'],
  ['5-', 'amount_negative'],
  ['99999999999999', 'amount_too_large'],
])('the amount %j is none: %s', (text, reason) => {
  expect(parseAmountMinor(text, 'EUR')).toMatchObject({ objection: { reason } });
});

test('whatever is written, a quantity is a whole number that can be counted', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.,eE ]{0,9}$/)), (text) => {
      const { value, fit } = parseQuantity(text);
      if (value !== null) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      expect(value ?? 0).toBeLessThanOrEqual(1_000_000);
      if (text !== '' && value === null) expect(fit).toBe('left_out');
      if (/^\d{1,6}$/.test(text)) expect({ value, fit }).toEqual({ value: Number(text) });
    }),
  );
});

test.each<[string, number | null, string | undefined]>([
  ['12.0', 12, undefined],
  ['12.000', 12, 'normalised'],
  ['1,234', 1_234, 'normalised'],
  ['1.5', 1, 'rounded'],
  ['-3', 0, 'negative_quantity'],
  ['−3', 0, 'negative_quantity'],
  ['1e3', 1_000, 'normalised'],
  ['9999999999', 1_000_000, 'cut'],
  ['many', null, 'left_out'],
])('the quantity %j is %s (%s)', (text, value, fit) => {
  expect(parseQuantity(text)).toEqual({ value, fit });
});

test.each<[string, number, string | undefined]>([
  ['250.0', 250, undefined],
  ['250.5', 251, 'rounded'],
  ['250,5', 251, 'rounded'],
  ['0.25 kg', 250, 'normalised'],
  ['-5', 0, 'left_out'],
  ['heavy', 0, 'left_out'],
  ['10000001', 0, 'left_out'],
])('the weight %j is %i g (%s)', (text, value, fit) => {
  expect(parseWeightGrams(text)).toEqual({ value, fit });
});

test.each<[string, string, string | undefined]>([
  ['4006381333931', '4006381333931', undefined],
  ["'4006381333931", '4006381333931', 'normalised'],
  ['4006381333931.0', '4006381333931', 'normalised'],
  ['4.006381333931E+12', '4006381333931', 'normalised'],
  ['4.00638E+12', '', 'digits_lost'],
  ['4,00638E+12', '', 'digits_lost'],
])('the barcode %j is %j (%s)', (text, value, fit) => {
  expect(parseBarcode(text)).toEqual({ value, fit });
});

test.each([
  ['WAHR', true],
  ['Falsch', false],
  ['1', true],
  ['0.0', false],
  ['yes', true],
])('%j is %s', (text, value) => {
  expect(parseBoolean(text, !value)).toEqual({ value, fit: 'normalised' });
});

test.each([
  ['="00123"', '00123'],
  ['="a""b"', 'a"b'],
  ['\u00a0 x\ufeff', 'x'],
  ['\u200bx\u200b', 'x'],
  ['=SUM(1)', '=SUM(1)'],
  ['=HYPERLINK("a","b")', '=HYPERLINK("a","b")'],
])('the cell %j says %j', (cell, text) => {
  expect(plainCell(cell)).toBe(text);
});

test('a code has no apostrophe and no quotation marks around it', () => {
  expect(["'00123", '“00123”', '„00123“', "o'clock"].map(plainCode)).toEqual([
    '00123',
    '00123',
    '00123',
    "o'clock",
  ]);
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

test('cells that could be read in many ways are read in a moment', () => {
  const started = performance.now();
  for (const sign of ['R', 'R$', 'Kr', 'AB$']) {
    expect(parseAmountMinor(`5${sign.repeat(30)}x`, 'EUR')).toHaveProperty('objection');
  }
  const far = `a${' '.repeat(100_000)}\u00e9`;
  expect(parseAmountMinor(far, 'EUR')).toHaveProperty('objection');
  expect(parseQuantity(far)).toEqual({ value: null, fit: 'left_out' });
  expect(parseWeightGrams(far)).toEqual({ value: 0, fit: 'left_out' });
  expect(plainCell(`\ufeff ${far} \u200b`)).toBe(far);
  expect(performance.now() - started).toBeLessThan(5_000);
});
