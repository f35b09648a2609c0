import type { Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient } from '../asking/kontor.ts';

type Told = Schemas['ProductBulk'] | Schemas['OrderBulk'];

/** One thing done to many, whatever they are. */
export type BulkRun = Pick<
  Told,
  | 'bulkId'
  | 'about'
  | 'undoes'
  | 'undoneBy'
  | 'state'
  | 'total'
  | 'changed'
  | 'unchanged'
  | 'refused'
  | 'createdAt'
> & { readonly does: string };

/** One of those that were left as they are. */
export interface RefusedItem {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly message: string | null;
}

/** What can be asked of changes of many products, or of many orders. */
export interface BulkDoor {
  /** Of products in a channel, of orders. */
  readonly key: readonly string[];
  readonly path: '/orders/$orderId' | '/products/$productId';
  readonly list: (signal: AbortSignal) => Promise<readonly BulkRun[]>;
  readonly read: (bulkId: string, signal: AbortSignal) => Promise<BulkRun>;
  readonly refused: (bulkId: string, signal: AbortSignal) => Promise<readonly RefusedItem[]>;
  readonly move: (bulkId: string, what: 'stop' | 'undo') => Promise<BulkRun>;
  /** Whether there is a way back from it. */
  readonly mayUndo: (run: BulkRun) => boolean;
  /** What lists showed is no longer so. */
  readonly changed: () => void;
}

const everyMs = 700;

export function useRun(door: BulkDoor, bulkId: string) {
  return useQuery({
    queryKey: [...door.key, bulkId],
    queryFn: async ({ signal }) => {
      const run = await door.read(bulkId, signal);
      if (run.state !== 'running') door.changed();
      return run;
    },
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'running' ? everyMs : false,
  });
}

export function useRuns(door: BulkDoor) {
  return useQuery({
    queryKey: [...door.key, 'runs'],
    queryFn: ({ signal }) => door.list(signal),
    staleTime: 0,
  });
}

export function useRefused(door: BulkDoor, { bulkId, refused }: BulkRun) {
  return useQuery({
    queryKey: [...door.key, bulkId, 'refused', refused],
    enabled: refused > 0,
    queryFn: ({ signal }) => door.refused(bulkId, signal),
  });
}

export function useMoves(door: BulkDoor, bulkId: string) {
  return useMutation({
    mutationFn: (what: 'stop' | 'undo') => door.move(bulkId, what),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: [...door.key] }),
  });
}
