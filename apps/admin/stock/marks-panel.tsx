import { told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { useProblemText } from '../asking/problem-text.ts';
import { useAccount, useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { piecesOf, readStockAnew, useLocations, type StockItem } from './use-stock.ts';

/** From how many free pieces on somebody is told, and how many are kept back at each location. */
export function MarksPanel({ item, items }: { item: StockItem; items: readonly StockItem[] }) {
  const { words } = usePageSpeech();
  const text = words.stock.item;
  const { nameOf } = useLocations();
  const may = useMay();
  const holdsAll = useAccount()?.channels === '*';
  return (
    <section className="panel" aria-labelledby="marks">
      <header>
        <h2 id="marks">{text.marks}</h2>
      </header>
      <div className="fields">
        <Mark
          label={text.lowMark}
          value={item.lowStockThreshold}
          // It holds wherever the SKU is sold.
          mayChange={may('inventory:write') && holdsAll}
          body={(lowStockThreshold) => ({ sku: item.sku, lowStockThreshold })}
        />
        {items.map(({ sku, locationId, safetyStock }) => (
          <Mark
            key={locationId}
            label={
              items.length > 1 ? `${text.safetyStock} (${nameOf(locationId)})` : text.safetyStock
            }
            value={safetyStock}
            mayChange={may('inventory:write')}
            body={(pieces) => ({ sku, locationId, safetyStock: pieces })}
          />
        ))}
      </div>
    </section>
  );
}

interface MarkShown {
  readonly label: string;
  readonly value: number;
  readonly mayChange: boolean;
  readonly body: (pieces: number) => {
    sku: string;
    locationId?: string;
    lowStockThreshold?: number;
    safetyStock?: number;
  };
}

function Mark({ label, value, mayChange, body }: MarkShown) {
  const { words } = usePageSpeech();
  const text = words.stock.item;
  const textOf = useProblemText();
  const [typed, setTyped] = useState(String(value));
  const shown = useRef(value);
  // What is kept is shown, unless something else was typed and not saved.
  useEffect(() => {
    setTyped((before) => (before === String(shown.current) ? String(value) : before));
    shown.current = value;
  }, [value]);
  const pieces = piecesOf(typed);
  const saved = useMutation({
    mutationFn: (wanted: number) =>
      told(kontor.PATCH('/v1/admin/stock/policy', { body: body(wanted) })),
    onSuccess: readStockAnew,
  });
  const isWrong = pieces === undefined;
  return (
    <form
      className="mark-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (pieces !== undefined && pieces !== value) saved.mutate(pieces);
      }}
    >
      <label className="field">
        {label}
        <input
          inputMode="numeric"
          value={typed}
          readOnly={!mayChange}
          aria-invalid={isWrong}
          onChange={({ target }) => setTyped(target.value)}
        />
        {isWrong && <span className="wrong">{text.number}</span>}
      </label>
      {mayChange && pieces !== value && (
        <button type="submit" className="button" disabled={saved.isPending || isWrong}>
          {text.save}
        </button>
      )}
      <p role="status" className="muted">
        {saved.isSuccess && pieces === value ? text.saved : ''}
      </p>
      {saved.error && (
        <p className="alert" role="alert">
          {textOf(saved.error)}
        </p>
      )}
    </form>
  );
}
