import { useState } from 'react';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Count, Moved } from './counting.ts';

const sides = ['both', 'counted', 'books'] as const;
type Side = (typeof sides)[number];

/** What is on hand if it was counted before it moved, if after, and if the books are right. */
function piecesAs(side: Side, { pieces, booked, now }: Moved): number {
  if (side === 'books') return now;
  return side === 'counted' ? pieces : Math.max(0, pieces + now - booked);
}

/** Nothing is booked of a count while pieces moved: for each SKU that did it is chosen what is to be on hand. */
export function MovedDialog({ count: { moved, settle, closeMoved } }: { count: Count }) {
  const { words } = usePageSpeech();
  const text = words.stock.counting;
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const sideOf = ({ sku }: Moved) => chosen.get(sku) ?? 'both';
  return (
    <Modal title={text.movedTitle} onClose={closeMoved}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          settle(new Map(moved.map((line) => [line.sku, piecesAs(sideOf(line), line)])));
        }}
      >
        <p>{text.moved}</p>
        {moved.map((line) => (
          <fieldset key={line.sku} className="contested">
            <legend>
              {line.sku} <span className="muted">{text.movedFrom(line.booked, line.now)}</span>
            </legend>
            {sides.map((side) => (
              <label key={side}>
                <input
                  type="radio"
                  name={line.sku}
                  checked={sideOf(line) === side}
                  onChange={() => setChosen(new Map(chosen).set(line.sku, side))}
                />
                <span>
                  <b>{text.sides[side]}</b>
                  <span className="contested-value num">{piecesAs(side, line)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <footer>
          <button type="button" className="button" onClick={closeMoved}>
            {words.close}
          </button>
          <button type="submit" className="button primary">
            {text.bookChosen}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
