import { expect, test } from 'vitest';

import { buildRates, type TaxClass } from './build-rates.ts';
import { seedTaxRates } from './seed-tax-rates.ts';

const rates = seedTaxRates();

function rateOf(
  countryCode: string,
  regionCode: string | null = null,
  taxClass: TaxClass = 'standard',
) {
  const found = rates.filter(
    (rate) =>
      rate.countryCode === countryCode &&
      rate.regionCode === regionCode &&
      rate.taxClass === taxClass,
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}

test.each([
  ['DE', null, 190_000, 'VAT', true],
  ['FR', null, 200_000, 'VAT', true],
  ['IT', null, 220_000, 'VAT', true],
  ['NL', null, 210_000, 'VAT', true],
  ['HU', null, 270_000, 'VAT', true],
  ['LU', null, 170_000, 'VAT', true],
  ['FI', null, 255_000, 'VAT', true],
  ['ES', null, 210_000, 'VAT', true],
  ['ES', 'GC', 70_000, 'IGIC', true],
  ['ES', 'CE', 0, 'No tax', true],
  ['GB', null, 200_000, 'VAT', true],
  ['CH', null, 81_000, 'VAT', true],
  ['NO', null, 250_000, 'VAT', true],
  ['JP', null, 100_000, 'VAT', true],
  ['CA', null, 50_000, 'GST', false],
  ['CA', 'ON', 130_000, 'HST', false],
  ['CA', 'NS', 140_000, 'HST', false],
  ['CA', 'NB', 150_000, 'HST', false],
  ['CA', 'BC', 120_000, 'GST + PST', false],
  ['CA', 'QC', 149_750, 'GST + QST', false],
  ['CA', 'AB', 50_000, 'GST', false],
  ['US', null, 0, 'No tax', false],
  // California, Nevada, Utah and Virginia with what their law adds everywhere.
  ['US', 'AR', 65_000, 'Sales tax', false],
  ['US', 'CA', 72_500, 'Sales tax', false],
  ['US', 'CO', 29_000, 'Sales tax', false],
  ['US', 'FL', 60_000, 'Sales tax', false],
  ['US', 'IL', 62_500, 'Sales tax', false],
  ['US', 'IN', 70_000, 'Sales tax', false],
  ['US', 'LA', 50_000, 'Sales tax', false],
  ['US', 'MA', 62_500, 'Sales tax', false],
  ['US', 'ME', 55_000, 'Sales tax', false],
  ['US', 'MN', 68_750, 'Sales tax', false],
  ['US', 'NJ', 66_250, 'Sales tax', false],
  ['US', 'NV', 68_500, 'Sales tax', false],
  ['US', 'NY', 40_000, 'Sales tax', false],
  ['US', 'PA', 60_000, 'Sales tax', false],
  ['US', 'SD', 42_000, 'Sales tax', false],
  ['US', 'TX', 62_500, 'Sales tax', false],
  ['US', 'UT', 61_000, 'Sales tax', false],
  ['US', 'VA', 53_000, 'Sales tax', false],
  ['US', 'WA', 65_000, 'Sales tax', false],
  ['US', 'AK', 0, 'No tax', false],
  ['US', 'DE', 0, 'No tax', false],
  ['US', 'MT', 0, 'No tax', false],
  ['US', 'NH', 0, 'No tax', false],
  ['US', 'OR', 0, 'No tax', false],
])('%s %s is %i parts per million of %s', (country, region, parts, name, inclusive) => {
  expect(rateOf(country, region)).toMatchObject({
    ratePartsPerMillion: parts,
    name,
    inclusiveByDefault: inclusive,
    taxClass: 'standard',
  });
});

test('every EU country, every state and every province has its row once', () => {
  const keys = rates.map((rate) => `${rate.countryCode}-${rate.regionCode}-${rate.taxClass}`);
  expect(new Set(keys).size).toBe(keys.length);
  const standard = rates.filter((rate) => rate.taxClass === 'standard');
  expect(standard.filter((rate) => rate.regionCode === null)).toHaveLength(27 + 6);
  expect(rates.filter((rate) => rate.countryCode === 'US')).toHaveLength(1 + 51);
  expect(rates.filter((rate) => rate.countryCode === 'CA')).toHaveLength(1 + 13);
});

test.each([
  ['DE', 'reduced', 70_000],
  ['DE', 'books', 70_000],
  ['AT', 'reduced', 100_000],
  ['FR', 'reduced', 55_000],
  ['FR', 'super_reduced', 21_000],
  ['FI', 'reduced', 135_000],
  ['IT', 'books', 40_000],
  ['SI', 'reduced', 95_000],
  ['GB', 'reduced', 50_000],
  ['GB', 'books', 0],
  ['CH', 'reduced', 26_000],
  ['NO', 'reduced', 150_000],
  ['DK', 'reduced', 250_000],
] as const)('%s %s is %i parts per million', (country, taxClass, parts) => {
  const rate = rateOf(country, null, taxClass);
  expect(rate).toMatchObject({ ratePartsPerMillion: parts, name: 'VAT' });
});

test('every country of Europe has its reduced rate and that of books, none above the standard one', () => {
  const european = rates.filter(
    ({ countryCode, regionCode }) =>
      regionCode === null && !['US', 'CA', 'JP'].includes(countryCode),
  );
  for (const [country, own] of Map.groupBy(european, (rate) => rate.countryCode)) {
    const classes = own.map((rate) => rate.taxClass);
    expect(classes, country).toEqual(expect.arrayContaining(['standard', 'reduced', 'books']));
    const most = Math.max(...own.map((rate) => rate.ratePartsPerMillion));
    expect(rateOf(country).ratePartsPerMillion).toBe(most);
  }
});

test('components sum to the rate, and rates are whole and plausible', () => {
  for (const rate of rates) {
    const sum = rate.components.reduce((total, part) => total + part.ratePartsPerMillion, 0);
    expect(sum).toBe(rate.ratePartsPerMillion);
    expect(Number.isInteger(sum) && sum >= 0 && sum <= 270_000).toBe(true);
  }
});

test('a Quebec invoice can show both taxes', () => {
  expect(rateOf('CA', 'QC').components).toEqual([
    { name: 'GST', ratePartsPerMillion: 50_000 },
    { name: 'QST', ratePartsPerMillion: 99_750 },
  ]);
});

test('rows come in the same order each time', () => {
  expect(seedTaxRates()).toEqual(rates);
});

test('a rate that is not exact, or a country without one, is refused', () => {
  expect(() => buildRates({ XX: { type: 'vat', rate: 0.123_456_78 } }, ['XX'])).toThrow(RangeError);
  expect(() => buildRates({ XX: { type: 'vat', rate: 19 } }, ['XX'])).toThrow(RangeError);
  expect(() => buildRates({}, ['XX'])).toThrow('XX');
});
