import { fail, must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { linesLimit } from '../carts/cart-limits.ts';
import {
  actorCannotOwn,
  ownCartLocked,
  ownerOf,
  refuseClosed,
  saveLines,
  type StoredCart,
  type StoredLine,
} from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { changedCart } from '../shopping/change-cart.ts';
import { isSameLine } from '../shopping/fill-in-line.ts';
import { listFull } from './list-limits.ts';
import { saveListLines, wishListLocked, type StoredList } from './list-store.ts';

/** Both are written or neither: what is moved is in one place. */
export function saveLine(context: ServiceContext<'cart'>): Handler<'cart', 'saveLine'> {
  return async (input, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (!owner) return actorCannotOwn();
    return context.database.transaction('saveLine', invocation, async (tx) => {
      const cart = await tx.first<StoredCart>(ownCartLocked(input.cartId, invocation));
      const refusal = refuseClosed(cart);
      if (refusal) return refusal;
      const line = cart!.lines.find(({ lineId }) => lineId === input.lineId);
      if (!line) return fail('line_not_found', 'There is no such line in this cart.');
      const list = (await tx.first<StoredList>(wishListLocked(owner, cart!, invocation)))!;
      const lines = withLine(list.lines, line);
      if (lines.length > linesLimit) return listFull();
      const rest = cart!.lines.filter((other) => other !== line);
      const changed = must(changedCart(cart!, rest), 'taking a line out of a cart');
      tx.last(saveLines(changed));
      tx.last(saveListLines(list, lines));
      return ok(viewCart(changed));
    });
  };
}

/** What is wished for already is not wished for twice: the larger number of it counts. */
export function withLine(lines: readonly StoredLine[], line: StoredLine): StoredLine[] {
  const present = lines.find((other) => isSameLine(other, line));
  if (!present) return [...lines, line];
  const quantity = Math.max(present.quantity, line.quantity);
  return lines.map((other) => (other === present ? { ...present, quantity } : other));
}
