import { KontorProblem, told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { pageSize, useList } from '../lists/read-list.ts';
import { queryOf, type StockSearch } from './stock-search.ts';

export type StockItem = Schemas['StockItem'];
export type StockLocation = Schemas['StockLocation'];

export const itemKey = ({ sku, locationId }: Pick<StockItem, 'sku' | 'locationId'>) =>
  `${sku} ${locationId}`;

/** Places where stock lies: those that are used first, in the order they are taken from. */
export function useLocations() {
  const { data, ...asked } = useQuery({
    queryKey: ['locations'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/stock/locations', { signal })),
    staleTime: 60_000,
  });
  const locations = (data?.items ?? []).toSorted(
    (one, other) => Number(other.active) - Number(one.active) || one.priority - other.priority,
  );
  const nameOf = (locationId: string) =>
    locations.find((location) => location.locationId === locationId)?.name ?? '';
  return { ...asked, locations, nameOf };
}

export function useStock(search: StockSearch, locationId: string | undefined) {
  const query = queryOf(search, locationId);
  return useList<StockItem>({
    key: ['stock', query],
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/stock', {
          params: { query: { ...query, limit: pageSize, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    idOf: itemKey,
  });
}

/** Parts of the same stock as CSV. */
export function exportStock(search: StockSearch, locationId: string | undefined) {
  const query = queryOf(search, locationId);
  return (cursor: string | undefined) =>
    told(
      kontor.GET('/v1/admin/exports/stock', {
        params: { query: { ...query, ...(cursor && { cursor }) } },
      }),
    );
}

/** One SKU at all its locations, or at one. */
export async function readSku(
  sku: string,
  locationId?: string,
  signal?: AbortSignal,
): Promise<readonly StockItem[]> {
  const query = { sku, limit: pageSize, ...(locationId === undefined ? {} : { locationId }) };
  const { items } = await told(
    kontor.GET('/v1/admin/stock', { params: { query }, ...(signal && { signal }) }),
  );
  return items;
}

export function useSku(sku: string) {
  return useQuery({
    queryKey: ['stock', 'sku', sku],
    queryFn: ({ signal }) => readSku(sku, undefined, signal),
  });
}

export function useMovements(sku: string) {
  return useList<Schemas['StockMovement']>({
    key: ['movements', sku],
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/stock/movements', {
          params: { query: { sku, limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    idOf: ({ movementId }) => movementId,
  });
}

export interface Count {
  /** The same one when it is sent again: it is booked once. */
  readonly countId: string;
  readonly reason: string;
  /** Each with what was on hand when it was counted: where that moved, nothing is booked. */
  readonly lines: { sku: string; locationId: string; quantity: number; expectedOnHand: number }[];
}

export async function sendCount(body: Count): Promise<Schemas['StockCounted']> {
  const counted = await told(kontor.POST('/v1/admin/stock/counts', { body }));
  readStockAnew();
  return counted;
}

/** What is on hand now of the SKUs that moved before a count was booked; undefined: it was not for that. */
export function movedIn(error: unknown): ReadonlyMap<string, number> | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'stock_moved') return undefined;
  const { lines } = error.details as { lines: readonly { sku: string; onHand: number }[] };
  return new Map(lines.map(({ sku, onHand }) => [sku, onHand]));
}

export function readStockAnew(): void {
  for (const name of ['stock', 'movements', 'products']) {
    void queryClient.invalidateQueries({ queryKey: [name] });
  }
}

/** As ids of the shop are: the time first, so that they sort by it (UUID of version 7). */
export function newCountId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Pieces as somebody typed them; undefined where that is no number of pieces. */
export function piecesOf(typed: string): number | undefined {
  const text = typed.trim();
  return /^\d{1,7}$/.test(text) && Number(text) <= 1_000_000 ? Number(text) : undefined;
}
