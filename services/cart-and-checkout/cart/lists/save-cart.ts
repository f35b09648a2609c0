import { fail, must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  actorCannotOwn,
  ownCartLocked,
  ownerOf,
  refuseClosed,
  saveLines,
  type StoredCart,
} from '../carts/cart-store.ts';
import { changedCart } from '../shopping/change-cart.ts';
import { listsLimit, tooManyLists } from './list-limits.ts';
import { countSavedCarts, insertSavedCart, type StoredList } from './list-store.ts';
import { viewList } from './list-view.ts';

type Answer = Awaited<ReturnType<Handler<'cart', 'saveCart'>>>;

/** The cart goes on, empty: what lay in it is in one place. */
export function saveCart(context: ServiceContext<'cart'>): Handler<'cart', 'saveCart'> {
  return async (input, invocation) => {
    if (!ownerOf(invocation.actor)) return actorCannotOwn();
    return context.database.command('saveCart', input, invocation, async (tx): Promise<Answer> => {
      const cart = await tx.first<StoredCart>(ownCartLocked(input.cartId, invocation));
      const refusal = refuseClosed(cart);
      if (refusal) return refusal;
      if (cart!.lines.length === 0) return fail('cart_empty', 'There is nothing in this cart.');
      const counted = await tx.first<{ saved: number }>(countSavedCarts(invocation));
      if (counted!.saved >= listsLimit) return tooManyLists();
      const emptied = must(changedCart(cart!, []), 'emptying a cart');
      const list = await tx.first<StoredList>(insertSavedCart(cart!, input.name));
      tx.last(saveLines(emptied));
      return ok(viewList(list!));
    });
  };
}
