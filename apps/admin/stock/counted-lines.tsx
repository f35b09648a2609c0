import { useState } from 'react';
import { Icon } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Counted } from './held-count.ts';
import { piecesOf } from './use-stock.ts';

interface LinesShown {
  readonly lines: readonly Counted[];
  /** Not while it may have been booked already: then it is sent as it was. */
  readonly mayChange: boolean;
  readonly onSet: (sku: string, pieces: number) => void;
  readonly onDrop: (sku: string) => void;
}

/** What was counted so far; a number is typed where one counts by hand. */
export function CountedLines({ lines, mayChange, onSet, onDrop }: LinesShown) {
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  return (
    <ul className="lines counted num">
      {lines.map((line) => (
        <li key={line.sku}>
          <b>{line.sku}</b>
          <span className="muted">{text.booked(line.booked)}</span>
          <span className="counted-acts">
            <button
              type="button"
              className="button square"
              aria-label={`${text.less}: ${line.sku}`}
              disabled={!mayChange || line.pieces === 0}
              onClick={() => onSet(line.sku, line.pieces - 1)}
            >
              −
            </button>
            <Pieces key={line.pieces} line={line} mayChange={mayChange} onSet={onSet} />
            <button
              type="button"
              className="button square"
              aria-label={`${text.one}: ${line.sku}`}
              disabled={!mayChange}
              onClick={() => onSet(line.sku, line.pieces + 1)}
            >
              +
            </button>
            <button
              type="button"
              className="button square"
              aria-label={text.drop(line.sku)}
              disabled={!mayChange}
              onClick={() => onDrop(line.sku)}
            >
              <Icon name="cross" />
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Pieces({
  line,
  mayChange,
  onSet,
}: Omit<LinesShown, 'lines' | 'onDrop'> & { line: Counted }) {
  const { words } = usePageSpeech();
  const [typed, setTyped] = useState(String(line.pieces));
  const pieces = piecesOf(typed);
  const leave = () => {
    if (pieces !== undefined) onSet(line.sku, pieces);
    else setTyped(String(line.pieces));
  };
  return (
    <input
      inputMode="numeric"
      aria-label={words.stock.counting.number(line.sku)}
      aria-invalid={pieces === undefined}
      value={typed}
      readOnly={!mayChange}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={leave}
      onKeyDown={({ key }) => {
        if (key === 'Enter') leave();
      }}
    />
  );
}
