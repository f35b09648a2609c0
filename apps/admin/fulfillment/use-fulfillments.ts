import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';

export type Fulfillment = Schemas['Fulfillment'];

/** What stands on the board: a person does something with it next. */
export const columns = ['open', 'picking', 'packed', 'on_hold'] as const;
export type Column = (typeof columns)[number];

const most = 50;

/** What waits longest of a state; the board shows so many, and the list of orders all. */
export function useColumn(state: Column) {
  return useQuery({
    queryKey: ['fulfillments', state],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/fulfillments', {
          params: { query: { state, limit: most, sort: 'created_ascending' } },
          signal,
        }),
      ),
    refetchInterval: 10_000,
  });
}

const keyOf = (fulfillmentId: string) => ['fulfillment', fulfillmentId] as const;

export function useFulfillment(fulfillmentId: string) {
  return useQuery({
    queryKey: keyOf(fulfillmentId),
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/fulfillments/{fulfillmentId}', {
          params: { path: { fulfillmentId } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) => (data?.state === 'shipping' ? 1_000 : false),
  });
}

/** What a command answered is what is shown from then on; the board and the order are read anew. */
export function noteFulfillment(fulfillment: Fulfillment): void {
  queryClient.setQueryData(keyOf(fulfillment.fulfillmentId), fulfillment);
  void queryClient.invalidateQueries({ queryKey: ['fulfillments'] });
  void queryClient.invalidateQueries({ queryKey: ['order', fulfillment.orderId] });
}

export const piecesOf = ({ lines }: Fulfillment): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
