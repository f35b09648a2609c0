import { told, type Schemas } from '@kontor/sdk';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { queryOf, type OrderSearch } from './order-search.ts';

export type OrderRow = Schemas['OrderSummary'];

const pageSize = 100;

/** Page by page; what was shown stays until what was asked for is there. */
export function useOrders(search: OrderSearch) {
  const query = queryOf(search);
  const asked = useInfiniteQuery({
    queryKey: ['orders', query],
    queryFn: ({ pageParam, signal }) =>
      told(
        kontor.GET('/v1/admin/orders', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data } = asked;
  // While pages are read, an order that moves up comes twice: it is shown once, where it was first.
  const rows = useMemo(() => {
    const byId = new Map<string, OrderRow>();
    for (const { items } of data?.pages ?? []) {
      for (const row of items) if (!byId.has(row.orderId)) byId.set(row.orderId, row);
    }
    return [...byId.values()];
  }, [data]);
  return { ...asked, rows };
}
