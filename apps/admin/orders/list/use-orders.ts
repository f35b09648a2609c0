import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { pageSize, useList } from '../../lists/read-list.ts';
import { queryOf, type OrderSearch } from './order-search.ts';

export type OrderRow = Schemas['OrderSummary'];
export type OrderPage = Schemas['OrderSummaryPage'];

const idOf = ({ orderId }: OrderRow) => orderId;

export const ordersKey = (search: OrderSearch) => ['orders', queryOf(search)] as const;

/** Parts of the same orders as CSV. */
export function exportOrders(search: OrderSearch) {
  const { sort: _sort, ...query } = queryOf(search);
  return (cursor: string | undefined) =>
    told(
      kontor.GET('/v1/admin/exports/orders', {
        params: { query: { ...query, ...(cursor && { cursor }) } },
      }),
    );
}

export function useOrders(search: OrderSearch) {
  const query = queryOf(search);
  return useList<OrderRow>({
    key: ordersKey(search),
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/orders', {
          params: { query: { ...query, limit: pageSize, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    idOf,
  });
}
