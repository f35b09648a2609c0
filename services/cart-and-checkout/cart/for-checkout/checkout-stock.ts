import type { Invocation } from '#kernel/invocation.ts';
import { fail, must, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { groupsOfOwner } from '../carts/customer-segments.ts';

type Agreed = NonNullable<InputOf<'cart', 'reserveStock'>['agreed']>;

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

/**
 * Asks the catalog once whether all that was agreed is still sold, and at the agreed price. The
 * refusal, or undefined where everything is as it was.
 */
async function refuseOtherTerms(
  { call }: ServiceContext<'cart'>,
  agreed: Agreed,
  invocation: Invocation,
) {
  const skus = [...new Set(agreed.lines.map(({ sku }) => sku))];
  const reply = await call.product.getSellableVariants({ skus }, invocation);
  const now = must(reply, 'asking what is sold');
  const variants = new Map(now.variants.map((variant) => [variant.sku, variant]));
  const unsold = skus.filter((sku) => !variants.get(sku)?.sellable);
  if (unsold.length > 0) {
    const message = `${unsold.join(', ')} cannot be bought here any more.`;
    return fail('not_sellable', message, { skus: unsold });
  }
  const otherMoney =
    now.currency !== agreed.currency || now.pricesIncludeTax !== agreed.pricesIncludeTax;
  const changed = agreed.lines.filter(({ sku, unitPriceMinor, taxClass }) => {
    const variant = variants.get(sku)!;
    return otherMoney || variant.unitPriceMinor !== unitPriceMinor || variant.taxClass !== taxClass;
  });
  if (changed.length === 0) return undefined;
  const lines = changed.map(({ sku }) => {
    const { unitPriceMinor, taxClass } = variants.get(sku)!;
    return { sku, unitPriceMinor, taxClass };
  });
  return fail('price_changed', 'Prices have changed since. Look at the totals again.', { lines });
}

/** Removes the expiry of a checkout's reservation: its units belong to an order now. */
export function confirmStock(context: ServiceContext<'cart'>): Handler<'cart', 'confirmStock'> {
  return async ({ checkoutId, reservationId }, invocation) => {
    const reply = await context.call.inventory.confirmReservation(
      { reservationId: reservationId ?? checkoutId },
      invocation,
    );
    return reply.ok ? ok({ allocations: reply.value.allocations }) : reply;
  };
}

/** Gives back what a checkout holds, before it is an order's. */
export function releaseStock(context: ServiceContext<'cart'>): Handler<'cart', 'releaseStock'> {
  return ({ checkoutId, reservationId }, invocation) =>
    context.call.inventory.releaseReservation(
      { reservationId: reservationId ?? checkoutId, reason: 'checkout_ended' },
      invocation,
    );
}
