import { useRef, useState, type RefObject } from 'react';
import { useSpeech } from '../words/speech.tsx';
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
  const { lines } = fulfillment;
  const [picked, setPicked] = useState<ReadonlyMap<string, number>>(new Map());
  const [wrong, setWrong] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const countOf = (lineId: string) => picked.get(lineId) ?? 0;
  const current = lines.find(({ lineId, quantity }) => countOf(lineId) < quantity);
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
  // Of what was not found nothing is said: what is missing goes on as the rest.
  const finish = () =>
    onDone(
      lines
        .map(({ lineId }) => ({ lineId, quantity: countOf(lineId) }))
        .filter(({ quantity }) => quantity > 0),
    );

  return (
    <section className="panel picking" aria-label={words.picking.label}>
      {current ? (
        <LineInHand line={current} count={countOf(current.lineId)} />
      ) : (
        <p className="pick-title" role="status">
          {words.picking.all}
        </p>
      )}
      <ScanField field={field} isWrong={wrong !== undefined} onScan={scan} />
      {wrong !== undefined && current && (
        <p className="alert" role="alert">
          {words.picking.wrong(wrong, current.sku)}
        </p>
      )}
      <div className="pick-acts">
        {current && (
          <button type="button" className="button large" onClick={() => add(current.lineId)}>
            {words.picking.one}
          </button>
        )}
        <button
          type="button"
          className="button primary large"
          disabled={total === 0 || isSending}
          aria-describedby={total === 0 ? 'nothing-counted' : undefined}
          onClick={finish}
        >
          {current ? words.picking.without : words.picking.pack}
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

function ScanField({
  field,
  isWrong,
  onScan,
}: {
  field: RefObject<HTMLInputElement | null>;
  isWrong: boolean;
  onScan: (scanned: string) => void;
}) {
  const { words } = useSpeech();
  return (
    <form
      className={isWrong ? 'scan wrong-scan' : 'scan'}
      onSubmit={(event) => {
        event.preventDefault();
        const { current: input } = field;
        if (!input || input.value.trim() === '') return;
        onScan(input.value.trim());
        input.value = '';
      }}
    >
      <label className="field">
        {words.picking.scan}
        <input ref={field} autoFocus autoComplete="off" autoCapitalize="off" spellCheck={false} />
      </label>
    </form>
  );
}
