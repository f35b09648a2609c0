import { usePageSpeech } from '../words/speech.tsx';
import { useTelling } from './tell-arrow.ts';
import type { Span, StoredStep } from './use-picture.ts';

/** What is drawn of a span; null where nobody knows how long it took, or it goes on. */
type Falling = Omit<Span, 'tookMs'> & { readonly tookMs: number | null };

interface Shown {
  readonly spans: readonly Falling[];
  readonly now?: Span | undefined;
}

/** Uses of arrows in order of time, each where it lies within the whole. */
export function FallingSpans({ spans, now }: Shown) {
  const { words } = usePageSpeech();
  const { nameOf, ms } = useTelling();
  const shown = spans.filter(({ kind }) => kind !== 'store');
  const stores = spans.length - shown.length;
  const { startMs, wholeMs } = extentOf(spans);
  return (
    <>
      <ol className="fall num">
        {shown.map((span, index) => {
          const { kind, from, to, operation, startedAt, tookMs, code } = span;
          const offset = ((Date.parse(startedAt) - startMs) / wholeMs) * 100;
          const width = Math.max(0.7, ((tookMs ?? 0) / wholeMs) * 100);
          return (
            <li key={`${startedAt} ${index}`} className={span === now ? 'now' : undefined}>
              <span className="what">
                {kind === 'story'
                  ? words.picture.path.story(nameOf(from))
                  : words.picture.arrow(nameOf(from), nameOf(to))}
                <span className="muted">
                  {operation}
                  {code !== null && `: ${code}`}
                </span>
              </span>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  className={code === null ? kind : 'bad'}
                  x={Math.min(offset, 100 - width)}
                  width={width}
                  height="8"
                />
              </svg>
              <span className="r">{tookMs === null ? '–' : ms(tookMs)}</span>
            </li>
          );
        })}
      </ol>
      {stores > 0 && <p className="nothing muted num">{words.picture.path.stores(stores)}</p>}
    </>
  );
}

/** From when to when they went, epoch milliseconds; never of no length. */
export function extentOf(spans: readonly Falling[]): { startMs: number; wholeMs: number } {
  const starts = spans.map(({ startedAt }) => Date.parse(startedAt));
  const startMs = Math.min(...starts);
  const ends = spans.map(({ tookMs }, index) => starts[index]! + (tookMs ?? 0));
  return { startMs, wholeMs: Math.max(1, Math.max(...ends) - startMs) };
}

/** What is stored of an order, as it is told where nothing else is remembered of it. */
export function fallingOf(steps: readonly StoredStep[]): Falling[] {
  return steps.map(({ endedAt, ...step }) => ({
    ...step,
    code: null,
    tookMs: endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(step.startedAt)),
  }));
}
