import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { ActionMenu } from '../shell/action-menu.tsx';
import { usePageSpeech, useSpeech } from '../words/speech.tsx';
import { narrowings, periods, type AuditSearch } from './audit-search.ts';
import { AuditEntry } from './audit-entry.tsx';
import { operationSaid, subjectSaid } from './said-of-entry.ts';
import { useAudit, type Entry } from './use-audit.ts';

const route = getRouteApi('/audit');

/** Who changed what, when, and how it was before: what is clicked narrows the list. */
export function AuditPage() {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const search = route.useSearch();
  const router = useRouter();
  const audit = useAudit(search);
  const { entries, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage } = audit;
  const ask = (next: AuditSearch) => void router.navigate({ to: '/audit', search: next });
  const again = () => (audit.isFetchNextPageError ? audit.fetchNextPage() : audit.refetch());
  return (
    <div className="page">
      <title>{words.audit.title}</title>
      <div className="head">
        <div>
          <h1>{words.audit.title}</h1>
          <p role="status">
            {isPending ? words.list.reading : words.audit.shown(entries.length, hasNextPage)}
          </p>
        </div>
      </div>
      <Narrowed search={search} ask={ask} />
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={() => void again()}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && entries.length === 0 && (
        <section className="panel empty">
          <h2>{words.audit.none}</h2>
          <p className="muted">{words.audit.noneWhat}</p>
        </section>
      )}
      <Days entries={entries} isOld={isPlaceholderData} search={search} ask={ask} />
      {hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          {words.audit.more}
        </button>
      )}
    </div>
  );
}

interface Asking {
  readonly search: AuditSearch;
  readonly ask: (search: AuditSearch) => void;
}

function Days({
  entries,
  isOld,
  search,
  ask,
}: Asking & { readonly entries: readonly Entry[]; readonly isOld: boolean }) {
  const { formats } = useSpeech();
  const days = Map.groupBy(entries, ({ at }) => formats.day(new Date(at)));
  return (
    <div aria-busy={isOld}>
      {[...days].map(([day, ofDay]) => (
        <section className="panel audit" key={day} aria-label={day}>
          <header>
            <h2>{day}</h2>
          </header>
          <ul className="num">
            {ofDay.map((entry) => (
              <AuditEntry
                key={entry.entryId}
                entry={entry}
                onNarrow={(narrowed) => ask({ ...search, ...narrowed })}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** What the list is narrowed by, to be taken away again. */
function Narrowed({ search, ask }: Asking) {
  const { words } = usePageSpeech();
  const without = (name: keyof AuditSearch) => {
    const others: { -readonly [Name in keyof AuditSearch]: AuditSearch[Name] } = { ...search };
    delete others[name];
    if (name === 'actorId') delete others.name;
    ask(others);
  };
  const groups = [
    {
      label: words.audit.period,
      items: periods.map((days) => ({
        text: words.orders.periods[days],
        act: () => ask({ ...search, days }),
      })),
    },
  ];
  const applied = [
    ...narrowings.map((name) => ({ name, text: search[name], label: words.audit.by[name] })),
    { name: 'days', text: search.days, label: words.audit.period } as const,
  ];
  const shownOf = (name: keyof AuditSearch, text: string) => {
    if (name === 'days' && search.days) return words.orders.periods[search.days];
    if (name === 'operation') return operationSaid(text, words.audit.operations);
    if (name === 'subject') return subjectSaid(text, words.audit.subjects);
    return name === 'actorId' ? (search.name ?? text) : text;
  };
  return (
    <div className="filters">
      {applied.map(({ name, text, label }) =>
        text === undefined ? null : (
          <button
            key={name}
            type="button"
            className="filter"
            aria-label={words.list.remove(`${label}: ${shownOf(name, text)}`)}
            onClick={() => without(name)}
          >
            {label}: <b>{shownOf(name, text)}</b> ×
          </button>
        ),
      )}
      <ActionMenu className="filter add" opensBy="f" groups={groups}>
        + {words.list.filter} <kbd>F</kbd>
      </ActionMenu>
    </div>
  );
}
