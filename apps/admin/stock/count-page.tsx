import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { isUnclear } from '../asking/unclear.ts';
import { ScanField } from '../fulfillment/scan-field.tsx';
import { useMay } from '../session/use-session.ts';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { useSpeech } from '../words/speech.tsx';
import { Conflict } from '../products/conflict.tsx';
import { CountedLines } from './counted-lines.tsx';
import { resolveCode, useCounting, type Counted } from './counting.ts';
import { useLocations } from './use-stock.ts';

const route = getRouteApi('/stock/count');

/** Counting with a scanner or by hand: each scan is a piece, a number may be typed, one press books all. */
export function CountPage() {
  const { words } = useSpeech();
  const { counting } = words.stock;
  const router = useRouter();
  const may = useMay();
  const { location } = route.useSearch();
  const { locations, isPending } = useLocations();
  const chosen = locations.find(({ code }) => code === location) ?? locations[0];
  return (
    <div className="page pick-page" aria-busy={isPending}>
      <title>{counting.title}</title>
      <div className="head">
        <div>
          <Link className="back" to="/stock">
            {words.stock.title}
          </Link>
          <h1>{counting.title}</h1>
        </div>
      </div>
      {!may('inventory:write') && <p className="alert">{words.problems.notFoundWhat}</p>}
      {!isPending && !chosen && <p className="alert">{counting.needsLocation}</p>}
      {chosen && may('inventory:write') && (
        <>
          {locations.length > 1 && (
            <label className="field">
              {words.stock.location}
              <select
                value={chosen.code}
                onChange={({ target }) =>
                  void router.navigate({ to: '/stock/count', search: { location: target.value } })
                }
              >
                {locations.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Counting key={chosen.locationId} locationId={chosen.locationId} />
        </>
      )}
    </div>
  );
}

function Counting({ locationId }: { locationId: string }) {
  const { words } = useSpeech();
  const text = words.stock.counting;
  const textOf = useProblemText();
  const count = useCounting(locationId);
  const { lines, moved, sending } = count;
  const field = useRef<HTMLInputElement>(null);
  const { wrong, scan } = useScans(locationId, count);
  const question = useLeaveGuard(lines.length > 0);
  const mustStay = sending.error !== null && isUnclear(sending.error);
  const [last] = lines;
  return (
    <section className="panel picking" aria-label={text.title}>
      <LastScanned last={last} isDone={sending.data !== undefined} />
      <Booked count={count} />
      {!mustStay && (
        <ScanField label={text.scan} field={field} isWrong={wrong !== undefined} onScan={scan} />
      )}
      {wrong !== undefined && (
        <p className="alert" role="alert">
          {wrong}
        </p>
      )}
      <CountedLines
        lines={lines}
        mayChange={!mustStay}
        onSet={count.set}
        onDrop={(sku) => {
          count.drop(sku);
          field.current?.focus();
        }}
      />
      {sending.error && (
        <p className="alert" role="alert">
          {textOf(sending.error)} {mustStay && text.sameAgain}
        </p>
      )}
      {lines.length > 0 && (
        <button
          type="button"
          className="button primary large"
          disabled={sending.isPending}
          onClick={count.finish}
        >
          {text.finish(lines.length)}
        </button>
      )}
      {moved.length > 0 && <MovedMeanwhile count={count} />}
      {question}
    </section>
  );
}

type Count = ReturnType<typeof useCounting>;

/** One after the other, however fast they come: each is a piece. */
function useScans(locationId: string, { lines, add }: Count) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const [wrong, setWrong] = useState<string>();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  const look = async (code: string) => {
    const known = latest.current.find(({ sku }) => sku.toLowerCase() === code.toLowerCase());
    try {
      const found = known ?? (await resolveCode(code, locationId, may('catalog:read')));
      if (found) add(found.sku, found.booked);
      else setWrong(words.stock.counting.unknown(code));
    } catch (error) {
      setWrong(textOf(error));
    }
  };
  const scan = (code: string) => {
    setWrong(undefined);
    queue.current = queue.current.then(() => look(code));
  };
  return { wrong, scan };
}

function LastScanned({ last, isDone }: { last: Counted | undefined; isDone: boolean }) {
  const { words } = useSpeech();
  const text = words.stock.counting;
  return (
    <div className="picked-line num" aria-live="polite">
      {last ? (
        <>
          <p className="pick-title">{last.sku}</p>
          <p className="pick-count">{last.pieces}</p>
          <p className="muted">{text.booked(last.booked)}</p>
        </>
      ) : (
        <p className="muted">{isDone ? '' : text.nothing}</p>
      )}
    </div>
  );
}

function Booked({ count: { sending } }: { count: Count }) {
  const { words } = useSpeech();
  const text = words.stock.counting;
  const { data, variables } = sending;
  if (!data || !variables) return <p role="status" />;
  return (
    <p role="status" className="notice">
      {text.done(variables.all.length, data.movements)}{' '}
      {data.shortages > 0 && text.shortages(data.shortages)}
    </p>
  );
}

/** Both numbers of what moved while it was counted: one is chosen for each. */
function MovedMeanwhile({ count: { moved, settle, closeMoved, sending } }: { count: Count }) {
  const { words } = useSpeech();
  const text = words.stock.counting;
  const fields = moved.map(({ sku, pieces, now }) => ({
    key: sku,
    name: sku,
    mine: `${text.counted}: ${pieces}`,
    theirs: `${text.meanwhile}: ${now}`,
  }));
  return (
    <Conflict
      fields={fields}
      what={text.moved}
      isSending={sending.isPending}
      onClose={closeMoved}
      onChosen={(mine) =>
        settle(new Map(moved.map(({ sku, pieces, now }) => [sku, mine.has(sku) ? pieces : now])))
      }
    />
  );
}
