import type { SnapshotLine, Totals } from '#contracts/shapes.ts';
import { sumMinor } from '#kernel/money.ts';
import type { OutputOf } from '#platform/calls/service.ts';

export type Cart = OutputOf<'cart', 'getCartForCheckout'>;
export type TaxQuote = OutputOf<'tax', 'quoteTax'>;

const untaxed = { lineId: '', taxMinor: 0, taxes: [] };

/**
 * The cart's lines for a snapshot, each with its discount. Without a tax quote the lines are not
 * taxed yet.
 */
export function freezeLines(
  cart: Cart,
  quote: TaxQuote | undefined,
  discounts: ReadonlyMap<string, number> = new Map(),
): SnapshotLine[] {
  const quoted = new Map(quote?.lines.map((line) => [line.lineId, line]));
  return cart.lines.map(({ handle: _handle, ...line }) => {
    const discountMinor = discounts.get(line.lineId) ?? 0;
    const { lineId: _id, ...taxed } = quoted.get(line.lineId) ?? untaxed;
    const netMinor = line.subtotalMinor - discountMinor;
    const totalMinor = cart.pricesIncludeTax ? netMinor : netMinor + taxed.taxMinor;
    return { ...line, discountMinor, ...taxed, totalMinor };
  });
}

/** Totals that sum exactly from the lines, the delivery and the quote; anything else is a surprise. */
export function freezeTotals(
  cart: Cart,
  lines: readonly SnapshotLine[],
  shippingMinor: number,
  quote: TaxQuote,
  step = 1,
): Totals {
  const sumOf = (name: 'subtotalMinor' | 'discountMinor' | 'taxMinor') =>
    sumMinor(lines.map((line) => line[name]));
  const subtotalMinor = sumOf('subtotalMinor');
  const discountMinor = sumOf('discountMinor');
  const taxMinor = sumMinor([sumOf('taxMinor'), quote.shipping.taxMinor]);
  if (taxMinor !== quote.taxMinor || lines.length !== quote.lines.length) {
    throw new Error(`taxes of lines and delivery sum to ${taxMinor}, not ${quote.taxMinor}`);
  }
  const addedTaxMinor = cart.pricesIncludeTax ? 0 : taxMinor;
  return {
    currency: cart.currency,
    pricesIncludeTax: cart.pricesIncludeTax,
    subtotalMinor,
    discountMinor,
    shippingMinor,
    shippingTaxMinor: quote.shipping.taxMinor,
    ...(quote.shipping.taxCategory && { shippingTaxCategory: quote.shipping.taxCategory }),
    taxMinor,
    totalMinor: sumMinor([subtotalMinor, -discountMinor, shippingMinor, addedTaxMinor]),
    taxes: quote.taxes,
    ...(step > 1 ? { stepMinor: step } : {}),
  };
}
