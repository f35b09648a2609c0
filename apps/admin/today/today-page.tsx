import { useProblemText } from '../asking/problem-text.ts';
import { useMay, type Permission } from '../session/use-session.ts';
import { useSpeech } from '../words/speech.tsx';
import { Figures } from './figures.tsx';
import { Missing, StillMissing } from './missing.tsx';
import { figuresNeed, readinessNeeds, useReadiness, waitingNeeds } from './use-today.ts';
import { Waiting } from './waiting.tsx';

/** What somebody begins their day with: what was sold, what waits, and before the first order what is missing. */
export function TodayPage() {
  const { words, formats } = useSpeech();
  const may = useMay();
  const mayAny = (needed: readonly Permission[]) => needed.some(may);
  return (
    <div className="page today">
      <title>{words.today.title}</title>
      <div className="head">
        <div>
          <h1>{words.today.title}</h1>
          <p className="num">{formats.weekday(new Date())}</p>
        </div>
      </div>
      {mayAny(readinessNeeds) ? <WithReadiness /> : <Day />}
    </div>
  );
}

function Day() {
  const may = useMay();
  return (
    <>
      {figuresNeed.some(may) && <Figures />}
      {waitingNeeds.some(may) && <Waiting />}
    </>
  );
}

/** Nothing was sold yet: then what is missing to sell is what matters; afterwards it stands at the end. */
function WithReadiness() {
  const textOf = useProblemText();
  const { data, error } = useReadiness();
  const isBefore = data?.hasOrder === false;
  const lacks = data?.items.some(({ done }) => !done) ?? false;
  return (
    <>
      {isBefore && lacks && <Missing readiness={data} />}
      <Day />
      {!isBefore && data && lacks && <StillMissing readiness={data} />}
      {error && !data && (
        <p className="alert" role="alert">
          {textOf(error)}
        </p>
      )}
    </>
  );
}
