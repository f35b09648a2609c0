import { currencyExponent } from '#kernel/money.ts';

const lowerBounds = [0, 10, 25, 50, 100, 250, 500, 1_000, 5_000] as const;

/** Minor units of one step: yen and won have no decimals but prices as long as those in cents. */
function stepMinor(currency: string): number {
  return 10 ** Math.max(2, currencyExponent(currency));
}

/** Lower bound, in minor units, of the range that a price falls into. */
export function priceRangeOf(amountMinor: number, currency: string): number {
  const step = stepMinor(currency);
  return lowerBounds.findLast((bound) => amountMinor >= bound * step)! * step;
}

/** From the lower bound, included, to the upper one, excluded; the last range has none. */
export function priceRangeFrom(lowerMinor: number, currency: string) {
  const step = stepMinor(currency);
  const next = lowerBounds.find((bound) => bound * step > lowerMinor);
  return { fromMinor: lowerMinor, belowMinor: next === undefined ? null : next * step };
}
