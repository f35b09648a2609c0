import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

interface Asked<Row> {
  readonly key: readonly unknown[];
  readonly read: (cursor: string, signal: AbortSignal) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string;
}

export const pageSize = 100;

/** Page by page; what was shown stays until what was asked for is there. */
export function useList<Row>({ key, read, idOf }: Asked<Row>) {
  const asked = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
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
