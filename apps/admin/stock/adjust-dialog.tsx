import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { isUnclear } from '../asking/unclear.ts';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { signed } from './movements.tsx';
import { movedIn, newCountId, piecesOf, sendCount, type StockItem } from './use-stock.ts';

interface AdjustShown {
  readonly item: StockItem;
  readonly location: string;
  readonly onClose: () => void;
}

const reasons = ['count', 'damaged', 'lost', 'found', 'returned'] as const;
type Reason = (typeof reasons)[number];

/** What a reason does to the number of pieces, where it is said by the word. */
const signs: Partial<Record<Reason, 1 | -1>> = { damaged: -1, lost: -1, found: 1, returned: 1 };

/** What is on hand in truth, and why the books say otherwise; it becomes a movement with its reason. */
export function AdjustDialog({ item, location, onClose }: AdjustShown) {
  const { words, formats } = usePageSpeech();
  const text = words.stock.item;
  const textOf = useProblemText();
  const [booked, setBooked] = useState(item.onHand);
  const [typed, setTyped] = useState(String(item.onHand));
  const [reason, setReason] = useState<Reason>('count');
  const pieces = piecesOf(typed);
  const { sent, mustStay } = useAdjusting({ item, booked, reason }, setBooked, onClose);
  const { error } = sent;
  const delta = pieces === undefined ? 0 : pieces - booked;
  return (
    <Modal title={`${text.adjust}: ${item.sku}, ${location}`} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (pieces !== undefined && delta !== 0) sent.mutate(pieces);
        }}
      >
        <p>
          {text.adjustWhat} {words.stock.counting.booked(booked)}.
        </p>
        <div className="two">
          <label className="field">
            {text.adjustTo}
            <input
              inputMode="numeric"
              value={typed}
              readOnly={mustStay}
              aria-invalid={pieces === undefined}
              onChange={({ target }) => setTyped(target.value)}
            />
            {pieces === undefined && <span className="wrong">{text.number}</span>}
          </label>
          <ReasonField reason={reason} isFixed={mustStay} onChosen={setReason} />
        </div>
        {delta * (signs[reason] ?? 0) < 0 && (
          <p className="alert" role="status">
            {delta > 0 ? text.takesAway : text.adds}
          </p>
        )}
        {error && (
          <p className="alert" role="alert">
            {movedIn(error) ? text.moved : textOf(error)} {mustStay && text.sameAgain}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={sent.isPending || pieces === undefined || delta === 0}
          >
            {delta === 0 ? text.noChange : text.send(signed(delta, formats.count(Math.abs(delta))))}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

interface Adjusting {
  readonly item: StockItem;
  /** What the books said when somebody looked. */
  readonly booked: number;
  readonly reason: Reason;
}

/** It says what it was looked at against; one that may have been booked already is sent as it was. */
function useAdjusting(
  { item: { sku, locationId }, booked, reason }: Adjusting,
  onMoved: (onHand: number) => void,
  onDone: () => void,
) {
  const countId = useRef(newCountId());
  const mustStay = useRef(false);
  const sent = useMutation({
    mutationFn: async (quantity: number) => {
      mustStay.current = true;
      const lines = [{ sku, locationId, quantity, expectedOnHand: booked }];
      return sendCount({ countId: countId.current, reason, lines });
    },
    onSuccess: onDone,
    onError: (error) => {
      if (isUnclear(error)) return;
      mustStay.current = false;
      countId.current = newCountId();
      const now = movedIn(error)?.get(sku);
      if (now !== undefined) onMoved(now);
    },
  });
  return { sent, mustStay: sent.error !== null && mustStay.current };
}

interface ReasonShown {
  readonly reason: Reason;
  readonly isFixed: boolean;
  readonly onChosen: (reason: Reason) => void;
}

function ReasonField({ reason, isFixed, onChosen }: ReasonShown) {
  const { words } = usePageSpeech();
  const text = words.stock.item;
  return (
    <label className="field">
      {text.reason}
      <select
        value={reason}
        disabled={isFixed}
        onChange={({ target }) =>
          onChosen(reasons.find((each) => each === target.value) ?? 'count')
        }
      >
        {reasons.map((each) => (
          <option key={each} value={each}>
            {text.reasons[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
