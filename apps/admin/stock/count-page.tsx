import { getRouteApi, Link, useBlocker, useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { ScanField } from '../fulfillment/scan-field.tsx';
import { useAccount, useMay } from '../session/use-session.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { CountedLines } from './counted-lines.tsx';
import { useCounting, type Count } from './counting.ts';
import type { Counted } from './held-count.ts';
import { MovedDialog } from './moved-dialog.tsx';
import { useScans } from './scans.ts';
import { useLocations } from './use-stock.ts';

const route = getRouteApi('/stock/count');

/** Counting with a scanner or by hand: each scan is a piece, a number may be typed, one press books all. */
export function CountPage() {
  const { words } = usePageSpeech();
  const { counting } = words.stock;
  const router = useRouter();
  const may = useMay();
  const account = useAccount();
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
      {chosen && account && may('inventory:write') && (
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
          <Counting
            key={chosen.locationId}
            accountId={account.accountId}
            locationId={chosen.locationId}
          />
        </>
      )}
    </div>
  );
}

function Counting({ accountId, locationId }: { accountId: string; locationId: string }) {
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  const textOf = useProblemText();
  const count = useCounting(accountId, locationId);
  const { lines, moved, sending, mayBeBooked, isFixed } = count;
  const field = useRef<HTMLInputElement>(null);
  const { wrong, scan, isLooking } = useScans(locationId, count);
  // Kept by the tab: only closing it loses what was counted.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: lines.length > 0 });
  const isUnclear = mayBeBooked && !sending.isPending;
  const [last] = lines;
  return (
    <section className="panel picking" aria-label={text.title}>
      <LastScanned last={last} isDone={sending.data !== undefined} />
      <Booked count={count} />
      {!isFixed && (
        <ScanField label={text.scan} field={field} isWrong={wrong !== undefined} onScan={scan} />
      )}
      {wrong !== undefined && (
        <p className="alert" role="alert">
          {wrong}
        </p>
      )}
      <CountedLines
        lines={lines}
        mayChange={!isFixed}
        onSet={count.set}
        onDrop={(sku) => {
          count.drop(sku);
          field.current?.focus();
        }}
      />
      {(sending.error || isUnclear) && (
        <p className="alert" role="alert">
          {sending.error && textOf(sending.error)} {isUnclear && text.sameAgain}
        </p>
      )}
      {lines.length > 0 && (
        <button
          type="button"
          className="button primary large"
          disabled={sending.isPending || isLooking}
          onClick={count.finish}
        >
          {isLooking ? text.looking : text.finish(lines.length)}
        </button>
      )}
      {lines.length > 0 && <ThrowAway count={count} />}
      {moved.length > 0 && <MovedDialog count={count} />}
    </section>
  );
}

/** Asked for: what was counted stands nowhere else. */
function ThrowAway({ count: { sending, throwAway } }: { count: Count }) {
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  const [isAsked, setIsAsked] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button large"
        disabled={sending.isPending}
        onClick={() => setIsAsked(true)}
      >
        {text.throwAway}
      </button>
      {isAsked && (
        <Modal title={text.throwAwayTitle} onClose={() => setIsAsked(false)}>
          <div className="modal-body">
            <p>{text.throwAwayWhat}</p>
            <footer>
              <button type="button" className="button" onClick={() => setIsAsked(false)}>
                {words.close}
              </button>
              <button type="button" className="button primary" onClick={throwAway}>
                {text.throwAway}
              </button>
            </footer>
          </div>
        </Modal>
      )}
    </>
  );
}

function LastScanned({ last, isDone }: { last: Counted | undefined; isDone: boolean }) {
  const { words } = usePageSpeech();
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
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  const { data, variables } = sending;
  if (!data || !variables) return <p role="status" />;
  return (
    <p role="status" className="notice">
      {text.done(variables.length, data.movements)}{' '}
      {data.shortages > 0 && text.shortages(data.shortages)}
    </p>
  );
}
