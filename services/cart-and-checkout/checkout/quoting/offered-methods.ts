import type { Invocation } from '#kernel/invocation.ts';
import { must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import {
  buyerOf,
  checkoutNotFound,
  countriesOf,
  readableCheckout,
  type CheckoutContent,
  type StoredCheckout,
} from '../checkouts/checkout-store.ts';

type Owner = Pick<StoredCheckout, 'ownerKind' | 'ownerId'>;

/** The content with the ways to pay that are offered for it; null where payment does not answer. */
export async function withOfferedMethods(
  context: ServiceContext<'checkout'>,
  content: CheckoutContent,
  owner: Owner & { groups: readonly string[] },
  invocation: Invocation,
): Promise<CheckoutContent> {
  const { groups } = owner;
  try {
    const offered = await ask(context, { ...owner, content: { ...content, groups } }, invocation);
    const { items } = must(offered, 'payment methods');
    // Keys and addresses of a form are of the moment in which they are asked for.
    const paymentMethods = items.map(({ cardForm: _cardForm, ...method }) => method);
    return { ...content, groups, paymentMethods };
  } catch (error) {
    if (!isUnavailability(error)) throw error;
    return { ...content, groups, paymentMethods: null };
  }
}

function ask(
  { call }: ServiceContext<'checkout'>,
  { content, ...owner }: Owner & Pick<StoredCheckout, 'content'>,
  invocation: Invocation,
  fresh = false,
) {
  const { totals, groups = [] } = content;
  return call.payment.listMethods(
    {
      buyer: buyerOf(owner, content, groups),
      countries: countriesOf(content),
      totalMinor: totals?.totalMinor ?? null,
      currency: totals?.currency ?? null,
      fresh,
    },
    invocation,
  );
}

/**
 * Whether a method needs a token by now: who takes new payments may have changed since the checkout
 * was told. Of one that is not offered any more payment says so itself.
 */
export async function needsToken(
  context: ServiceContext<'checkout'>,
  checkout: Owner & Pick<StoredCheckout, 'content'>,
  methodCode: string,
  invocation: Invocation,
): Promise<boolean> {
  const { items } = must(await ask(context, checkout, invocation), 'payment methods');
  return items.find(({ code }) => code === methodCode)?.needsToken ?? false;
}

/** The ways to pay that a checkout is offered now. */
export function listOfferedMethods(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'listOfferedMethods'> {
  return async ({ checkoutId }, invocation) => {
    const found = await context.database.first<StoredCheckout>(
      readableCheckout(checkoutId, invocation),
      invocation,
    );
    if (!found) return checkoutNotFound();
    // The checkout's channel, whichever one a member of the staff looks from.
    const offered = await ask(context, found, { ...invocation, channel: found.channel }, true);
    return ok(must(offered, 'payment methods'));
  };
}
