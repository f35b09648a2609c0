import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { cartNotFound, readableCart, type StoredCart } from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { askCatalog } from '../pricing/live-catalog.ts';
import { repriceCart } from '../pricing/reprice-cart.ts';

/** The cart at today's prices; a finished one as it was. */
export function getCart(context: ServiceContext<'cart'>): Handler<'cart', 'getCart'> {
  return async ({ cartId }, invocation) => {
    const cart = await context.database.first<StoredCart>(
      readableCart(cartId, invocation),
      invocation,
    );
    if (!cart) return cartNotFound();
    return priceCart(context, cart, invocation);
  };
}

export async function priceCart(
  context: ServiceContext<'cart'>,
  cart: StoredCart,
  invocation: Invocation,
) {
  if (cart.state !== 'active' || cart.lines.length === 0) return ok(viewCart(cart));
  const skus = [...new Set(cart.lines.map((line) => line.sku))];
  const catalog = await askCatalog(context, skus, { ...invocation, channel: cart.channel });
  return catalog.ok ? ok(repriceCart(cart, catalog.value)) : catalog;
}
