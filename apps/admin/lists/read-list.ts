import { hashKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

interface Asked<Row> {
  /** Of which list it is, and at the end what is asked of it. */
  readonly key: readonly unknown[];
  readonly read: (cursor: string, signal: AbortSignal) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string;
  /** Whether rows stay where they are when somebody comes back with what they copied elsewhere. */
  readonly isEdited?: boolean;
}

export const pageSize = 100;

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  hashKey(one.slice(0, -1)) === hashKey(other.slice(0, -1));

/** Page by page; what a list showed stays until what was asked of it anew is there. */
export function useList<Row>({ key, read, idOf, isEdited = false }: Asked<Row>) {
  const asked = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchOnWindowFocus: !isEdited,
    // Of the same list alone: rows of another channel have its prices.
    placeholderData: (before, last) =>
      last && isSameList(last.queryKey, key) ? before : undefined,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError } = asked;
  // While pages are read, a row that moves up comes twice: it is shown once, where it was first.
  const rows = useMemo(() => {
    const byId = new Map<string, Row>();
    for (const { items } of data?.pages ?? []) {
      for (const row of items) if (!byId.has(idOf(row))) byId.set(idOf(row), row);
    }
    return [...byId.values()];
  }, [data, idOf]);
  return {
    ...asked,
    rows,
    again: () => void (isFetchNextPageError ? asked.fetchNextPage() : asked.refetch()),
    // What was refused is asked for again by hand alone.
    readOn: () => {
      if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void asked.fetchNextPage();
    },
  };
}
