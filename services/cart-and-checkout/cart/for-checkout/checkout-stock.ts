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
    const hold = reservationId ?? checkoutId;
    // While a person pays nothing is put in or taken out; what is paid at once is over in a moment.
    const completing = unpaid && { hold, seconds: expiresInSeconds };
    const [found, otherTerms] = await Promise.all([
      cart ? unchangedCart(context, { ...cart, completing }, invocation) : Promise.resolve({}),
      agreed ? refuseOtherTerms(context, agreed, invocation) : Promise.resolve(undefined),
    ]);
    if (!found) {
      return fail('cart_changed', 'The cart was changed since. Look at the totals again.');
    }
    if (otherTerms) return otherTerms;
    const reply = await context.call.inventory.reserveStock(
      {
        reservationId: hold,
        lines,
        expiresInSeconds,
        ...(unpaid ? { unpaid } : {}),
      },
      invocation,
    );
    if (!reply.ok) return shownOf(reply.failure, context.settings.shownUnits);
    const { allocations, expiresAt } = reply.value;
    return ok({ allocations, expiresAt, ...found });
  };
}

type Refusal = Extract<
  Awaited<ReturnType<ServiceContext<'cart'>['call']['inventory']['reserveStock']>>,
  { ok: false }
>['failure'];

/** What is left is told to shoppers up to what they are shown. */
function shownOf(failure: Refusal, shownUnits: number) {
  if (failure.code !== 'out_of_stock') return { ok: false as const, failure };
  const lines = failure.detail.lines.map((line) => ({
    ...line,
    available: Math.min(line.available, shownUnits),
  }));
  return fail('out_of_stock', failure.message, { lines });
}

interface FrozenCart {
  readonly cartId: string;
  readonly version: number;
  /** Nobody else is to change it, so long at most. */
  readonly completing?: { readonly hold: string; readonly seconds: number } | undefined;
}

/** With the groups of its owner; undefined when the cart is not the one that was frozen any more. */
async function unchangedCart(
  { database }: ServiceContext<'cart'>,
  { cartId, version, completing }: FrozenCart,
  invocation: Invocation,
): Promise<{ groups?: string[] } | undefined> {
  if (completing) {
    const kept = sql`
      update cart set completing_hold = ${completing.hold},
        completing_until = kontor_now() + ${completing.seconds} * interval '1 second'
      where id = ${cartId} and version = ${version} and state = 'active'
      returning ${groupsOfOwner} as groups`;
    const [found] = await database.write<{ groups: string[] }>('keep_cart', kept, invocation);
    return found;
  }
  return database.first<{ groups: string[] }>(
    sql`
      select ${groupsOfOwner} as groups from cart
      where id = ${cartId} and version = ${version} and state = 'active'`,
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

/** Gives back what a checkout holds, before it is an order's; its cart can be changed again. */
export function releaseStock(context: ServiceContext<'cart'>): Handler<'cart', 'releaseStock'> {
  return async ({ checkoutId, reservationId, cartId }, invocation) => {
    const hold = reservationId ?? checkoutId;
    const reply = await context.call.inventory.releaseReservation(
      { reservationId: hold, reason: 'checkout_ended' },
      invocation,
    );
    if (!reply.ok || cartId === undefined) return reply;
    const free = sql`
      update cart set completing_hold = null, completing_until = null
      where id = ${cartId} and completing_hold = ${hold} returning id`;
    await context.database.write('free_cart', free, invocation);
    return reply;
  };
}
