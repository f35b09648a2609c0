import { expect, test } from 'vitest';
import { componentsOf, percentOf, ratePpmOf } from './rates.ts';

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

test('a rate is made up of what sums to it', () => {
  const parts = [
    { name: 'GST', ratePpm: 50_000 },
    { name: 'PST', ratePpm: 70_000 },
  ];
  const known = { name: 'BC', ratePpm: 120_000, components: parts };
  expect(componentsOf({ name: 'VAT', ratePpm: 190_000 }, {})).toEqual([
    { name: 'VAT', ratePpm: 190_000 },
  ]);
  expect(componentsOf({ name: 'None', ratePpm: 0 }, {})).toEqual([]);
  expect(componentsOf({ name: 'British Columbia', ratePpm: 120_000 }, known)).toEqual(parts);
  expect(componentsOf({ name: 'BC', ratePpm: 130_000 }, known)).toEqual([
    { name: 'BC', ratePpm: 130_000 },
  ]);
});
