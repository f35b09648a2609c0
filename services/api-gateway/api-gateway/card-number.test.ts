import { expect, test } from 'vitest';
import { looksLikeCardNumber } from './card-number.ts';

test.each<[boolean, string | number, string]>([
  [true, '4242424242424242', 'note'],
  [true, '4242 4242 4242 4242', 'note'],
  [true, 'card 3782-822463-10005.', 'note'],
  [true, '6304000000000000000', 'note'],
  [true, 4242424242424242, 'amount'],
  [true, '4242424242424242', 'sku'],
  [true, '4242424242424242', 'phone'],
  [true, '+4242424242424242', 'phone'],
  [false, '4242424242424241', 'note'],
  [false, '424242424242', 'note'],
  [false, 'x4242424242424242', 'note'],
  [false, '42424242424242424242', 'note'],
  [false, 999_999_999_999, 'amountMinor'],
  [false, '0000000000000', 'sku'],
  [false, '+4915112345674', 'phone'],
  [false, '0049 151 12345674', 'phone'],
])('%s: %s in the field %s', (expected, value, field) => {
  expect(looksLikeCardNumber(value, field)).toBe(expected);
});

test('the phone numbers above would pass the check', () => {
  const some = Array.from({ length: 10 }, (_, digit) => `+491511234567${digit}`);
  expect(some.filter((value) => looksLikeCardNumber(value, 'note'))).toHaveLength(1);
  expect(some.filter((value) => looksLikeCardNumber(value, 'phone'))).toHaveLength(0);
});
