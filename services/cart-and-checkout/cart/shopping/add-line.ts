import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import {
  linesLimit,
  quantityAboveLimit,
  quantityLimit,
  tooManyLines,
} from '../carts/cart-limits.ts';
import { ownCart, refuseChange, saveLines, type StoredCart } from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { changedCart } from './change-cart.ts';
import { askCatalog, priceLine, type LiveCatalog } from '../pricing/live-catalog.ts';
import { notSellable, refuseShortage } from '../pricing/reprice-cart.ts';

/**
 * Adds units of a SKU at today's price. Catalog and stock are asked first; then the cart is read
 * with the key's earlier use beside it, and lines and reply are written by one statement.
 */
export function addLine(context: ServiceContext<'cart'>): Handler<'cart', 'addLine'> {
  return async (input, invocation) => {
    const catalog = await askCatalog(context, [input.sku], invocation);
    if (!catalog.ok) return catalog;
    const read = ownCart(input.cartId, invocation);
    const decide = (cart: StoredCart | undefined) => {
      const refusal = refuseChange(cart, input.expectedVersion);
      if (refusal) return refusal;
      const changed = withUnits(cart!, input, catalog.value);
      if (!changed.ok) return changed;
      return ok({ move: { moved: saveLines(changed.value) }, value: viewCart(changed.value) });
    };
    return context.database.moveCommand('addLine', input, invocation, read, decide);
  };
}

function withUnits(cart: StoredCart, input: InputOf<'cart', 'addLine'>, catalog: LiveCatalog) {
  const variant = catalog.variants.get(input.sku);
  if (!variant) return fail('sku_not_found', 'There is no product with this SKU.');
  if (!variant.sellable) return notSellable();
  const present = cart.lines.find((line) => line.sku === input.sku);
  const quantity = (present?.quantity ?? 0) + input.quantity;
  if (quantity > quantityLimit) return quantityAboveLimit();
  if (!present && cart.lines.length >= linesLimit) return tooManyLines();
  const shortage = refuseShortage(input.sku, quantity, catalog);
  if (shortage) return shortage;
  const priced = priceLine(present?.lineId ?? newId(), quantity, variant);
  const lines = present
    ? cart.lines.map((line) => (line === present ? priced : line))
    : [...cart.lines, priced];
  return changedCart(cart, lines, catalog);
}
