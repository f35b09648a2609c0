import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Mark } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { Due, TicketStateChip } from './ticket-chips.tsx';
import type { TicketSearch } from './ticket-search.ts';
import type { TicketRow } from './use-tickets.ts';

interface Listed {
  readonly rows: readonly TicketRow[];
  readonly open: string | undefined;
  readonly search: TicketSearch;
  readonly isOld: boolean;
}

/** What is asked, what was said last, and by when the customer has an answer. */
export function TicketList({ rows, open, search, isOld }: Listed) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <ul className="tickets" ref={list} aria-busy={isOld}>
      {rows.map((row) => (
        <li key={row.ticketId}>
          <TicketLink row={row} search={search} />
        </li>
      ))}
    </ul>
  );
}

function TicketLink({ row, search }: { row: TicketRow; search: TicketSearch }) {
  const { words, formats } = usePageSpeech();
  const { ticketId, number, subject, state, priority, lastMessage, updatedAt } = row;
  const isPressing = priority === 'urgent' || priority === 'high';
  return (
    <Link
      to="/tickets/$ticketId"
      params={{ ticketId }}
      search={search}
      className="ticket-row"
      activeProps={{ 'aria-current': 'true' }}
      activeOptions={{ includeSearch: false }}
    >
      <Mark of={row.customerId} />
      <span className="ticket-what">
        <span className="ticket-line">
          <b>{subject}</b>
          <time className="num" dateTime={updatedAt}>
            {formats.shortly(updatedAt)}
          </time>
        </span>
        {lastMessage && (
          <span className="excerpt">
            {lastMessage.from === 'staff' && `${words.tickets.we}: `}
            {lastMessage.excerpt}
          </span>
        )}
        <span className="ticket-line num">
          <span className="facts">
            <span>{number}</span>
            {isPressing && <span className="pressing">{words.tickets.priorities[priority]}</span>}
            <Due at={row.dueAt} />
          </span>
          <TicketStateChip state={state} />
        </span>
      </span>
    </Link>
  );
}
