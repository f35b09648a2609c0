import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { pageSize, useList } from '../../lists/read-list.ts';
import { queryOf, type OrderSearch } from './order-search.ts';

export type OrderRow = Schemas['OrderSummary'];
export type OrderPage = Schemas['OrderSummaryPage'];

const idOf = ({ orderId }: OrderRow) => orderId;

export const ordersKey = (search: OrderSearch) => ['orders', queryOf(search)] as const;

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
