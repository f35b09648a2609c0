import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { ifMatch } from '../forms/if-match.ts';
import { useAccount, useMay } from '../session/use-session.ts';

export type Category = Schemas['ListedCategory'];
export type Collection = Schemas['ListedCollection'];

/** More would be a tree that nobody can use. */
const mostPages = 20;
const pageSize = 100;

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

async function readAll<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>) {
  const all: Item[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const { items, nextCursor } = await read(cursor);
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}

/** The whole tree, in the order of its paths. */
export function useShelfTree() {
  return useQuery({
    queryKey: ['categories', 'kept'],
    queryFn: ({ signal }) =>
      readAll((cursor) =>
        told(
          kontor.GET('/v1/admin/categories', {
            params: { query: { limit: pageSize, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}

export function useCollections() {
  return useQuery({
    queryKey: ['collections', 'kept'],
    queryFn: ({ signal }) =>
      readAll((cursor) =>
        told(
          kontor.GET('/v1/admin/collections', {
            params: { query: { limit: pageSize, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}

/** All channels share what products stand in: nobody of one of them changes it. */
export function useMayShelve(): boolean {
  const holdsAll = useAccount()?.channels === '*';
  return useMay()('catalog:write') && holdsAll;
}

export function noteShelves(): void {
  void queryClient.invalidateQueries({ queryKey: ['categories'] });
  void queryClient.invalidateQueries({ queryKey: ['collections'] });
}

/** What is done to the tree, one after the other; whatever comes of it, it is read anew. */
export function useTreeCommand() {
  return useMutation({
    mutationFn: async (steps: readonly (() => Promise<unknown>)[]) => {
      for (const step of steps) await step();
    },
    onSettled: noteShelves,
  });
}

export type CategoryFields = Pick<Category, 'path' | 'name' | 'names' | 'position'>;

/** @param version undefined of a new one */
export function putCategory({ path, name, names, position }: CategoryFields, version?: number) {
  return told(
    kontor.PUT('/v1/admin/categories', {
      params: { header: version === undefined ? {} : { 'If-Match': `"${version}"` } },
      body: { path, name, names, position },
    }),
  );
}

export function moveCategory({ path, version }: Category, newPath: string) {
  return told(
    kontor.POST('/v1/admin/categories/rename', {
      params: { header: { 'If-Match': `"${version}"` } },
      body: { path, newPath },
    }),
  );
}

export function deleteCategory({ path, version }: Category) {
  const params = { query: { path }, header: ifMatch(version) };
  return told(kontor.DELETE('/v1/admin/categories', { params }));
}

/** As it stands now. */
export async function readCategory({ path }: Category): Promise<Category | undefined> {
  await queryClient.refetchQueries({ queryKey: ['categories', 'kept'] });
  const all = queryClient.getQueryData<Category[]>(['categories', 'kept']);
  return all?.find((each) => each.path === path);
}

/** As it stands now. */
export async function readCollection({
  collectionId,
}: Pick<Collection, 'collectionId'>): Promise<Collection | undefined> {
  await queryClient.refetchQueries({ queryKey: ['collections', 'kept'] });
  const all = queryClient.getQueryData<Collection[]>(['collections', 'kept']);
  return all?.find((each) => each.collectionId === collectionId);
}
