import type { SnapshotLine, Totals } from '#contracts/shapes.ts';
import {
  freezeLines,
  freezeTotals,
  type Cart,
} from '../../services/cart-and-checkout/checkout/quoting/freeze-totals.ts';
import {
  downToStep,
  roundToStep,
} from '../../services/cart-and-checkout/checkout/quoting/round-to-step.ts';
import { taxByTable } from '../../services/cart-and-checkout/tax/table-tax.ts';
import type { Basket } from './basket.ts';

/** What an order and its invoice are made of. */
export interface Bought {
  readonly lines: SnapshotLine[];
  readonly totals: Totals;
}

const address = { name: 'A', street: 'B 1', city: 'C', postalCode: '1', countryCode: 'DE' };

/** The cart of a basket, as the checkout reads it. */
function cartOf({ currency, pricesIncludeTax, lines }: Basket): Cart {
  const rows = lines.map(({ quantity, unitPriceMinor, taxClass }, index) => ({
    lineId: `line-${index}`,
    sku: `SKU-${index}`,
    handle: `thing-${index}`,
    title: 'Thing',
    variantTitle: null,
    imageUrl: null,
    quantity,
    unitPriceMinor,
    subtotalMinor: quantity * unitPriceMinor,
    taxClass,
    weightGrams: 100,
    shippable: true,
  }));
  return { currency, pricesIncludeTax, lines: rows } as unknown as Cart;
}

/** Taxes, rounds and freezes a basket by the very steps of tax and checkout. */
export function buyBasket(basket: Basket): Bought {
  const { currency, pricesIncludeTax, stepMinor, isExempt, rates, settings } = basket;
  const cart = cartOf(basket);
  const quoted = taxByTable(
    {
      reference: 'basket',
      currency,
      pricesIncludeTax,
      destination: { ...address, regionCode: undefined },
      exempt: isExempt,
      lines: cart.lines.map(({ lineId, subtotalMinor, quantity, taxClass }) => ({
        lineId,
        amountMinor: downToStep(subtotalMinor, stepMinor),
        quantity,
        taxClass,
      })),
      shippingMinor: basket.shippingMinor,
    },
    rates,
    settings,
  );
  const rounded = roundToStep(cart, basket.shippingMinor, quoted, stepMinor);
  const quote = rounded.quote!;
  const lines = freezeLines(cart, quote, rounded.discounts);
  const totals = freezeTotals(cart, lines, rounded.shippingMinor, quote, stepMinor);
  return { lines, totals };
}
