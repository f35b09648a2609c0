import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { quantityAboveLimit, quantityLimit } from '../carts/cart-limits.ts';
import {
  ownCart,
  ownCartLocked,
  refuseChange,
  saveLines,
  type StoredCart,
  type StoredLine,
} from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { changedCart } from './change-cart.ts';
import { unitsBeside } from './fill-in-line.ts';
import { askCatalog, priceLine, type LiveCatalog } from '../pricing/live-catalog.ts';
import { notSellable, refuseShortage } from '../pricing/reprice-cart.ts';

/** Sets a line's quantity at today's price; 0 removes the line and asks nobody. */
export function changeLine(context: ServiceContext<'cart'>): Handler<'cart', 'changeLine'> {
  return async (input, invocation) => {
    if (input.quantity > quantityLimit) return quantityAboveLimit();
    const live = await liveLine(context, input, invocation);
    if (!live.ok) return live;
    return context.database.transaction('changeLine', invocation, async (tx) => {
      const cart = await tx.first<StoredCart>(ownCartLocked(input.cartId, invocation));
      const refusal = refuseChange(cart, input.expectedVersion);
      if (refusal) return refusal;
      const line = cart!.lines.find(({ lineId }) => lineId === input.lineId);
      if (!line) return lineNotFound();
      const { shownUnits } = context.settings;
      const wanted = { quantity: input.quantity, shownUnits };
      const lines = changedLines(cart!.lines, line, wanted, live.value);
      if (!lines.ok) return lines;
      const changed = changedCart(cart!, lines.value, live.value ?? cart);
      if (!changed.ok) return changed;
      tx.last(saveLines(changed.value));
      return ok(viewCart(changed.value));
    });
  };
}

/** What the catalog says of the line's SKU now; nothing where the line is to be removed. */
async function liveLine(
  context: ServiceContext<'cart'>,
  input: InputOf<'cart', 'changeLine'>,
  invocation: Invocation,
) {
  if (input.quantity === 0) return ok(undefined);
  const cart = await context.database.first<StoredCart>(
    ownCart(input.cartId, invocation),
    invocation,
  );
  const refusal = refuseChange(cart, input.expectedVersion);
  if (refusal) return refusal;
  const line = cart!.lines.find(({ lineId }) => lineId === input.lineId);
  return line ? askCatalog(context, [line.sku], invocation) : lineNotFound();
}

function changedLines(
  lines: StoredLine[],
  line: StoredLine,
  { quantity, shownUnits }: { quantity: number; shownUnits: number },
  catalog: LiveCatalog | undefined,
) {
  if (!catalog) return ok(lines.filter((other) => other !== line));
  const variant = catalog.variants.get(line.sku);
  if (!variant?.sellable) return notSellable();
  const units = unitsBeside({ lines }, line, line.sku) + quantity;
  const shortage = refuseShortage(line.sku, units, catalog, shownUnits);
  if (shortage) return shortage;
  const priced = priceLine({ ...line, quantity }, variant);
  return ok(lines.map((other) => (other === line ? priced : other)));
}

function lineNotFound() {
  return fail('line_not_found', 'There is no such line in this cart.');
}
