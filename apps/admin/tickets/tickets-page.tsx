import { useEffect, useRef } from 'react';
import { getRouteApi, Outlet, useParams, useRouter } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { useKeys } from '../shell/use-keys.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { TicketFilters } from './ticket-filters.tsx';
import { TicketList } from './ticket-list.tsx';
import type { TicketSearch } from './ticket-search.ts';
import { useTickets, type TicketRow } from './use-tickets.ts';

const route = getRouteApi('/tickets');

/** The list, and beside it whichever ticket is open: the list stays while one goes through it. */
export function TicketsPage() {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const search = route.useSearch();
  const router = useRouter();
  const { ticketId } = useParams({ strict: false });
  const tickets = useTickets(search);
  const { rows, error, isPending, isPlaceholderData, hasNextPage } = tickets;
  const ask = (next: TicketSearch) =>
    void router.navigate({ to: '/tickets', search: next, replace: true });
  const open = (id: string | undefined) => {
    if (id === undefined) return;
    // One step back leads out of the tickets, however many were looked at.
    const replace = ticketId !== undefined;
    void router.navigate({ to: '/tickets/$ticketId', params: { ticketId: id }, search, replace });
  };
  const step = useSteps(rows, ticketId, open);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Escape: ticketId === undefined ? undefined : () => ask(search),
  });
  const isNarrowed = Object.keys(search).some((name) => name !== 'view');
  return (
    <div className={ticketId === undefined ? 'page desk' : 'page desk has-open'}>
      <title>{words.tickets.title}</title>
      <section className="desk-list" aria-label={words.tickets.listLabel}>
        <h1>{words.tickets.title}</h1>
        <TicketFilters search={search} ask={ask} />
        {error && (
          <p className="alert" role="alert">
            {textOf(error)}{' '}
            <button type="button" className="link" onClick={() => void tickets.refetch()}>
              {words.problems.again}
            </button>
          </p>
        )}
        <p className="visually-hidden" role="status">
          {isPending ? words.list.reading : words.tickets.shown(rows.length)}
        </p>
        {!isPending && !error && rows.length === 0 ? (
          <div className="empty">
            <h2>{isNarrowed ? words.orders.noneFound : words.tickets.none}</h2>
            <p className="muted">
              {isNarrowed ? words.tickets.noneFoundWhat : words.tickets.noneWhat}
            </p>
          </div>
        ) : (
          <TicketList rows={rows} open={ticketId} search={search} isOld={isPlaceholderData} />
        )}
        {hasNextPage && (
          <button
            type="button"
            className="button more"
            disabled={tickets.isFetchingNextPage}
            onClick={() => void tickets.fetchNextPage()}
          >
            {words.tickets.more}
          </button>
        )}
      </section>
      {ticketId === undefined ? (
        <p className="desk-none muted">{words.tickets.pick}</p>
      ) : (
        <Outlet />
      )}
    </div>
  );
}

/** From row to row, also where the one that is open left the list by what was done to it. */
function useSteps(
  rows: readonly TicketRow[],
  ticketId: string | undefined,
  open: (ticketId: string | undefined) => void,
): (by: 1 | -1) => void {
  const at = rows.findIndex((row) => row.ticketId === ticketId);
  const last = useRef(-1);
  useEffect(() => {
    if (at >= 0) last.current = at;
    else if (ticketId === undefined) last.current = -1;
  });
  return (by) => {
    const gone = at < 0 && last.current >= 0;
    const next = gone ? last.current + (by === 1 ? 0 : -1) : at + by;
    open(rows[Math.max(0, Math.min(rows.length - 1, next))]?.ticketId);
  };
}
