import { expect, test } from 'vitest';
import { base32, codeAt, stepOf, stepOfCode, totpAddress } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('at %i s RFC 6238 has the code %s', (seconds, code) => {
  expect(codeAt(secret, stepOf(seconds * 1_000), 8)).toBe(code);
});

test.each([
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
])('RFC 4226 has its codes by counter: %s', (code) => {
  const counters = Array.from({ length: 9 }, (_, counter) => codeAt(secret, counter));
  expect(counters).toContain(code);
});

test('takes the step before and the one after, and no other', () => {
  const now = 1_111_111_111_000;
  const at = (offset: number) => stepOfCode(secret, codeAt(secret, stepOf(now) + offset), now);
  expect([-2, -1, 0, 1, 2].map((offset) => at(offset) !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(at(1)).toBe(stepOf(now) + 1);
  expect(stepOfCode(secret, '', now)).toBeUndefined();
});

test('an address that apps read names shop and account', () => {
  expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  const address = new URL(totpAddress(secret, 'Kontor: Tea & more', 'ada+1@example.com'));
  expect(decodeURIComponent(address.pathname)).toBe('/Kontor  Tea & more:ada+1@example.com');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    secret: base32(secret),
    issuer: 'Kontor  Tea & more',
    digits: '6',
    period: '30',
  });
});
