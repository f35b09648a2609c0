import { useRef, useState } from 'react';
import { useSpeech } from '../words/speech.tsx';
import { ScanField } from './scan-field.tsx';
import type { Fulfillment } from './use-fulfillments.ts';

interface PickingShown {
  readonly fulfillment: Fulfillment;
  readonly isSending: boolean;
  readonly onDone: (lines: { lineId: string; quantity: number }[]) => void;
}

/**
 * One line at a time, in large type. A scanner types the SKU and Enter, which counts one piece; what
 * is none of this parcel says what was expected.
 */
export function Picking({ fulfillment, isSending, onDone }: PickingShown) {
  const { words } = useSpeech();
  const counted = useCounted(fulfillment);
  const { current, wrong, total, isComplete, field } = counted;

  return (
    <section className="panel picking" aria-label={words.picking.label}>
      {current ? (
        <LineInHand line={current} count={counted.countOf(current.lineId)} />
      ) : (
        <p className="pick-title" role="status">
          {isComplete ? words.picking.all : words.picking.some}
        </p>
      )}
      <ScanField
        label={words.picking.scan}
        field={field}
        isWrong={wrong !== undefined}
        onScan={counted.scan}
      />
      {wrong !== undefined && (
        <p className="alert" role="alert">
          {counted.isOneTooMany(wrong)
            ? words.picking.tooMany(wrong)
            : words.picking.wrong(wrong, current?.sku)}
        </p>
      )}
      <div className="pick-acts">
        {current && (
          <>
            <button
              type="button"
              className="button large"
              onClick={() => counted.add(current.lineId)}
            >
              {words.picking.one}
            </button>
            <button
              type="button"
              className="button large"
              onClick={() => counted.goPast(current.lineId)}
            >
              {words.picking.missing}
            </button>
          </>
        )}
        <button
          type="button"
          className="button primary large"
          disabled={total === 0 || isSending}
          aria-describedby={total === 0 ? 'nothing-counted' : undefined}
          onClick={() => onDone(counted.found())}
        >
          {isComplete ? words.picking.pack : words.picking.without}
        </button>
      </div>
      {total === 0 && (
        <p id="nothing-counted" className="muted">
          {words.picking.nothing}
        </p>
      )}
    </section>
  );
}

/** What of a parcel is in hand so far. */
function useCounted({ lines }: Fulfillment) {
  const [picked, setPicked] = useState<ReadonlyMap<string, number>>(new Map());
  /** Lines that whoever picks goes past: what of them is not there is the rest. */
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const countOf = (lineId: string) => picked.get(lineId) ?? 0;
  const isComplete = lines.every(({ lineId, quantity }) => countOf(lineId) === quantity);
  const current = lines.find(
    ({ lineId, quantity }) => countOf(lineId) < quantity && !missing.has(lineId),
  );
  const total = [...picked.values()].reduce((sum, count) => sum + count, 0);

  const add = (lineId: string) => {
    setWrong(undefined);
    setPicked((before) => new Map(before).set(lineId, (before.get(lineId) ?? 0) + 1));
    field.current?.focus();
  };
  const scan = (scanned: string) => {
    const line = lines.find(
      ({ sku, lineId, quantity }) =>
        sku.toLowerCase() === scanned.toLowerCase() && countOf(lineId) < quantity,
    );
    if (line) add(line.lineId);
    else setWrong(scanned);
  };
  const goPast = (lineId: string) => {
    setWrong(undefined);
    setMissing((before) => new Set(before).add(lineId));
    field.current?.focus();
  };
  // Of what was not found nothing is said: what is missing goes on as the rest.
  const found = () =>
    lines
      .map(({ lineId }) => ({ lineId, quantity: countOf(lineId) }))
      .filter(({ quantity }) => quantity > 0);
  const isOneTooMany = (scanned: string) =>
    lines.some(({ sku }) => sku.toLowerCase() === scanned.toLowerCase());
  const counted = { current, wrong, total, isComplete, field };
  return { ...counted, countOf, add, goPast, scan, found, isOneTooMany };
}

function LineInHand({ line, count }: { line: Fulfillment['lines'][number]; count: number }) {
  const { words } = useSpeech();
  const { sku, title, quantity } = line;
  return (
    <div className="picked-line num" aria-live="polite">
      <p className="muted">{sku}</p>
      <p className="pick-title">{title}</p>
      <p className="pick-count">{words.order.of(count, quantity)}</p>
    </div>
  );
}
