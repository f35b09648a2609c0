import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import { useCase, type Gateway } from '../desk/use-case.ts';
import { ofKind } from '#contracts/text-kinds.ts';
import { passkeysUnavailable, relyingPartyOf } from '../passkeys/relying-party.ts';

const { login, proveSecondFactor, signInWithPasskey: byPasskey } = auth.operations;

const guestBefore = {
  guestToken: ofKind('secret', z.string().min(1).max(4_000)).optional().meta({
    description:
      'The access token that the guest had before: their cart is taken over. A guest’s token in Authorization does the same',
  }),
  guestCartId: id
    .optional()
    .meta({ description: 'The cart that is taken over; unless told, the guest’s current one' }),
};

const notTaken = z
  .strictObject({
    code: z.string().meta({
      examples: ['cart_completing'],
      description:
        'As merging a cart refuses it; `guest_token_invalid`, or `cart_unavailable` where the cart did not answer',
    }),
    message: z.string(),
  })
  .meta({ id: 'CartNotTaken' });

const signedIn = login.output
  .extend({
    cart: cart.operations.mergeCart.output
      .optional()
      .meta({ description: 'The customer’s cart, with what the guest had put into theirs' }),
    cartNotTaken: notTaken.optional().meta({
      description:
        'Why the guest’s cart was not taken over: it is where it was, and `POST /v1/carts/merge` takes it later',
    }),
  })
  .meta({ id: 'SignedIn' });

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
  output: signedIn,
  perform: async ({ guestToken, guestCartId, ...credentials }, { invocation }, gateway) => {
    const begun = await gateway.call.auth.login(credentials, invocation);
    if (!begun.ok) return begun;
    return ok(await withCart(gateway, begun.value, { guestToken, guestCartId }, invocation));
  },
});

/** The second step, where `login` answered `mfa_required`; the cart is taken over by it. */
export const signInWithCode = useCase({
  name: 'proveSecondFactor',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  identity: 'ignored',
  calls: [['auth', 'proveSecondFactor']],
  input: proveSecondFactor.input.extend(guestBefore),
  output: signedIn,
  perform: async ({ guestToken, guestCartId, ...shown }, { invocation }, gateway) => {
    const begun = await gateway.call.auth.proveSecondFactor(shown, invocation);
    if (!begun.ok) return begun;
    return ok(await withCart(gateway, begun.value, { guestToken, guestCartId }, invocation));
  },
});

/** By a passkey alone, which is both steps; the cart is taken over by it. */
export const signInWithPasskey = useCase({
  name: 'signInWithPasskey',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  identity: 'ignored',
  calls: [['auth', 'signInWithPasskey']],
  failures: passkeysUnavailable,
  input: byPasskey.input.omit({ relyingParty: true }).extend(guestBefore),
  output: signedIn,
  perform: async ({ guestToken, guestCartId, ...shown }, asking, gateway) => {
    const here = relyingPartyOf(asking);
    if (!here.ok) return here;
    const { invocation } = asking;
    const given = { ...shown, relyingParty: here.value };
    const begun = await gateway.call.auth.signInWithPasskey(given, invocation);
    if (!begun.ok) return begun;
    return ok(await withCart(gateway, begun.value, { guestToken, guestCartId }, invocation));
  },
});

async function withCart(
  gateway: Gateway,
  tokens: OutputOf<'auth', 'login'>,
  { guestToken, guestCartId }: Partial<GuestBefore>,
  invocation: Invocation,
) {
  const { account, sessionId } = tokens;
  if (guestToken === undefined || account.kind !== 'customer') return tokens;
  const { accountId } = account;
  const customer: Actor = { kind: 'customer', id: accountId, channels: '*', permissions: [] };
  const asking = { ...invocation, actor: customer, idempotencyKey: `sign-in:${sessionId}` };
  const taken = await takeOver(gateway, { guestToken, guestCartId }, asking);
  await takeOverLists(gateway, guestToken, asking);
  return { ...tokens, ...taken };
}

interface GuestBefore {
  readonly guestToken: string;
  readonly guestCartId: InputOf<'cart', 'getCart'>['cartId'] | undefined;
}

interface TakenOver {
  readonly cart?: OutputOf<'cart', 'mergeCart'>;
  readonly cartNotTaken?: z.output<typeof notTaken>;
}

/** Never refuses: what comes of the cart is told beside the sign-in. */
async function takeOver(
  gateway: Gateway,
  guestBefore: GuestBefore,
  invocation: Invocation,
): Promise<TakenOver> {
  try {
    return await mergeGuestsCart(gateway, guestBefore, invocation);
  } catch (error) {
    const { traceparent } = invocation;
    const { name, message, stack } = error as Error;
    const about = { traceparent, operation: 'login', error: { name, message, stack } };
    if (isUnavailability(error)) gateway.log.warn(about, 'the cart was not taken over');
    else gateway.log.error(about, 'the cart was not taken over');
    return { cartNotTaken: whyNot('cart_unavailable', 'It is where it was. Take it over later.') };
  }
}

async function mergeGuestsCart(
  { call, identities }: Gateway,
  { guestToken, guestCartId }: GuestBefore,
  invocation: Invocation,
): Promise<TakenOver> {
  const guest = await identities.identify(`Bearer ${guestToken}`, invocation.traceparent);
  if (!('actor' in guest) || guest.actor.kind !== 'guest') {
    const said = 'The guest’s token is none, or has expired: their cart was not looked for.';
    return { cartNotTaken: whyNot('guest_token_invalid', said) };
  }
  const asGuest = { ...invocation, actor: guest.actor };
  const current = guestCartId ? undefined : await call.cart.getCurrentCart({}, asGuest);
  const cartId = guestCartId ?? (current?.ok ? current.value.cartId : undefined);
  const isEmpty = current?.ok && current.value.lines.length === 0;
  if (cartId === undefined || isEmpty) return {};
  const asked = { guestCartId: cartId, guestId: guest.actor.id };
  const merged = await call.cart.mergeCart(asked, invocation);
  if (merged.ok) return { cart: merged.value };
  return { cartNotTaken: whyNot(merged.failure.code, merged.failure.message) };
}

/** What the guest saved. Where it cannot be had now it stays the guest's until their time is over. */
async function takeOverLists(
  { call, identities, log }: Gateway,
  guestToken: string,
  invocation: Invocation,
): Promise<void> {
  try {
    const guest = await identities.identify(`Bearer ${guestToken}`, invocation.traceparent);
    if (!('actor' in guest) || guest.actor.kind !== 'guest') return;
    await call.cart.takeOverLists({ guestId: guest.actor.id }, invocation);
  } catch (error) {
    const { traceparent } = invocation;
    const { name, message } = error as Error;
    const about = { traceparent, operation: 'login', error: { name, message } };
    log.warn(about, 'what the guest had saved was not taken over');
  }
}

function whyNot(code: string, message: string): z.output<typeof notTaken> {
  return { code, message };
}
