import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import { claimIdempotencyKey, recordReply } from '#platform/idempotency.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/service.ts';
import { Unwind } from '#platform/transaction.ts';
import { linesLimit, quantityAboveLimit, quantityLimit, tooManyLines } from './cart-limits.ts';
import { ownCartLocked, refuseChange, saveLines, type StoredCart } from './cart-store.ts';
import { viewCart } from './cart-view.ts';
import { changedCart } from './change-cart.ts';
import { askCatalogue, priceLine, type LiveCatalogue } from './live-catalogue.ts';
import { notSellable, refuseShortage } from './reprice-cart.ts';

/**
 * Adds units of a SKU at today's price. Catalogue and stock are asked first, then one transaction
 * of two round trips: the key is claimed and the cart locked together, lines, reply and commit
 * leave together.
 */
export function addLine(context: ServiceContext<'cart'>): Handler<'cart', 'addLine'> {
  return async (input, invocation) => {
    const catalogue = await askCatalogue(context, [input.sku], invocation);
    if (!catalogue.ok) return catalogue;
    return context.database.transaction('addLine', invocation, async (tx) => {
      const [claim, cart] = await Promise.all([
        claimIdempotencyKey<OutputOf<'cart', 'addLine'>>(tx, 'addLine', input, invocation),
        tx.first<StoredCart>(ownCartLocked(input.cartId, invocation)),
      ]);
      if (!claim.fresh) throw new Unwind(claim.reply);
      const refusal = refuseChange(cart, input.expectedVersion);
      if (refusal) return refusal;
      const changed = withUnits(cart!, input, catalogue.value);
      if (!changed.ok) return changed;
      const view = viewCart(changed.value);
      tx.last(saveLines(changed.value));
      recordReply(tx, claim.record, view);
      return ok(view);
    });
  };
}

function withUnits(cart: StoredCart, input: InputOf<'cart', 'addLine'>, catalogue: LiveCatalogue) {
  const variant = catalogue.variants.get(input.sku);
  if (!variant) return fail('sku_not_found', 'There is no product with this SKU.');
  if (!variant.sellable) return notSellable();
  const present = cart.lines.find((line) => line.sku === input.sku);
  const quantity = (present?.quantity ?? 0) + input.quantity;
  if (quantity > quantityLimit) return quantityAboveLimit();
  if (!present && cart.lines.length >= linesLimit) return tooManyLines();
  const shortage = refuseShortage(input.sku, quantity, catalogue);
  if (shortage) return shortage;
  const priced = priceLine(present?.lineId ?? newId(), quantity, variant);
  const lines = present
    ? cart.lines.map((line) => (line === present ? priced : line))
    : [...cart.lines, priced];
  return changedCart(cart, lines, catalogue);
}
