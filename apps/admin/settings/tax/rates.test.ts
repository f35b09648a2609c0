import { expect, test } from 'vitest';
import { percentOf, ratePpmOf } from './rates.ts';

test.each([
  ['19', 190_000],
  ['5.5', 55_000],
  ['5,5 %', 55_000],
  ['0', 0],
  ['100', 1_000_000],
  ['100.1', undefined],
  ['-1', undefined],
  ['seven', undefined],
  ['', undefined],
])('%s of a hundred is %s millionths', (typed, ppm) => {
  expect(ratePpmOf(typed)).toBe(ppm);
  if (ppm !== undefined) expect(ratePpmOf(String(percentOf({ ratePpm: ppm })))).toBe(ppm);
});
