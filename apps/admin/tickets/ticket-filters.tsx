import { Link } from '@tanstack/react-router';
import { SearchField } from '../lists/narrowing.tsx';
import { ActionMenu } from '../shell/action-menu.tsx';
import { usePageSpeech, useSpeech } from '../words/speech.tsx';
import { priorities, views, type TicketSearch } from './ticket-search.ts';

interface Asking {
  readonly search: TicketSearch;
  readonly ask: (search: TicketSearch) => void;
}

/** What waits for whom, one field, and what the list is narrowed to besides. */
export function TicketFilters({ search, ask }: Asking) {
  const { words } = usePageSpeech();
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
            activeOptions={{ exact: true }}
            activeProps={{}}
            aria-current={view === current ? 'page' : undefined}
          >
            {words.tickets.views[view]}
          </Link>
        ))}
      </nav>
      <div className="filters">
        <SearchField
          label={words.tickets.searchLabel}
          hint={words.tickets.searchHint}
          q={search.q}
          onTyped={(q) => {
            const { q: _, ...rest } = search;
            ask(q === undefined ? rest : { ...rest, q });
          }}
        />
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
