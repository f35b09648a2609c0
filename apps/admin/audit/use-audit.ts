import { told, type Schemas } from '@kontor/sdk';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { kontor } from '../asking/kontor.ts';
import { auditQueryOf, type AuditSearch } from './audit-search.ts';

export type Entry = Schemas['AuditEntry'];

const pageSize = 50;

/** Page by page, the newest first; what was shown stays until what was asked for is there. */
export function useAudit(search: AuditSearch) {
  const query = auditQueryOf(search);
  const asked = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) =>
      told(
        kontor.GET('/v1/admin/audit', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data } = asked;
  const entries = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  return { ...asked, entries };
}
