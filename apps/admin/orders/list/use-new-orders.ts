import { told } from '@kontor/sdk';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { pageSize } from '../../lists/read-list.ts';
import { useHints } from '../../live/use-live.ts';
import { queryOf, type OrderSearch } from './order-search.ts';
import { ordersKey, type OrderPage, type OrderRow } from './use-orders.ts';

/**
 * How many orders came to a list while it was looked at. Those that are shown change where they stand;
 * what is new is shown when somebody asks for it, so that no row moves from beneath a hand.
 */
export function useNewOrders(search: OrderSearch, rows: readonly OrderRow[], isRead: boolean) {
  const client = useQueryClient();
  const key = ordersKey(search);
  const [latest, setLatest] = useState<{ key: string; ids: readonly string[] }>();
  const look = async () => {
    const query = { ...queryOf(search), limit: pageSize };
    const { items } = await told(kontor.GET('/v1/admin/orders', { params: { query } }));
    setLatest({ key: JSON.stringify(key), ids: items.map(({ orderId }) => orderId) });
    const news = new Map(items.map((row) => [row.orderId, row]));
    client.setQueryData<InfiniteData<OrderPage>>(
      key,
      (shown) =>
        shown && {
          ...shown,
          pages: shown.pages.map((page) => ({
            ...page,
            items: page.items.map((row) => news.get(row.orderId) ?? row),
          })),
        },
    );
  };
  useHints((hints) => {
    const isOfOrders = hints.some(({ kind }) => kind === 'order' || kind === '*');
    // What could not be asked for is when the list is looked at again.
    if (isRead && isOfOrders) void look().catch(() => {});
  });
  const shown = new Set(rows.map(({ orderId }) => orderId));
  const ids = latest?.key === JSON.stringify(key) ? latest.ids : [];
  return {
    count: ids.filter((id) => !shown.has(id)).length,
    show: () => client.invalidateQueries({ queryKey: key, exact: true }),
  };
}
