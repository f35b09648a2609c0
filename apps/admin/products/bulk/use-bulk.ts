import { KontorProblem, newIdempotencyKey, told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { queryOf, type ProductSearch } from '../grid/product-search.ts';

export type Bulk = Schemas['ProductBulk'];
export type BulkAction = Schemas['ProductBulkAction'];

const one = '/v1/admin/bulk/products/{bulkId}';
const everyMs = 700;

interface Asked {
  readonly action: BulkAction;
  /** As somebody confirmed it. */
  readonly expected: number;
}

/** Begins a change of all that the list finds; where they are others by now, `count` says how many. */
export function useStart(search: ProductSearch, channel: string) {
  const key = useRef(newIdempotencyKey());
  const started = useMutation({
    mutationFn: (asked: Asked) => {
      const { sort: _order, ...where } = queryOf(search);
      return told(
        kontor.POST('/v1/admin/bulk/products', {
          params: { header: { 'Idempotency-Key': key.current, Channel: channel } },
          body: { ...asked, where },
        }),
      );
    },
    onError: (error) => {
      if (!isUnclear(error)) key.current = newIdempotencyKey();
    },
  });
  return { ...started, count: countIn(started.error) };
}

function countIn(error: unknown): number | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'bulk_count_changed') return undefined;
  return (error.details as { count: number }).count;
}

export function useBulk(bulkId: string, channel: string) {
  return useQuery({
    queryKey: ['bulk', bulkId],
    queryFn: async ({ signal }) => {
      const params = { path: { bulkId }, header: { Channel: channel } };
      const bulk = await told(kontor.GET(one, { params, signal }));
      if (bulk.state !== 'running')
        void queryClient.invalidateQueries({ queryKey: ['products', channel] });
      return bulk;
    },
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'running' ? everyMs : false,
  });
}

export function useRefused({ bulkId, refused }: Bulk, channel: string) {
  return useQuery({
    queryKey: ['bulk', bulkId, 'refused', refused],
    enabled: refused > 0,
    queryFn: ({ signal }) =>
      told(
        kontor.GET(`${one}/items`, {
          params: {
            path: { bulkId },
            query: { outcome: 'refused', limit: 50 },
            header: { Channel: channel },
          },
          signal,
        }),
      ),
  });
}

export function useBulkMoves(bulkId: string, channel: string) {
  const params = { path: { bulkId }, header: { Channel: channel } };
  return useMutation({
    mutationFn: (what: 'stop' | 'undo') => told(kontor.POST(`${one}/${what}`, { params })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['bulk', bulkId] }),
  });
}
