import { expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { CheckoutContent } from '../checkouts/checkout-store.ts';
import { sameTerms } from './freeze-again.ts';
import { freezeLines, freezeTotals, type Cart, type TaxQuote } from './freeze-totals.ts';

/** Two of 10.00 and one of 5.00 with taxes of 19 % and 7 %, and delivery of 4.90 with 19 %. */
function frozen(pricesIncludeTax: boolean) {
  const [first, second] = [newId(), newId()];
  const line = (lineId: string, unitPriceMinor: number, quantity: number) => ({
    lineId,
    unitPriceMinor,
    quantity,
    subtotalMinor: unitPriceMinor * quantity,
  });
  const cart = {
    currency: 'EUR',
    pricesIncludeTax,
    lines: [line(first, 1_000, 2), line(second, 500, 1)],
  } as unknown as Cart;
  const share = (ratePpm: number, taxableMinor: number, taxMinor: number) => ({
    name: `VAT ${ratePpm / 10_000}%`,
    ratePpm,
    taxableMinor,
    taxMinor,
  });
  const goods = pricesIncludeTax ? 319 : 380;
  const food = pricesIncludeTax ? 33 : 35;
  const delivery = pricesIncludeTax ? 78 : 93;
  const quote: TaxQuote = {
    lines: [
      { lineId: first, taxMinor: goods, taxes: [share(190_000, 2_000, goods)] },
      { lineId: second, taxMinor: food, taxes: [share(70_000, 500, food)] },
    ],
    shipping: { taxMinor: delivery, taxes: [share(190_000, 490, delivery)] },
    taxes: [share(190_000, 2_490, goods + delivery), share(70_000, 500, food)],
    taxMinor: goods + food + delivery,
    source: 'table',
  };
  const lines = freezeLines(cart, quote);
  return { lines, totals: freezeTotals(cart, lines, 490, quote) };
}

test('where prices are net, the taxes of lines and of delivery come on top', () => {
  const { lines, totals } = frozen(false);
  expect(lines.map(({ totalMinor }) => totalMinor)).toEqual([2_380, 535]);
  expect(totals).toMatchObject({
    subtotalMinor: 2_500,
    shippingMinor: 490,
    shippingTaxMinor: 93,
    taxMinor: 508,
    totalMinor: 2_500 + 490 + 380 + 35 + 93,
  });
});

test('where they include tax, the buyer pays what the shelf and the delivery say', () => {
  const { lines, totals } = frozen(true);
  expect(lines.map(({ totalMinor }) => totalMinor)).toEqual([2_000, 500]);
  expect(totals).toMatchObject({ shippingTaxMinor: 78, taxMinor: 430, totalMinor: 2_990 });
});

test('why a tax is borne is no term: what an earlier version froze without it is still agreed', () => {
  const before = { ...frozen(true), delivery: null } as unknown as CheckoutContent;
  const lines = before.lines.map((line) => ({ ...line, taxCategory: 'standard' as const }));
  const totals = { ...before.totals!, shippingTaxCategory: 'standard' as const };
  expect(sameTerms(before, { ...before, lines, totals })).toBe(true);
  expect(sameTerms(before, { ...before, totals: { ...totals, taxMinor: 1 } })).toBe(false);
});
