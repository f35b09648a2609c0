import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import { freezeLines, freezeTotals, type Cart, type TaxQuote } from './freeze-totals.ts';
import { downToStep, roundToStep } from './round-to-step.ts';

interface Basket {
  lines: { quantity: number; unitPriceMinor: number; ratePpm: number | null }[];
  deliveryMinor: number;
  deliveryRatePpm: number | null;
  inclusive: boolean;
  step: number;
}

const rate = fc.constantFrom(null, 0, 50_000, 100_000, 190_000);
const basket: fc.Arbitrary<Basket> = fc.record({
  lines: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      unitPriceMinor: fc.integer({ min: 0, max: 50_000 }),
      ratePpm: rate,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  deliveryMinor: fc.integer({ min: 0, max: 5_000 }),
  deliveryRatePpm: rate,
  inclusive: fc.boolean(),
  step: fc.constantFrom(1, 10, 100),
});

function taxed(amountMinor: number, ratePpm: number | null, inclusive: boolean) {
  if (ratePpm === null) return { taxMinor: 0, taxes: [] };
  const base = 1_000_000 + (inclusive ? ratePpm : 0);
  const taxMinor = multiplyRatio(amountMinor, ratePpm, base, 'half_up');
  const taxableMinor = inclusive ? amountMinor - taxMinor : amountMinor;
  return { taxMinor, taxes: [{ name: 'VAT', ratePpm, taxableMinor, taxMinor }] };
}

/** As a checkout freezes it. */
function frozen({ lines, deliveryMinor, deliveryRatePpm, inclusive, step }: Basket) {
  const cart = {
    currency: 'KWD',
    pricesIncludeTax: inclusive,
    lines: lines.map(({ quantity, unitPriceMinor }, index) => ({
      lineId: `line ${index}`,
      quantity,
      unitPriceMinor,
      subtotalMinor: quantity * unitPriceMinor,
    })),
  } as unknown as Cart;
  const shippingMinor = downToStep(deliveryMinor, step);
  const quoted = cart.lines.map(({ lineId, subtotalMinor }, index) => ({
    lineId,
    ...taxed(downToStep(subtotalMinor, step), lines[index]!.ratePpm, inclusive),
  }));
  const shipping = taxed(shippingMinor, deliveryRatePpm, inclusive);
  const all = [...quoted, shipping];
  const shares = Map.groupBy(
    all.flatMap(({ taxes }) => taxes),
    ({ ratePpm }) => ratePpm,
  );
  const quote: TaxQuote = {
    lines: quoted,
    shipping,
    taxes: [...shares.values()].map((same) => ({
      ...same[0]!,
      taxableMinor: sumMinor(same.map((share) => share.taxableMinor)),
      taxMinor: sumMinor(same.map((share) => share.taxMinor)),
    })),
    taxMinor: sumMinor(all.map(({ taxMinor }) => taxMinor)),
    source: 'table',
  };
  const rounded = roundToStep(cart, shippingMinor, quote, step);
  const frozenLines = freezeLines(cart, rounded.quote, rounded.discounts);
  const totals = freezeTotals(cart, frozenLines, rounded.shippingMinor, rounded.quote!, step);
  return { cart, quote, lines: frozenLines, totals };
}

test('whatever is bought, each part and the total are what the provider takes, and never more', () => {
  fc.assert(
    fc.property(basket, (bought) => {
      const { quote, lines, totals } = frozen(bought);
      const { step, inclusive, lines: wanted, deliveryMinor } = bought;
      const delivery = totals.shippingMinor + (inclusive ? 0 : totals.shippingTaxMinor);
      for (const minor of [totals.totalMinor, delivery, ...lines.map((line) => line.totalMinor)]) {
        expect(minor % step).toBe(0);
        expect(minor).toBeGreaterThanOrEqual(0);
      }
      const goods = sumMinor(
        wanted.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor),
      );
      const plain = goods + deliveryMinor + (inclusive ? 0 : quote.taxMinor);
      expect(totals.totalMinor).toBeLessThanOrEqual(plain);
      expect(plain - totals.totalMinor).toBeLessThan(2 * step * (wanted.length + 1));
      expect(sumMinor(lines.map((line) => line.totalMinor)) + delivery).toBe(totals.totalMinor);
      expect(sumMinor(totals.taxes.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor);
      expect(totals.stepMinor).toBe(step > 1 ? step : undefined);
      if (step === 1) expect(totals.totalMinor).toBe(plain);
    }),
    { numRuns: 400 },
  );
});
