import { expect, test } from 'vitest';
import { asciiDigits } from './ascii-digits.ts';

test('each digit that Unicode has is one of ten', () => {
  const counted = Array<number>(10).fill(0);
  for (let point = 0; point <= 0x10_ff_ff; point += 1) {
    const sign = String.fromCodePoint(point);
    if (!/^\p{Nd}$/u.test(sign)) continue;
    const read = asciiDigits(sign);
    expect(read, point.toString(16)).toMatch(/^\d$/);
    counted[Number(read)]! += 1;
  }
  expect(new Set(counted).size).toBe(1);
});

test.each([
  ['١٢٫٥٠', '12.50'],
  ['۱٬۲۹۹', '1,299'],
  ['１００－０００１', '100-0001'],
  ['४१', '41'],
  ['12 €', '12 €'],
])('%s is %s', (given, read) => {
  expect(asciiDigits(given)).toBe(read);
});
