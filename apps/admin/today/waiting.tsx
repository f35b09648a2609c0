import { PathLink } from '../shell/path-link.tsx';
import { useSpeech } from '../words/speech.tsx';
import { Failed } from './failed.tsx';
import { useLocationNames, useWaiting, type WaitingWork } from './use-today.ts';

interface ListPage {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** The page of each list, as far as there is one. */
const pages: Readonly<Record<string, ListPage>> = {
  to_pick: { to: '/fulfillment' },
  payments_in_review: { to: '/orders', search: { held: 'payment_in_review' } },
  low_stock: { to: '/stock', search: { view: 'low' } },
  tickets_open: { to: '/tickets' },
  withdrawals_open: { to: '/withdrawals' },
  stuck_stories: { to: '/stuck-work', search: { kind: 'story' } },
  dead_letters: { to: '/stuck-work', search: { kind: 'dead_letter' } },
};

/** What a person is waited for, what is due first at the top. */
export function Waiting() {
  const { words } = useSpeech();
  const { data, error, refetch } = useWaiting();
  const lines = (data?.items ?? []).filter(({ count }) => count > 0).toSorted(dueFirst);
  return (
    <section className="panel" aria-busy={!data && !error}>
      <header>
        <h2>{words.today.waiting.title}</h2>
      </header>
      {error && <Failed error={error} again={refetch} />}
      {data && lines.length === 0 && <p className="empty muted">{words.today.waiting.nothing}</p>}
      <ul className="waiting num">
        {lines.map((work) => (
          <Line
            key={JSON.stringify([work.kind, work.service, work.locationId, work.dueAt])}
            work={work}
          />
        ))}
      </ul>
      {(data?.unanswered.length ?? 0) > 0 && (
        <p className="notice" role="status">
          {words.today.waiting.unanswered}
        </p>
      )}
    </section>
  );
}

function dueFirst(one: WaitingWork, other: WaitingWork): number {
  if (one.dueAt === other.dueAt) return 0;
  if (one.dueAt === null) return 1;
  if (other.dueAt === null) return -1;
  return one.dueAt < other.dueAt ? -1 : 1;
}

function Line({ work }: { work: WaitingWork }) {
  const { words } = useSpeech();
  const { kind, count, dueAt, locationId } = work;
  const place = useLocationNames().get(locationId ?? '');
  const said = words.today.waiting;
  const page = pages[kind];
  return (
    <li>
      <PathLink className="row-link" to={page?.to} {...(page?.search && { search: page.search })}>
        {said.kinds[kind]?.(count) ?? said.other(kind, count)}
      </PathLink>
      {place !== undefined && <span className="muted">{said.from(place)}</span>}
      {dueAt !== null && <Due at={dueAt} />}
    </li>
  );
}

function Due({ at }: { at: string }) {
  const { words, formats } = useSpeech();
  const said = words.today.waiting;
  const when = formats.shortMoment(at);
  const isPast = Date.parse(at) < Date.now();
  return (
    <span className={`chip ${isPast ? 'bad' : 'wait'}`}>
      {isPast ? said.overdue(when) : said.due(when)}
    </span>
  );
}
