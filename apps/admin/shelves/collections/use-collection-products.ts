import { told, type Schemas } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { useList } from '../../lists/read-list.ts';
import { noteShelves } from '../use-shelves.ts';

export type Shelved = Schemas['ShelvedProduct'];

const pageSize = 50;

interface Change {
  readonly add?: string;
  readonly remove?: string;
}

/** Where products go: before another one, or behind all. */
export interface Move {
  readonly productIds: string[];
  readonly before: string | null;
}

/** What stands in a collection, in the order that was made by hand, and what is done to it. */
export function useCollectionProducts(handle: string) {
  const key = ['collection products', handle];
  const list = useList<Shelved>({
    key: [...key, {}],
    idOf: ({ productId }) => productId,
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/collections/{handle}/products', {
          params: { path: { handle }, query: { limit: pageSize, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
  const changed = useMutation({
    mutationFn: ({ add, remove }: Change) =>
      told(
        kontor.POST('/v1/admin/collections/{handle}/products', {
          params: { path: { handle } },
          body: { add: add ? [add] : [], remove: remove ? [remove] : [] },
        }),
      ),
    onSettled: () => {
      noteShelves();
      void queryClient.invalidateQueries({ queryKey: ['product'] });
      return queryClient.invalidateQueries({ queryKey: key });
    },
  });
  const moved = useMutation({
    mutationFn: (move: Move) =>
      told(
        kontor.POST('/v1/admin/collections/{handle}/products/move', {
          params: { path: { handle } },
          body: move,
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  return { list, changed, moved };
}
