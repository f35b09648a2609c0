import type { Owner } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { expiryFor } from '../carts/cart-lifetime.ts';
import { actorCannotOwn, insertCart, ownerOf, type StoredCart } from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import {
  noCurrency,
  rememberChannelPrices,
  type ChannelPrices,
} from '../pricing/channel-prices.ts';

/** An empty cart of the guest or customer who asks. */
export function createCart(context: ServiceContext<'cart'>): Handler<'cart', 'createCart'> {
  const channelPrices = rememberChannelPrices(context);
  return async (input, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (!owner) return actorCannotOwn();
    const prices = await channelPrices(invocation);
    if (prices.currency === noCurrency) {
      return fail('channel_not_found', 'There is no such channel, or it is switched off.');
    }
    const cart = emptyCart(owner, invocation.channel, prices);
    const moved = insertCart(cart, invocation.locale);
    return context.database.moveCommand('createCart', input, invocation, undefined, () =>
      ok({ move: { moved }, value: viewCart(cart) }),
    );
  };
}

export function emptyCart(owner: Owner, channel: string, prices: ChannelPrices): StoredCart {
  return {
    cartId: newId(),
    version: 1,
    state: 'active',
    channel,
    currency: prices.currency,
    pricesIncludeTax: prices.pricesIncludeTax,
    ownerKind: owner.kind,
    ownerId: owner.id,
    lines: [],
    mergedInto: null,
    expiresAt: expiryFor(owner.kind),
    completing: false,
  };
}
