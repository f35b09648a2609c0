import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  actorCannotOwn,
  currentCart,
  insertCart,
  ownCartLocked,
  ownerOf,
  refuseClosed,
  saveLines,
  type StoredCart,
  type StoredLine,
} from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { askCatalog, type LiveCatalog } from '../pricing/live-catalog.ts';
import { changedCart } from '../shopping/change-cart.ts';
import { emptyCart } from '../shopping/create-cart.ts';
import { lineNotFound } from './change-lists.ts';
import { listNotFound } from './list-limits.ts';
import {
  deleteList,
  ownList,
  ownListLocked,
  saveListLines,
  type StoredList,
} from './list-store.ts';
import { viewList } from './list-view.ts';
import { moveLines } from './move-lines.ts';

type Input = InputOf<'cart', 'moveToCart'>;
type Answer = Awaited<ReturnType<Handler<'cart', 'moveToCart'>>>;

/** Catalog and stock are asked first, of what is on the list then; cart and list are written or neither. */
export function moveToCart(context: ServiceContext<'cart'>): Handler<'cart', 'moveToCart'> {
  const { database, settings } = context;
  return async (input, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (!owner) return actorCannotOwn();
    const seen = await database.first<StoredList>(ownList(input.listId, invocation), invocation);
    const skus = [...new Set((seen?.lines ?? []).map(({ sku }) => sku))];
    const catalog = skus.length === 0 ? undefined : await askCatalog(context, skus, invocation);
    if (catalog?.ok === false) return catalog;
    return database.command('moveToCart', input, invocation, async (tx): Promise<Answer> => {
      const found = await lockBoth(tx, input);
      if (!found.ok) return found;
      const { list, own } = found.value;
      const isMeant = linesMeant(list, input);
      if (!isMeant) return lineNotFound();
      const cart = own ?? emptyCart(owner, invocation.channel, list);
      if (!catalog) return ok({ cart: viewCart(cart), list: viewList(list) });
      const moved = moveLines({ list, cart, isMeant }, catalog.value, settings.shownUnits);
      const changed = changedCart(cart, moved.cart.lines, catalog.value);
      if (!changed.ok) return changed;
      const saved = own ? changed.value : { ...changed.value, version: 1 };
      tx.last(own ? saveLines(saved) : insertCart(saved, invocation.locale));
      const left = await keepRest(tx, list, moved.list.lines);
      return ok({
        cart: viewCart(
          { ...saved, lines: pricedNow(saved.lines, catalog.value) },
          moved.cart.notices,
        ),
        list: left && viewList(left, moved.list.notices),
      });
    });
  };
}

function pricedNow(lines: readonly StoredLine[], { variants }: LiveCatalog): StoredLine[] {
  return lines.map((line) => {
    const variant = variants.get(line.sku);
    return variant ? { ...line, unitPriceMinor: variant.unitPriceMinor } : line;
  });
}

/** The cart before the list, as everybody does who locks both. */
async function lockBoth(tx: Transaction, { cartId, listId }: Input) {
  const { invocation } = tx;
  const own = await tx.first<StoredCart>(
    cartId ? ownCartLocked(cartId, invocation) : sql`${currentCart(invocation)} for update`,
  );
  const refusal = own || cartId ? refuseClosed(own) : undefined;
  if (refusal) return refusal;
  const list = await tx.first<StoredList>(ownListLocked(listId, invocation));
  return list ? ok({ own, list }) : listNotFound();
}

/** Undefined where one is named that is not there. */
function linesMeant({ lines }: StoredList, { lineIds }: Input) {
  if (!lineIds) return () => true;
  const meant = new Set<string>(lineIds);
  const isThere = lineIds.every((id) => lines.some(({ lineId }) => lineId === id));
  return isThere ? (lineId: string) => meant.has(lineId) : undefined;
}

/** A saved cart of which nothing is left is gone. */
async function keepRest(
  tx: Transaction,
  list: StoredList,
  rest: StoredList['lines'],
): Promise<StoredList | null> {
  if (rest.length === 0 && list.kind === 'cart') {
    tx.last(deleteList(list.listId, tx.invocation));
    return null;
  }
  return (await tx.first<StoredList>(saveListLines(list, rest)))!;
}
