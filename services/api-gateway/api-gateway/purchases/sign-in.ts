import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { useCase, type Gateway } from '../desk/use-case.ts';

const { login } = auth.operations;

const guestBefore = {
  guestToken: z.string().min(1).max(4_000).optional().meta({
    description:
      'The access token that the guest had before: their cart is taken over. A guest’s token in Authorization does the same',
  }),
  guestCartId: id
    .optional()
    .meta({ description: 'The cart that is taken over; unless told, the guest’s current one' }),
};

/**
 * Signs in, and takes the cart over that the same person filled as a guest. Whatever becomes of the
 * cart, who has signed in has signed in: what could not be taken over stays where it is, and can be
 * taken over later (`merge.ts`).
 */
export const signIn = useCase({
  name: 'login',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  identity: 'ignored',
  calls: [['auth', 'login']],
  input: login.input.extend(guestBefore),
  output: login.output
    .extend({
      cart: cart.operations.mergeCart.output
        .optional()
        .meta({ description: 'The customer’s cart, with what the guest had put into theirs' }),
    })
    .meta({ id: 'SignedIn' }),
  perform: async ({ guestToken, guestCartId, ...credentials }, { invocation }, gateway) => {
    const signedIn = await gateway.call.auth.login(credentials, invocation);
    if (!signedIn.ok) return signedIn;
    const { account, sessionId } = signedIn.value;
    if (guestToken === undefined || account.kind !== 'customer') return signedIn;
    const { accountId } = account;
    const customer: Actor = { kind: 'customer', id: accountId, channels: '*', permissions: [] };
    const asking = { ...invocation, actor: customer, idempotencyKey: `sign-in:${sessionId}` };
    const merged = await takeOver(gateway, { guestToken, guestCartId }, asking);
    return ok({ ...signedIn.value, ...(merged ? { cart: merged } : {}) });
  },
});

interface GuestBefore {
  readonly guestToken: string;
  readonly guestCartId: InputOf<'cart', 'getCart'>['cartId'] | undefined;
}

async function takeOver(
  { call, identities }: Gateway,
  { guestToken, guestCartId }: GuestBefore,
  invocation: Invocation,
) {
  try {
    const guest = await identities.identify(`Bearer ${guestToken}`, invocation.traceparent);
    if (!('actor' in guest) || guest.actor.kind !== 'guest') return undefined;
    const asGuest = { ...invocation, actor: guest.actor };
    const current = guestCartId ? undefined : await call.cart.getCurrentCart({}, asGuest);
    const cartId = guestCartId ?? (current?.ok ? current.value.cartId : undefined);
    const isEmpty = current?.ok && current.value.lines.length === 0;
    if (cartId === undefined || isEmpty) return undefined;
    const asked = { guestCartId: cartId, guestId: guest.actor.id };
    const merged = await call.cart.mergeCart(asked, invocation);
    return merged.ok ? merged.value : undefined;
  } catch (error) {
    if (isUnavailability(error)) return undefined;
    throw error;
  }
}
