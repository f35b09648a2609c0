import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentUnits, type ContentUnit } from '#contracts/product/measures/measured.ts';
import { unitPriceOf } from './unit-price.ts';

const unitNames = Object.keys(contentUnits) as ContentUnit[];
const most = 999_999_999_999;

test.each([
  [1_290, 250, 'g', 5_160, 'kg'],
  [4_490, 1, 'kg', 4_490, 'kg'],
  // 1.99 / 0.75 = 2.6533…
  [199, 750, 'ml', 265, 'l'],
  // 0.05 / 0.02 m2 = 2.50; 1 / 8 = 0.125 rounds half up.
  [5, 200, 'cm2', 250, 'm2'],
  [1, 8, 'piece', 0, 'piece'],
  [1, 2, 'piece', 1, 'piece'],
  [300, 3, 'm', 100, 'm'],
] as const)(
  '%i for %i %s are %i for a %s',
  (priceMinor, quantity, unit, amountMinor, reference) => {
    expect(unitPriceOf(priceMinor, { quantity, unit })).toEqual({ amountMinor, unit: reference });
  },
);

test('what has no content, or costs more than an amount can say, has no price of a unit', () => {
  expect(unitPriceOf(100, null)).toBeNull();
  expect(unitPriceOf(most, { quantity: 1, unit: 'mg' })).toBeNull();
  expect(unitPriceOf(most, { quantity: 1, unit: 'kg' })?.amountMinor).toBe(most);
});

test('no other whole amount is nearer to what a unit costs', () => {
  const priced = fc.property(
    fc.integer({ min: 0, max: most }),
    fc.integer({ min: 1, max: 1_000_000_000 }),
    fc.constantFrom(...unitNames),
    (priceMinor, quantity, unit) => {
      const price = unitPriceOf(priceMinor, { quantity, unit });
      const exact = BigInt(priceMinor) * BigInt(contentUnits[unit].perReference);
      if (price === null) {
        expect(exact > BigInt(most) * BigInt(quantity)).toBe(true);
        return;
      }
      // |amount × quantity − exact| ≤ quantity ÷ 2, and a half goes up.
      const doubled = 2n * (BigInt(price.amountMinor) * BigInt(quantity) - exact);
      expect(doubled > -BigInt(quantity) && doubled <= BigInt(quantity)).toBe(true);
    },
  );
  fc.assert(priced, { numRuns: 2_000 });
});

test('the same content costs the same by whichever unit it is said', () => {
  const said = fc.property(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 1, max: 1_000 }),
    (priceMinor, quantity) => {
      const of = (times: number, unit: ContentUnit) =>
        unitPriceOf(priceMinor, { quantity: quantity * times, unit });
      expect(of(1_000, 'g')).toEqual(of(1, 'kg'));
      expect(of(1_000_000, 'mg')).toEqual(of(1, 'kg'));
      expect(of(10, 'ml')).toEqual(of(1, 'cl'));
      expect(of(10_000, 'cm2')).toEqual(of(1, 'm2'));
    },
  );
  fc.assert(said);
});
