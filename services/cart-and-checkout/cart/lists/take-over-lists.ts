import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { linesLimit } from '../carts/cart-limits.ts';
import { actorCannotOwn, ownerOf } from '../carts/cart-store.ts';
import { guestsLists, saveListLines, wishListLocked, type StoredList } from './list-store.ts';
import { withLine } from './save-line.ts';

/**
 * What a guest saved in the channel is the customer's: carts as they are, wishes on the customer's own
 * list as far as it has room.
 */
export function takeOverLists(context: ServiceContext<'cart'>): Handler<'cart', 'takeOverLists'> {
  return async ({ guestId }, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (owner?.kind !== 'customer') return actorCannotOwn();
    return context.database.transaction('takeOverLists', invocation, async (tx) => {
      const lists = await tx.query<StoredList>(guestsLists(guestId, invocation));
      const wished = lists.find(({ kind }) => kind === 'wish');
      if (lists.length === 0) return ok({ movedLines: 0 });
      if (wished) {
        const own = (await tx.first<StoredList>(wishListLocked(owner, wished, invocation)))!;
        const lines = wished.lines.reduce(withLine, own.lines).slice(0, linesLimit);
        tx.last(saveListLines(own, lines));
        tx.last(sql`delete from saved_list where id = ${wished.listId}`);
      }
      tx.last(sql`
        update saved_list set owner_kind = 'customer', owner_id = ${owner.id}, expires_at = null
        where owner_kind = 'guest' and owner_id = ${guestId} and kind = 'cart'
          and channel = ${invocation.channel}`);
      const movedLines = lists.reduce((sum, { lines }) => sum + lines.length, 0);
      return ok({ movedLines });
    });
  };
}
