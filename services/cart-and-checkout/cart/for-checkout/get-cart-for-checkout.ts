import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  cartNotActive,
  cartNotFound,
  ownCartWithGroups,
  type StoredCart,
} from '../carts/cart-store.ts';
import { priceCart } from '../shopping/get-cart.ts';

/** The actor's own cart, active and not empty, priced now for a checkout to freeze. */
export function getCartForCheckout(
  context: ServiceContext<'cart'>,
): Handler<'cart', 'getCartForCheckout'> {
  return async ({ cartId }, invocation) => {
    const cart = await context.database.first<StoredCart & { groups: string[] }>(
      ownCartWithGroups(cartId, invocation),
      invocation,
    );
    if (!cart) return cartNotFound();
    if (cart.state !== 'active') return cartNotActive(cart.state);
    if (cart.lines.length === 0) {
      return fail('cart_empty', 'The cart is empty. Add something first.');
    }
    const priced = await priceCart(context, cart, invocation);
    return priced.ok ? ok({ ...priced.value, groups: cart.groups }) : priced;
  };
}
