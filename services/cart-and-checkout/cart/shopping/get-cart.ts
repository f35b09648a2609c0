import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  actorCannotOwn,
  cartNotFound,
  currentCart,
  ownerOf,
  readableCart,
  type StoredCart,
} from '../carts/cart-store.ts';
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

/** The actor's cart in this channel, for a client that does not remember which it is. */
export function getCurrentCart(context: ServiceContext<'cart'>): Handler<'cart', 'getCurrentCart'> {
  return async (_input, invocation) => {
    if (!ownerOf(invocation.actor)) return actorCannotOwn();
    const cart = await context.database.first<StoredCart>(currentCart(invocation), invocation);
    return cart ? priceCart(context, cart, invocation) : cartNotFound();
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
  return catalog.ok ? ok(repriceCart(cart, catalog.value, context.settings.shownUnits)) : catalog;
}
