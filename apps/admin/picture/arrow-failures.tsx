import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { endsOf, type ArrowName } from './places.ts';
import { Spark } from './spark.tsx';
import { useTelling } from './tell-arrow.ts';
import { useFailures, type LiveArrow } from './use-picture.ts';

interface Shown {
  readonly name: ArrowName;
  readonly arrow: LiveArrow | undefined;
  readonly live: boolean;
  readonly trace: string | undefined;
  readonly onTrace: (trace: string) => void;
  readonly onClose: () => void;
}

/** What failed along one arrow last, and in which traces. */
export function ArrowFailures({ name, arrow, live, trace, onTrace, onClose }: Shown) {
  const { words, formats } = usePageSpeech();
  const { failures: said } = words.picture;
  const { nameOf, rate, ms, failed } = useTelling();
  const textOf = useProblemText();
  const [from, to] = endsOf(name);
  const { data, error } = useFailures(from, to, live);
  return (
    <section className="panel" aria-labelledby="arrow-title" data-arrow-shown={name}>
      <header>
        <h2 id="arrow-title">{words.picture.arrow(nameOf(from), nameOf(to))}</h2>
        {arrow && arrow.failed > 0 && <span className="chip bad">{failed(arrow)}</span>}
        <div className="right num">
          {arrow && <Spark curve={arrow.curve} />}
          {arrow && rate(arrow.perSecond)}
          {arrow && arrow.p95Ms !== null && ` · ${words.picture.p95(ms(arrow.p95Ms))}`}
          <button type="button" className="link" onClick={onClose}>
            {said.close}
          </button>
        </div>
      </header>
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
      {data?.items.length === 0 && <p className="nothing muted">{said.none}</p>}
      {data !== undefined && data.items.length > 0 && (
        <table>
          <caption className="visually-hidden">{said.title}</caption>
          <FailureHeads />
          <tbody>
            {data.items.map(({ at, operation, code, tookMs, traceId }, index) => (
              <tr key={`${at} ${index}`}>
                <td className="num">{formats.second(at)}</td>
                <td>{operation}</td>
                <td>{code}</td>
                <td className="r num">{ms(tookMs)}</td>
                <td className="r">
                  {traceId !== null && (
                    <button
                      type="button"
                      className="link num"
                      aria-pressed={trace === traceId}
                      aria-label={words.picture.trace.title(traceId.slice(0, 8))}
                      onClick={() => onTrace(traceId)}
                    >
                      {traceId.slice(0, 8)}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function FailureHeads() {
  const { failures: said } = usePageSpeech().words.picture;
  return (
    <thead>
      <tr>
        <th scope="col">{said.at}</th>
        <th scope="col">{said.operation}</th>
        <th scope="col">{said.code}</th>
        <th scope="col" className="r">
          {said.took}
        </th>
        <th scope="col" className="r">
          {said.trace}
        </th>
      </tr>
    </thead>
  );
}
