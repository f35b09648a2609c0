import type { Basket, GivingBack } from './basket.ts';

interface KeptBasket {
  readonly name: string;
  readonly basket: Basket;
  readonly wanted: readonly GivingBack[];
}

const standard = { regionCode: null, taxClass: 'standard', ratePpm: 81_000, components: [] };
const francs = {
  currency: 'CHF',
  stepMinor: 5,
  pricesIncludeTax: false,
  isExempt: false,
  shippingMinor: 0,
  rates: [standard],
  settings: {
    source: 'table',
    roundingLevel: 'line',
    roundingMode: 'half_up',
    shippingTax: 'standard',
  },
} as const;
const quebec = [
  { name: 'GST', ratePpm: 50_000 },
  { name: 'QST', ratePpm: 99_750 },
];
const nothing = { at: 0, units: 0, deliveryPercent: 0, adjustmentMinor: 0, isCancelled: false };

/**
 * What is known to be tight, and what a run found to be wrong, as small as it could be made: each is
 * bought in every run.
 */
export const keptBaskets: readonly KeptBasket[] = [
  {
    name: 'a line that the step takes all of is free, and has no tax',
    basket: { ...francs, lines: [{ quantity: 1, unitPriceMinor: 4, taxClass: 'standard' }] },
    wanted: [],
  },
  {
    name: 'a cent is given back of what costs five, and the rest in the end',
    basket: { ...francs, lines: [{ quantity: 1, unitPriceMinor: 5, taxClass: 'standard' }] },
    wanted: [{ ...nothing, adjustmentMinor: 1 }],
  },
  {
    name: 'a note is cancelled, and its units are given back again',
    basket: { ...francs, lines: [{ quantity: 3, unitPriceMinor: 333, taxClass: 'standard' }] },
    wanted: [
      { ...nothing, units: 2 },
      { ...nothing, isCancelled: true },
      { ...nothing, units: 3 },
    ],
  },
  {
    name: 'the last note of what two taxes are on gives as much as it holds of tax',
    basket: {
      ...francs,
      currency: 'EUR',
      stepMinor: 1,
      shippingMinor: 441,
      lines: [{ quantity: 4, unitPriceMinor: 28, taxClass: 'double' }],
      rates: [
        { ...standard, ratePpm: 255_000 },
        { ...standard, taxClass: 'double', ratePpm: 149_750, components: quebec },
      ],
    },
    wanted: [
      { ...nothing, units: 2 },
      { ...nothing, deliveryPercent: 33, adjustmentMinor: 250 },
      { ...nothing, units: 2, deliveryPercent: 33, adjustmentMinor: -1 },
      { ...nothing, at: 1, isCancelled: true },
      { ...nothing, deliveryPercent: 100 },
    ],
  },
];
