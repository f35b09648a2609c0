import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { idleUntil, totalsGoodUntil } from '../checkouts/checkout-lifetime.ts';
import {
  type CheckoutContent,
  type CheckoutView,
  type StoredCheckout,
  viewCheckout,
} from '../checkouts/checkout-store.ts';
import { exemptionsOf } from './exemptions.ts';
import { withOfferedMethods } from './offered-methods.ts';
import { quoteCheckout, saidOf } from './quote-checkout.ts';

/** What freezing a checkout anew starts from. */
export type Frozen = Pick<
  StoredCheckout,
  | 'checkoutId'
  | 'cartId'
  | 'cartVersion'
  | 'version'
  | 'channel'
  | 'locale'
  | 'ownerKind'
  | 'ownerId'
  | 'content'
>;

export interface FrozenAgain {
  /** Under the next version, open. */
  readonly next: StoredCheckout;
  /** Lines of which less is left than they want. */
  readonly short: { sku: string; requested: number; available: number }[];
}

/** The checkout as its cart, delivery and taxes are now; nothing is written. */
export async function freezeAgain(
  context: ServiceContext<'checkout'>,
  frozen: Frozen,
  invocation: Invocation,
) {
  // A story has no buyer, but the cart is only shown to whose it is.
  const { ownerKind: kind, ownerId: id, channel } = frozen;
  const owner: Actor = { kind, id, channels: '*', permissions: [] };
  const asOwner = { ...invocation, actor: owner, channel };
  const cart = await context.call.cart.getCartForCheckout({ cartId: frozen.cartId }, asOwner);
  if (!cart.ok || cart.value.version !== frozen.cartVersion) {
    const message = 'The cart was changed since. Look at the totals again.';
    return fail('cart_changed', message, { problems: [{ code: 'cart_changed', message }] });
  }
  const version = frozen.version + 1;
  const reference = `${frozen.checkoutId}:${version}`;
  const said = saidOf(frozen, cart.value, await exemptionsOf(context, frozen, asOwner));
  const quoted = await quoteCheckout(context, cart.value, said, reference, asOwner);
  const buyer = { ownerKind: kind, ownerId: id, groups: cart.value.groups ?? [] };
  const content = await withOfferedMethods(context, quoted.content, buyer, asOwner);
  const next: StoredCheckout = {
    ...frozen,
    content,
    version,
    state: 'open',
    orderId: null,
    orderNumber: null,
    totalsUntil: totalsGoodUntil(context.settings),
    expiresAt: idleUntil(),
  };
  const short = cart.value.notices.flatMap(({ code, lineId, available = 0 }) => {
    const line = cart.value.lines.find((candidate) => candidate.lineId === lineId);
    return code === 'not_enough_stock' && line
      ? [{ sku: line.sku, requested: line.quantity, available }]
      : [];
  });
  return ok<FrozenAgain>({ next, short });
}

/** Whether a buyer would be shown the same amounts for the same things. */
export function sameTerms(one: CheckoutContent, other: CheckoutContent): boolean {
  return isDeepStrictEqual(termsOf(one), termsOf(other));
}

function termsOf({ lines, totals, delivery }: CheckoutContent) {
  // Why delivery bears its tax is no term, and an earlier version did not freeze it.
  const { shippingTaxCategory: _category, ...amounts } = totals ?? {};
  return {
    totals: totals && amounts,
    delivery: delivery && [delivery.optionId, delivery.priceMinor],
    lines: lines.map(({ lineId, quantity, unitPriceMinor, totalMinor, taxMinor }) => [
      lineId,
      quantity,
      unitPriceMinor,
      totalMinor,
      taxMinor,
    ]),
  };
}

/** Tells the buyer what it would be now; that version can be completed once it was looked at. */
export function otherTerms(next: StoredCheckout) {
  const detail = { checkout: viewCheckout(next) };
  if (next.content.problems.some(({ code }) => code === 'not_sellable')) {
    const message = 'A part of this cannot be bought any more. Remove it from the cart.';
    return fail('not_sellable', message, detail);
  }
  const message = 'Prices have changed since. Look at the new totals, then complete that version.';
  return fail('price_changed', message, detail);
}

/** What was frozen anew, out of the refusal that tells of it. */
export function refrozenCheckout(detail: unknown): CheckoutView | undefined {
  return (detail as { checkout?: CheckoutView } | null)?.checkout;
}
