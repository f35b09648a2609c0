import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';

/**
 * Reserves a checkout's lines, all or none. Where the checkout names its cart, the cart must still
 * be the one it was frozen from. The stock itself is inventory's: nothing is written here.
 */
export function reserveStock(context: ServiceContext<'cart'>): Handler<'cart', 'reserveStock'> {
  return async ({ checkoutId, reservationId, lines, expiresInSeconds, cart }, invocation) => {
    if (cart) {
      const [unchanged] = await context.database.query(
        sql`select from cart where id = ${cart.cartId} and version = ${cart.version} and state = 'active'`,
        invocation,
      );
      if (!unchanged) {
        return fail('cart_changed', 'The cart was changed since. Look at the totals again.');
      }
    }
    const reply = await context.call.inventory.reserveStock(
      { reservationId: reservationId ?? checkoutId, lines, expiresInSeconds },
      invocation,
    );
    if (!reply.ok) return reply;
    const { allocations, expiresAt } = reply.value;
    return ok({ allocations, expiresAt });
  };
}
