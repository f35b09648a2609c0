import { z } from 'zod';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import { failure } from '#kernel/contract.ts';
import { fail } from '#kernel/result.ts';
import { handwrittenRoute } from '../declaring/route.ts';

/**
 * Takes over a guest's cart after login. Who the guest is comes from the guest's own access token,
 * not from an id in the body: naming a guest proves nothing.
 */
export const mergeCart = handwrittenRoute({
  method: 'POST',
  path: '/v1/carts/merge',
  operationId: 'mergeCart',
  tag: 'Carts',
  summary: "Move a guest's lines into the customer's own cart",
  description: 'After login: quantities are added up, limits are kept.',
  audience: 'store',
  access: 'owner',
  idempotency: 'key',
  calls: [['cart', 'mergeCart']],
  failures: { guest_token_invalid: failure('forbidden') },
  body: z.strictObject({
    guestCartId: id,
    guestToken: z
      .string()
      .min(1)
      .max(4_000)
      .meta({ description: 'The access token that the guest had before login' }),
  }),
  replies: { 200: cart.operations.mergeCart.output },
  handle: async ({ body, invocation }, { call, identities }) => {
    const { guestCartId, guestToken } = body;
    const guest = await identities.identify(`Bearer ${guestToken}`, invocation.traceparent);
    if (!('actor' in guest) || guest.actor.kind !== 'guest') {
      return fail(
        'guest_token_invalid',
        'guestToken must be the unexpired access token of a guest.',
      );
    }
    const input = { guestCartId, guestId: guest.actor.id };
    const merged = await call.cart.mergeCart(input, invocation);
    return merged.ok ? { status: 200, body: merged.value } : merged;
  },
});
