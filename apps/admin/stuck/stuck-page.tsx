import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { ListPage } from '../lists/list-page.tsx';
import { Applied, without } from '../lists/narrowing.tsx';
import { PlainRows } from '../lists/plain-rows.tsx';
import { useAccount } from '../session/use-session.ts';
import { ActionMenu } from '../shell/action-menu.tsx';
import { Modal } from '../shell/modal.tsx';
import { useSpeech } from '../words/speech.tsx';
import {
  idOf,
  kinds,
  useReplay,
  useStuckWork,
  type StuckSearch,
  type StuckWork,
} from './use-stuck.ts';

const route = getRouteApi('/stuck-work');

/** What the shop could not do by itself, the oldest first, with the reason of each. */
export function StuckPage() {
  const { words, formats } = useSpeech();
  const names = words.stuck;
  const search = route.useSearch();
  const router = useRouter();
  const stuck = useStuckWork(search);
  const { rows, unanswered, hasNextPage, isPlaceholderData } = stuck;
  const [opened, open] = useState<string>();
  const replay = useReplay();
  const address = router.buildLocation({ to: '/stuck-work', search }).href;
  const shown = rows.find((row) => idOf(row) === opened);
  return (
    <ListPage
      title={names.title}
      asked={stuck}
      count={rows.length}
      isNarrowed={Object.keys(search).length > 0}
      none={{ title: names.none, what: names.noneWhat }}
      shown={names.shown(rows.length, hasNextPage)}
      filters={
        // What was delivered again is told also where nothing is left in the list.
        <>
          <Filters search={search} />
          <Notices replayed={replay.data?.replayed} unanswered={unanswered} />
        </>
      }
    >
      <PlainRows
        key={address}
        address={address}
        label={names.title}
        rows={rows}
        idOf={idOf}
        isOld={isPlaceholderData}
        onEnd={stuck.readOn}
        onOpen={open}
        columns={[
          {
            head: names.what,
            cell: (row) => (
              <button type="button" className="row-link bare" onClick={() => open(idOf(row))}>
                {row.type}
              </button>
            ),
          },
          { head: names.kind, className: 'hide-s', cell: ({ kind }) => names.kinds[kind] ?? kind },
          {
            head: names.where,
            cell: ({ service, consumer }) =>
              consumer === null || consumer === service ? service : `${service} → ${consumer}`,
          },
          {
            head: names.reason,
            className: 'hide-s muted',
            cell: ({ reason }) => <span className="clipped">{reason}</span>,
          },
          {
            head: names.since,
            className: 'muted',
            cell: ({ since }) => <time dateTime={since}>{formats.shortly(since)}</time>,
          },
        ]}
      />
      {shown && <Details work={shown} replay={replay} onClose={() => open(undefined)} />}
    </ListPage>
  );
}

interface NoticesShown {
  readonly replayed: number | undefined;
  readonly unanswered: readonly string[];
}

function Notices({ replayed, unanswered }: NoticesShown) {
  const { words } = useSpeech();
  const names = words.stuck;
  return (
    <>
      {replayed !== undefined && (
        <p className="notice" role="status">
          {names.replayed(replayed)}
        </p>
      )}
      {unanswered.length > 0 && (
        <p className="notice" role="status">
          {names.unanswered(unanswered.join(', '))}
        </p>
      )}
    </>
  );
}

function Filters({ search }: { search: StuckSearch }) {
  const { words } = useSpeech();
  const names = words.stuck;
  const router = useRouter();
  const ask = (next: StuckSearch) => void router.navigate({ to: '/stuck-work', search: next });
  const { kind, service } = search;
  return (
    <div className="filters">
      {kind && (
        <Applied name={names.kind} onRemove={() => ask(without(search, 'kind'))}>
          {names.kinds[kind] ?? kind}
        </Applied>
      )}
      {service && (
        <Applied name={names.where} onRemove={() => ask(without(search, 'service'))}>
          {service}
        </Applied>
      )}
      <ActionMenu
        className="filter add"
        opensBy="f"
        groups={[
          {
            label: names.kind,
            items: kinds.map((each) => ({
              text: names.kinds[each] ?? each,
              act: () => ask({ ...search, kind: each }),
            })),
          },
        ]}
      >
        + {words.list.filter} <kbd>F</kbd>
      </ActionMenu>
    </div>
  );
}

interface DetailsShown {
  readonly work: StuckWork;
  readonly replay: ReturnType<typeof useReplay>;
  readonly onClose: () => void;
}

/** What it was, why it failed, and what one does about it. */
function Details({ work, replay, onClose }: DetailsShown) {
  const { words, formats } = useSpeech();
  const names = words.stuck;
  const { kind, service, consumer, type, id, about, attempts, since, nextAttemptAt, reason } = work;
  const facts = [
    [names.kind, names.kinds[kind] ?? kind],
    [names.where, consumer === null ? service : `${service} → ${consumer}`],
    [names.id, id],
    ...(about === null ? [] : [[names.about, about] as const]),
    [names.attempts, String(attempts)],
    [names.since, formats.moment(since)],
    [names.next, nextAttemptAt === null ? names.noNext : formats.moment(nextAttemptAt)],
  ] as const;
  return (
    <Modal title={type} onClose={onClose}>
      <div className="modal-body">
        <p className="alert">{reason}</p>
        <dl className="kv first num">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p>{kind === 'story' ? names.storyWhat : names.letterWhat}</p>
        {kind !== 'story' && <Again work={work} replay={replay} />}
      </div>
    </Modal>
  );
}

/** For who may: it alone, or all like it. */
function Again({ work, replay }: Omit<DetailsShown, 'onClose'>) {
  const { words } = useSpeech();
  const names = words.stuck;
  const textOf = useProblemText();
  const account = useAccount();
  const mayReplay = account?.channels === '*' && account.permissions.includes('settings:write');
  if (!mayReplay) return null;
  return (
    <>
      {replay.error && (
        <p className="alert" role="alert">
          {textOf(replay.error)}
        </p>
      )}
      <footer>
        <button
          type="button"
          className="button"
          disabled={replay.isPending}
          onClick={() => replay.mutate({ work, isAll: true })}
        >
          {names.replayAll}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={replay.isPending}
          onClick={() => replay.mutate({ work, isAll: false })}
        >
          {names.replay}
        </button>
      </footer>
    </>
  );
}
