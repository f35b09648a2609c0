import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baskets, givingBack, type Basket, type GivingBack } from './basket.ts';
import { buyBasket } from './buy-basket.ts';
import { wrongNotes } from './give-back.ts';
import { keptBaskets } from './kept-baskets.ts';
import { wrongSums } from './sums-of-purchase.ts';

const numRuns = 10_000;

function wrongWith(basket: Basket, wanted: readonly GivingBack[]): string[] {
  const bought = buyBasket(basket);
  return [...wrongSums(basket, bought), ...wrongNotes(bought, wanted)];
}

test('whatever is bought and given back, every sum of every document is exact', () => {
  fc.assert(
    fc.property(baskets, givingBack, (basket, wanted) => {
      expect(wrongWith(basket, wanted)).toEqual([]);
    }),
    { numRuns },
  );
});

test.each(keptBaskets)('$name', ({ basket, wanted }) => {
  expect(wrongWith(basket, wanted)).toEqual([]);
});
