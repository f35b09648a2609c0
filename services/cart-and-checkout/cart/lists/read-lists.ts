import { ok } from '#kernel/result.ts';
import { wholeList } from '#contracts/shapes.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { askCatalog } from '../pricing/live-catalog.ts';
import { listNotFound } from './list-limits.ts';
import { ownList, ownLists, sharedList, type StoredList } from './list-store.ts';
import { repriceList, viewList } from './list-view.ts';
import type { Invocation } from '#kernel/invocation.ts';

type Context = ServiceContext<'cart'>;

/** There are never more than one person can have, so they are one page; nobody else is asked for it. */
export function listSavedLists({ database }: Context): Handler<'cart', 'listSavedLists'> {
  return async (_input, invocation) => {
    const lists = await database.query<StoredList>(ownLists(invocation), invocation);
    const items = lists.map(({ listId, kind, name, lines, shareToken, updatedAt }) => ({
      listId,
      kind,
      name,
      skus: lines.map(({ sku }) => sku),
      productIds: [...new Set(lines.map(({ productId }) => productId))],
      isShared: shareToken !== null,
      updatedAt,
    }));
    return ok(wholeList(items));
  };
}

/** At today's prices, with a notice for what is not as it was saved. */
export function getSavedList(context: Context): Handler<'cart', 'getSavedList'> {
  return async ({ listId }, invocation) => {
    const list = await context.database.first<StoredList>(ownList(listId, invocation), invocation);
    if (!list) return listNotFound();
    const priced = await priceList(context, list, invocation);
    if (!priced.ok) return priced;
    return ok(viewList(priced.value.list, priced.value.notices));
  };
}

/** A list that somebody shares, for whoever has its link: what it costs now and whether it is there. */
export function getSharedList(context: Context): Handler<'cart', 'getSharedList'> {
  return async ({ token }, invocation) => {
    const list = await context.database.first<StoredList>(
      sharedList(token, invocation),
      invocation,
    );
    if (!list) return listNotFound();
    const priced = await priceList(context, list, invocation);
    if (!priced.ok) return priced;
    const view = viewList(priced.value.list, priced.value.notices);
    const { kind, name, channel, currency, pricesIncludeTax, lines, notices } = view;
    return ok({
      kind,
      name,
      channel,
      currency,
      pricesIncludeTax,
      lines: lines.map(({ attributes: _attributes, ...line }) => line),
      // What it cost when it was saved is the owner's to know.
      notices: notices.filter(({ code }) => code !== 'price_changed'),
    });
  };
}

async function priceList(context: Context, list: StoredList, invocation: Invocation) {
  if (list.lines.length === 0) return ok({ list, notices: [] });
  const skus = [...new Set(list.lines.map(({ sku }) => sku))];
  const catalog = await askCatalog(context, skus, invocation);
  return catalog.ok ? ok(repriceList(list, catalog.value, context.settings.shownUnits)) : catalog;
}
