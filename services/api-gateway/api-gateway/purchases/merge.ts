import { z } from 'zod';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import { failure } from '#kernel/contract.ts';
import { fail } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { ofKind } from '#contracts/text-kinds.ts';

/**
 * Takes over a guest's cart after login. Who the guest is comes from the guest's own access token,
 * not from an id that is named: naming a guest proves nothing.
 */
export const mergeGuestCart = useCase({
  name: 'mergeCart',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  idempotency: 'key',
  calls: [['cart', 'mergeCart']],
  failures: { guest_token_invalid: failure('forbidden') },
  input: z.strictObject({
    guestCartId: id,
    guestToken: ofKind('secret', z.string().min(1).max(4_000)).meta({
      description: 'The access token that the guest had before login',
    }),
  }),
  output: cart.operations.mergeCart.output,
  perform: async ({ guestCartId, guestToken }, { invocation }, { call, identities }) => {
    const guest = await identities.identify(`Bearer ${guestToken}`, invocation.traceparent);
    if (!('actor' in guest) || guest.actor.kind !== 'guest') {
      return fail(
        'guest_token_invalid',
        'guestToken must be the unexpired access token of a guest.',
      );
    }
    return call.cart.mergeCart({ guestCartId, guestId: guest.actor.id }, invocation);
  },
});
