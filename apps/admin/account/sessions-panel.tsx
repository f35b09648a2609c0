import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useSession } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { deviceOf } from './device.ts';

type Session = Schemas['Session'];

const sessionsKey = ['own', 'sessions'] as const;
const anew = () => queryClient.invalidateQueries({ queryKey: sessionsKey });

/** Where one is signed in: what one does not know is ended here. */
export function SessionsPanel() {
  const { words } = usePageSpeech();
  const said = words.account.sessions;
  const textOf = useProblemText();
  const own = useSession().data?.sessionId;
  const { data, error } = useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/auth/sessions', { signal })),
  });
  const ended = useMutation({
    mutationFn: ({ sessionId }: Session) =>
      told(kontor.DELETE('/v1/auth/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onSettled: anew,
  });
  const others = useMutation({
    mutationFn: () => told(kontor.POST('/v1/auth/sessions/end-others')),
    onSettled: anew,
  });
  const failed = error ?? ended.error ?? others.error;
  const sessions = (data?.items ?? []).toSorted(
    (one, other) => Number(other.sessionId === own) - Number(one.sessionId === own),
  );
  return (
    <section className="panel" aria-labelledby="sessions" aria-busy={!data && !error}>
      <header>
        <h2 id="sessions">{said.title}</h2>
        {sessions.length > 1 && (
          <div className="right">
            <button
              type="button"
              className="button"
              disabled={others.isPending}
              onClick={() => others.mutate()}
            >
              {said.endOthers}
            </button>
          </div>
        )}
      </header>
      {failed && (
        <p className="alert" role="alert">
          {textOf(failed)}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {others.isSuccess ? said.othersEnded : ''}
      </p>
      <ul className="lines">
        {sessions.map((session) => (
          <SessionLine
            key={session.sessionId}
            session={session}
            isOwn={session.sessionId === own}
            onEnd={() => ended.mutate(session)}
          />
        ))}
      </ul>
    </section>
  );
}

interface LineShown {
  readonly session: Session;
  readonly isOwn: boolean;
  readonly onEnd: () => void;
}

function SessionLine({ session, isOwn, onEnd }: LineShown) {
  const { words, formats } = usePageSpeech();
  const said = words.account.sessions;
  const { userAgent, ipAddress, createdAt, refreshedAt } = session;
  const device = deviceOf(userAgent) ?? said.unknown;
  return (
    <li>
      <div>
        <b>{device}</b> {isOwn && <span className="chip ok">{said.here}</span>}
        <p className="muted num">
          {ipAddress} {said.since(formats.moment(createdAt))}{' '}
          {said.seen(formats.moment(refreshedAt))}
        </p>
      </div>
      {!isOwn && (
        <button type="button" className="link" onClick={onEnd}>
          {said.end}
          <span className="visually-hidden">: {device}</span>
        </button>
      )}
    </li>
  );
}
