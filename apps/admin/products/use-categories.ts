import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';

type Category = Schemas['CategoryPage']['items'][number];

/** More would be a menu that nobody can use. */
const mostPages = 20;

/** All categories by path, page by page. */
export function useCategories() {
  const { data } = useQuery({ queryKey: ['categories'], queryFn: readAll, staleTime: 60_000 });
  return data ?? [];
}

async function readAll({ signal }: { readonly signal: AbortSignal }): Promise<Category[]> {
  const all: Category[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { limit: 100, ...(cursor && { cursor }) };
    const { items, nextCursor } = await told(
      kontor.GET('/v1/categories', { params: { query }, signal }),
    );
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}
