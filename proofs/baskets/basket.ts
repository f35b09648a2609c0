import fc from 'fast-check';
import type { ChannelSettings, Rate } from '../../services/cart-and-checkout/tax/tax-book.ts';

export interface BasketLine {
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly taxClass: string;
}

/** Somebody's purchase, in all that its sums follow from. */
export interface Basket {
  readonly currency: string;
  /** What the payment provider takes multiples of. */
  readonly stepMinor: number;
  readonly pricesIncludeTax: boolean;
  readonly isExempt: boolean;
  readonly lines: readonly BasketLine[];
  readonly shippingMinor: number;
  readonly rates: readonly Rate[];
  readonly settings: ChannelSettings;
}

/** Something that is given back, or a note that is cancelled. */
export interface GivingBack {
  readonly at: number;
  readonly units: number;
  readonly deliveryPercent: number;
  /** Beyond what the parts make up, or held back of them. */
  readonly adjustmentMinor: number;
  readonly isCancelled: boolean;
}

const classes = ['standard', 'reduced', 'zero', 'double'];

const rate = (taxClass: string, ...parts: number[]): Rate => ({
  regionCode: null,
  taxClass,
  ratePpm: parts.reduce((sum, part) => sum + part, 0),
  components: parts.map((ratePpm, index) => ({ name: `T${index}`, ratePpm })),
});

/** A country's rates: a tax of two parts, and a zero that has a row of its own or none. */
const rates = fc
  .record({
    standard: fc.constantFrom(190_000, 200_000, 255_000, 81_000, 100_000),
    reduced: fc.constantFrom(70_000, 26_000, 55_000),
    hasZero: fc.boolean(),
  })
  .map(({ standard, reduced, hasZero }) => [
    rate('standard', standard),
    rate('reduced', reduced),
    rate('double', 50_000, 99_750),
    ...(hasZero ? [rate('zero', 0)] : []),
  ]);

/** With yen that have no part, dinars of a thousand, and francs and dinars charged in steps of ten. */
const money = fc.constantFrom(
  { currency: 'EUR', stepMinor: 1, most: 99_999 },
  { currency: 'USD', stepMinor: 1, most: 9_999_999 },
  { currency: 'JPY', stepMinor: 1, most: 500_000 },
  { currency: 'CHF', stepMinor: 5, most: 99_999 },
  { currency: 'KWD', stepMinor: 10, most: 999_999 },
);

export const baskets: fc.Arbitrary<Basket> = money.chain(({ currency, stepMinor, most }) => {
  const price = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: most }));
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 9 }),
    unitPriceMinor: price,
    taxClass: fc.constantFrom(...classes),
  });
  return fc.record({
    currency: fc.constant(currency),
    stepMinor: fc.constant(stepMinor),
    pricesIncludeTax: fc.boolean(),
    isExempt: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    // A price of delivery is offered in steps.
    shippingMinor: fc.integer({ min: 0, max: 900 }).map((minor) => minor - (minor % stepMinor)),
    rates,
    settings: fc.record({
      source: fc.constant('table' as const),
      roundingLevel: fc.constantFrom('line' as const, 'total' as const),
      roundingMode: fc.constantFrom('half_up' as const, 'half_even' as const),
      shippingTax: fc.constantFrom(
        'standard' as const,
        'highest' as const,
        'proportional' as const,
      ),
    }),
  });
});

export const givingBack: fc.Arbitrary<GivingBack[]> = fc.array(
  fc.record({
    at: fc.nat({ max: 4 }),
    units: fc.integer({ min: 0, max: 4 }),
    deliveryPercent: fc.constantFrom(0, 0, 33, 100),
    adjustmentMinor: fc.constantFrom(0, 0, 0, 1, 250, -1, -300),
    isCancelled: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  }),
  { maxLength: 8 },
);
