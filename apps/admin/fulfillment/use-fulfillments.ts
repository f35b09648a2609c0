import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { isLive } from '../live/hints.ts';

export type Fulfillment = Schemas['Fulfillment'];

/** What stands on the board: a person does something with it next. */
export const columns = ['open', 'picking', 'packed', 'on_hold'] as const;
export type Column = (typeof columns)[number];

const pageSize = 100;
/** As many of a column are read, and put in order. */
export const columnLimit = 500;

/** All of a state, and whether there are more than are read: then these are what waits longest. */
export function useColumn(state: Column) {
  return useQuery({
    queryKey: ['fulfillments', state],
    queryFn: ({ signal }) => readColumn(state, signal),
    refetchInterval: () => (isLive() ? 10_000 : false),
  });
}

async function readColumn(state: Column, signal: AbortSignal) {
  const items: Fulfillment[] = [];
  let cursor: string | undefined;
  do {
    const query = { state, limit: pageSize, sort: 'created_ascending' as const };
    const page = await told(
      kontor.GET('/v1/admin/fulfillments', {
        params: { query: { ...query, ...(cursor && { cursor }) } },
        signal,
      }),
    );
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < columnLimit);
  return { items, isMore: cursor !== undefined };
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
  readAround(fulfillment);
}

/** After what went wrong, which may have been done or undone meanwhile. */
export function readFulfillmentAnew(fulfillment: Fulfillment): void {
  void queryClient.invalidateQueries({ queryKey: keyOf(fulfillment.fulfillmentId) });
  readAround(fulfillment);
}

function readAround({ orderId }: Fulfillment): void {
  void queryClient.invalidateQueries({ queryKey: ['fulfillments'] });
  void queryClient.invalidateQueries({ queryKey: ['order', orderId] });
}

export const piecesOf = ({ lines }: Fulfillment): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
