import { Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { extentOf, fallingOf, FallingSpans } from './falling-spans.tsx';
import { useTelling } from './tell-arrow.ts';
import type { OrderPath, Span } from './use-picture.ts';

interface Shown {
  readonly number: string;
  readonly path: OrderPath | null | undefined;
  readonly error: Error | null;
  /** The step that is being played. */
  readonly now: Span | undefined;
  readonly onPlay: () => void;
  readonly onClose: () => void;
}

/**
 * The way of one order: trace by trace, with what its log says of each; where what went along the
 * arrows is not remembered, by what is stored of its events and stories.
 */
export function PathPanel({ number, path, error, now, onPlay, onClose }: Shown) {
  const { words } = usePageSpeech();
  const { path: said, failures } = words.picture;
  const { nameOf } = useTelling();
  const textOf = useProblemText();
  return (
    <section
      className="panel"
      aria-labelledby="path-title"
      aria-busy={path === undefined && !error}
    >
      <header>
        <h2 id="path-title" className="num">
          {said.title(number)}
        </h2>
        <div className="right">
          {path && (
            <Link className="link" to="/orders/$orderId" params={{ orderId: path.orderId }}>
              {said.open}
            </Link>
          )}
          {path && path.spans.length > 0 && (
            <button type="button" className="link" onClick={onPlay}>
              {now ? said.stop : said.play}
              <kbd>P</kbd>
            </button>
          )}
          <button type="button" className="link" onClick={onClose}>
            {failures.close}
          </button>
        </div>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {path === null && <p className="nothing muted">{said.none(number)}</p>}
      {path && !path.remembered && <p className="nothing notice">{said.forgotten}</p>}
      {path && path.unanswered.length > 0 && (
        <p className="nothing notice">{said.missing(path.unanswered.map(nameOf).join(', '))}</p>
      )}
      {path && <Steps path={path} now={now} />}
    </section>
  );
}

function Steps({
  // A gateway of before does not tell of steps.
  path: { entries, spans, steps = [] },
  now,
}: {
  path: Omit<OrderPath, 'steps'> & Partial<Pick<OrderPath, 'steps'>>;
  now: Span | undefined;
}) {
  const { words, formats } = usePageSpeech();
  const { ms } = useTelling();
  const traces = [...new Set([...entries, ...steps].map(({ traceId }) => traceId))];
  return traces.map((trace) => {
    const said = entries.filter(({ traceId }) => traceId === trace);
    const remembered = spans.filter(({ traceId }) => traceId === trace);
    const stored = fallingOf(steps.filter(({ traceId }) => traceId === trace));
    const own = remembered.length > 0 ? remembered : stored;
    const began = said[0]?.at ?? own[0]?.startedAt;
    return (
      <div key={trace} className="way-of-trace">
        <h3 className="num">
          {began !== undefined && formats.moment(began)}
          {own.length > 0 && (
            <span className="muted">{words.picture.path.took(ms(extentOf(own).wholeMs))}</span>
          )}
        </h3>
        {said.length > 0 && (
          <ol className="log-entries" aria-label={words.picture.path.log}>
            {said.map(({ at, kind, message }) => (
              <li key={`${at} ${kind}`}>
                <span className="num muted">{formats.second(at)}</span> {message}
              </li>
            ))}
          </ol>
        )}
        {own.length > 0 && <FallingSpans spans={own} now={now} />}
      </div>
    );
  });
}
