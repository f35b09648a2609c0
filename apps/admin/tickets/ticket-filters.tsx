import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ActionMenu } from '../shell/action-menu.tsx';
import { Icon } from '../shell/icon.tsx';
import { useKeys } from '../shell/use-keys.ts';
import { useSpeech } from '../words/speech.tsx';
import { priorities, views, type TicketSearch } from './ticket-search.ts';

const typedMs = 200;

interface Asking {
  readonly search: TicketSearch;
  readonly ask: (search: TicketSearch) => void;
}

/** What waits for whom, one field, and what the list is narrowed to besides. */
export function TicketFilters({ search, ask }: Asking) {
  const { words } = useSpeech();
  const { view: current = 'to_answer', ...others } = search;
  const { priority, customer, order, ...broad } = search;
  return (
    <>
      <nav className="views" aria-label={words.orders.viewsLabel}>
        {views.map((view) => (
          <Link
            key={view}
            to="/tickets"
            search={view === 'to_answer' ? others : { ...others, view }}
            aria-current={view === current ? 'page' : undefined}
          >
            {words.tickets.views[view]}
          </Link>
        ))}
      </nav>
      <div className="filters">
        <SearchField search={search} ask={ask} />
        {(customer ?? order) && (
          <Applied text={words.tickets.narrowed} onRemove={() => ask(broad)} />
        )}
        {priority ? (
          <Applied
            text={words.tickets.priorities[priority]}
            onRemove={() => {
              const { priority: _, ...rest } = search;
              ask(rest);
            }}
          />
        ) : (
          <ActionMenu
            className="filter add"
            opensBy="f"
            groups={[
              {
                label: words.tickets.priority,
                items: priorities.map((each) => ({
                  text: words.tickets.priorities[each],
                  act: () => ask({ ...search, priority: each }),
                })),
              },
            ]}
          >
            + {words.list.filter} <kbd>F</kbd>
          </ActionMenu>
        )}
      </div>
    </>
  );
}

function Applied({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { words } = useSpeech();
  return (
    <button
      type="button"
      className="filter"
      onClick={onRemove}
      aria-label={words.list.remove(text)}
    >
      <b>{text}</b> ×
    </button>
  );
}

function SearchField({ search, ask }: Asking) {
  const { words } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  const { q = '' } = search;
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = setTimeout(() => {
      const { q: _, ...others } = search;
      ask(typed.trim() === '' ? others : { ...others, q: typed });
    }, typedMs);
    return () => clearTimeout(timer);
  }, [typed, q, search, ask]);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <search className="q2">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={words.tickets.searchLabel}
        placeholder={words.tickets.searchHint}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </search>
  );
}
