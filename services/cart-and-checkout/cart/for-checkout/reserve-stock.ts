import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { refuseOtherTerms } from '../pricing/agreed-terms.ts';
import { groupsOfOwner } from '../carts/customer-segments.ts';

/**
 * Reserves a checkout's lines, all or none. Where the checkout names its cart, the cart must still
 * be the one it was frozen from; where it says what was agreed, all must still be sold like that:
 * catalog and cart are looked at together. The stock itself is inventory's: nothing is written
 * here.
 */
export function reserveStock(context: ServiceContext<'cart'>): Handler<'cart', 'reserveStock'> {
  return async (input, invocation) => {
    const { checkoutId, reservationId, lines, expiresInSeconds, cart, agreed, unpaid } = input;
    const [found, otherTerms] = await Promise.all([
      cart ? unchangedCart(context, cart, invocation) : Promise.resolve({}),
      agreed ? refuseOtherTerms(context, agreed, invocation) : Promise.resolve(undefined),
    ]);
    if (!found) {
      return fail('cart_changed', 'The cart was changed since. Look at the totals again.');
    }
    if (otherTerms) return otherTerms;
    const reply = await context.call.inventory.reserveStock(
      {
        reservationId: reservationId ?? checkoutId,
        lines,
        expiresInSeconds,
        ...(unpaid ? { unpaid } : {}),
      },
      invocation,
    );
    if (!reply.ok) return reply;
    const { allocations, expiresAt } = reply.value;
    return ok({ allocations, expiresAt, ...found });
  };
}

/** With the groups of its owner; undefined when the cart is not the one that was frozen any more. */
function unchangedCart(
  { database }: ServiceContext<'cart'>,
  cart: { readonly cartId: string; readonly version: number },
  invocation: Invocation,
): Promise<{ groups?: string[] } | undefined> {
  return database.first<{ groups: string[] }>(
    sql`
      select ${groupsOfOwner} as groups from cart
      where id = ${cart.cartId} and version = ${cart.version} and state = 'active'`,
    invocation,
  );
}
