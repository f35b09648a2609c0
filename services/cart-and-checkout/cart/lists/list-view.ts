import { sumMinor } from '#kernel/money.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { subtotalOf, type CartNotice } from '../carts/cart-view.ts';
import type { LiveCatalog } from '../pricing/live-catalog.ts';
import { repriceLines } from '../pricing/reprice-cart.ts';
import type { StoredList } from './list-store.ts';

export type ListView = OutputOf<'cart', 'getSavedList'>;

/** A list as its contract shows it to its owner. */
export function viewList(list: StoredList, notices: readonly CartNotice[] = []): ListView {
  const { listId, kind, name, version, channel, currency, pricesIncludeTax } = list;
  const { shareToken, updatedAt, expiresAt } = list;
  return {
    listId,
    kind,
    name,
    version,
    channel,
    currency,
    pricesIncludeTax,
    lines: list.lines.map((line) => ({ ...line, subtotalMinor: subtotalOf(line) })),
    subtotalMinor: sumMinor(list.lines.map(subtotalOf)),
    notices: [...notices],
    shareToken,
    updatedAt,
    expiresAt,
  };
}

/** At today's prices, with what has changed since. */
export function repriceList(list: StoredList, catalog: LiveCatalog, shownUnits: number) {
  const { lines, notices } = repriceLines(list.lines, catalog, shownUnits);
  const { currency, pricesIncludeTax } = catalog;
  return { list: { ...list, lines, currency, pricesIncludeTax }, notices };
}
