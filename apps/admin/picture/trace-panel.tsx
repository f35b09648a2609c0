import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { FallingSpans } from './falling-spans.tsx';
import { useTrace } from './use-picture.ts';

/** What went along the arrows in the request in which something failed. */
export function TracePanel({ trace, onClose }: { trace: string; onClose: () => void }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { data, error } = useTrace(trace);
  return (
    <section className="panel" aria-labelledby="trace-title" aria-busy={!data && !error}>
      <header>
        <h2 id="trace-title" className="num">
          {words.picture.trace.title(trace.slice(0, 8))}
        </h2>
        <div className="right">
          <button type="button" className="link" onClick={onClose}>
            {words.picture.failures.close}
          </button>
        </div>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {data?.items.length === 0 && <p className="nothing muted">{words.picture.trace.none}</p>}
      {data !== undefined && data.items.length > 0 && <FallingSpans spans={data.items} />}
    </section>
  );
}
