import { told, type Schemas } from '@kontor/sdk';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { kontor } from '../asking/kontor.ts';
import { isLive } from '../live/hints.ts';
import { useAccount } from '../session/use-session.ts';
import { ticketQueryOf, type TicketSearch } from './ticket-search.ts';

export type TicketRow = Schemas['TicketSummary'];

const pageSize = 50;

/**
 * Page by page. What the shop is to answer stands by when it is due, the earliest first; all else as
 * it changed.
 */
export function useTickets(search: TicketSearch) {
  const query = ticketQueryOf(search, useAccount()?.accountId ?? '');
  const asked = useInfiniteQuery({
    queryKey: ['tickets', query],
    queryFn: ({ pageParam, signal }) =>
      told(
        kontor.GET('/v1/admin/tickets', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: () => (isLive() ? 15_000 : false),
  });
  const { data } = asked;
  const rows = useMemo(() => {
    const byId = new Map<string, TicketRow>();
    for (const { items } of data?.pages ?? []) {
      for (const row of items) if (!byId.has(row.ticketId)) byId.set(row.ticketId, row);
    }
    return [...byId.values()];
  }, [data]);
  return { ...asked, rows };
}

type Colleague = Schemas['TicketAssignee'];

/** To whom a ticket can be given; they are what authors are called by, too. */
export function useColleagues(): readonly Colleague[] {
  const { data } = useQuery({
    queryKey: ['ticket assignees'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/ticket-assignees', { signal })),
    staleTime: 5 * 60_000,
  });
  return data?.items ?? [];
}
