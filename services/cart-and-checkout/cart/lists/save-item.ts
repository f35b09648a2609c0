import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { linesLimit } from '../carts/cart-limits.ts';
import { actorCannotOwn, ownerOf } from '../carts/cart-store.ts';
import { askCatalog, priceLine } from '../pricing/live-catalog.ts';
import { notSellable } from '../pricing/reprice-cart.ts';
import { listFull } from './list-limits.ts';
import { saveListLines, wishListLocked, type StoredList } from './list-store.ts';
import { viewList } from './list-view.ts';

/** One unit at today's price, so that it can be told later whether it costs less. */
export function saveItem(context: ServiceContext<'cart'>): Handler<'cart', 'saveItem'> {
  return async ({ sku }, invocation) => {
    const owner = ownerOf(invocation.actor);
    if (!owner) return actorCannotOwn();
    const catalog = await askCatalog(context, [sku], invocation);
    if (!catalog.ok) return catalog;
    const variant = catalog.value.variants.get(sku);
    if (!variant) return fail('sku_not_found', 'There is no product with this SKU.');
    // What is sold out may well be wished for.
    if (!variant.sellable) return notSellable();
    return context.database.transaction('saveItem', invocation, async (tx) => {
      const list = (await tx.first<StoredList>(wishListLocked(owner, catalog.value, invocation)))!;
      if (list.lines.some((line) => line.sku === sku)) return ok(viewList(list));
      if (list.lines.length >= linesLimit) return listFull();
      const { currency, pricesIncludeTax } = catalog.value;
      const line = priceLine({ lineId: newId(), quantity: 1 }, variant);
      const write = saveListLines({ ...list, currency, pricesIncludeTax }, [...list.lines, line]);
      return ok(viewList((await tx.first<StoredList>(write))!));
    });
  };
}
