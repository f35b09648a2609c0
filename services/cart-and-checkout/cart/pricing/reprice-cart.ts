import { fail } from '#kernel/result.ts';
import type { StoredCart, StoredLine } from '../carts/cart-store.ts';
import { viewCart, type CartNotice, type CartView } from '../carts/cart-view.ts';
import { priceLine, sellableUnits, type Availability, type LiveCatalog } from './live-catalog.ts';

/** The cart at today's prices, with a notice for each line that is not as it was put in. */
export function repriceCart(cart: StoredCart, catalog: LiveCatalog, shownUnits: number): CartView {
  const { lines, notices } = repriceLines(cart.lines, catalog, shownUnits);
  const { currency, pricesIncludeTax } = catalog;
  return viewCart({ ...cart, lines, currency, pricesIncludeTax }, notices);
}

export function repriceLines(
  stored: readonly StoredLine[],
  catalog: LiveCatalog,
  shownUnits: number,
): { lines: StoredLine[]; notices: CartNotice[] } {
  const notices: CartNotice[] = [];
  const lines = stored.map((line) => repriceLine(line, catalog, notices, shownUnits));
  return { lines, notices };
}

function repriceLine(
  line: StoredLine,
  catalog: LiveCatalog,
  notices: CartNotice[],
  shownUnits: number,
) {
  const variant = catalog.variants.get(line.sku);
  if (!variant?.sellable) {
    notices.push({
      code: 'not_sellable',
      lineId: line.lineId,
      message: `${line.title} is not sold any more. Remove it.`,
    });
    return line;
  }
  const stock = catalog.stock.get(line.sku);
  const available = sellableUnits(stock);
  if (available < line.quantity) {
    notices.push({
      code: 'not_enough_stock',
      lineId: line.lineId,
      message:
        available === 0
          ? `${line.title} is sold out. Remove it.`
          : available > shownUnits
            ? `So many of ${line.title} are not left. Take fewer.`
            : `Only ${available} of ${line.title} are left. Take fewer.`,
      available: Math.min(available, shownUnits),
    });
  }
  if (variant.unitPriceMinor !== line.unitPriceMinor) {
    notices.push({
      code: 'price_changed',
      lineId: line.lineId,
      message: `The price of ${line.title} has changed.`,
      previousUnitPriceMinor: line.unitPriceMinor,
    });
  }
  return { ...priceLine(line, variant), ...promisedOf(stock, line.quantity) };
}

/** Where some of the units are sold before they are there, with the day where somebody said it. */
function promisedOf(stock: Availability | undefined, quantity: number) {
  if (!stock?.tracked || stock.available >= quantity) return {};
  const { expectedOn, policy } = stock;
  const backordered = policy === 'continue' ? { backordered: true } : {};
  return { ...backordered, ...(expectedOn ? { expectedOn } : {}) };
}

/** Refuses more units than can be sold now; how many there are is told up to what is shown. */
export function refuseShortage(
  sku: string,
  quantity: number,
  catalog: LiveCatalog,
  shownUnits: number,
) {
  const available = sellableUnits(catalog.stock.get(sku));
  if (available >= quantity) return undefined;
  if (available > shownUnits) {
    const message = 'So many units cannot be sold now. Take fewer.';
    return fail('out_of_stock', message, { sku, available: shownUnits });
  }
  return fail('out_of_stock', `Only ${available} units can be sold now.`, { sku, available });
}

export function notSellable() {
  return fail('not_sellable', 'This product is not sold here now.');
}
