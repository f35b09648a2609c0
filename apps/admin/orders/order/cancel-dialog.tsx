import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { wishToWait } from '../../outgoing/undo-seconds.ts';
import { noteOutgoing } from '../../outgoing/use-outgoing.ts';
import { useStepUp } from '../../session/step-up.tsx';
import { Modal } from '../../shell/modal.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { isPaidLater, itemsOf, readAnew, refundableMinor, type Order } from './use-order.ts';

/** Says what will be released, voided and given back before it is done, and that there is no way back. */
export function CancelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const [reason, setReason] = useState('');
  const { proven, question } = useStepUp();
  const sent = useCancel({ orderId: order.orderId, reason, onClose, proven });
  const mustStay = sent.error !== null && isUnclear(sent.error);
  const consequences = useConsequences(order);
  return (
    <>
      <Modal title={words.cancel.title(order.orderNumber)} onClose={onClose}>
        <form
          className="modal-body"
          onSubmit={(event) => {
            event.preventDefault();
            sent.mutate();
          }}
        >
          <p>{words.cancel.what}</p>
          <ul className="consequences num">
            {consequences.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
          <label className="field">
            {words.cancel.reason}
            <input
              maxLength={200}
              value={reason}
              readOnly={mustStay}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
          {sent.error && (
            <p className="alert" role="alert">
              {textOf(sent.error)} {mustStay && words.refund.sameAgain}
            </p>
          )}
          <p className="muted">{words.cancel.final}</p>
          <footer>
            <button type="button" className="button" onClick={onClose}>
              {words.close}
            </button>
            <button type="submit" className="button danger" disabled={sent.isPending}>
              {words.cancel.send}
            </button>
          </footer>
        </form>
      </Modal>
      {question}
    </>
  );
}

interface Cancelling {
  readonly orderId: string;
  readonly reason: string;
  readonly onClose: () => void;
  /** Asks who it is where the shop wants to know; it goes on under its key. */
  readonly proven: ReturnType<typeof useStepUp>['proven'];
}

/** Once for each intention; what went out without an answer goes out again as it was. */
function useCancel({ orderId, reason, onClose, proven }: Cancelling) {
  const key = useRef(newIdempotencyKey());
  // A repeat under the same key says the same.
  const waits = useRef<Awaited<ReturnType<typeof wishToWait>>>(undefined);
  return useMutation({
    mutationFn: async () => {
      waits.current ??= await wishToWait();
      const path = { orderId };
      return proven(() =>
        told(
          kontor.POST('/v1/admin/orders/{orderId}/cancel', {
            params: { path, header: { 'Idempotency-Key': key.current } },
            body: { ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...waits.current },
          }),
        ),
      );
    },
    onSuccess: async () => {
      void noteOutgoing();
      await readAnew(orderId);
      onClose();
    },
    onError: (error) => {
      // What a colleague has waiting may be why.
      void noteOutgoing();
      if (isUnclear(error)) return;
      key.current = newIdempotencyKey();
      waits.current = undefined;
    },
  });
}

/** What follows from it, as the order stands now. */
function useConsequences(order: Order): readonly string[] {
  const { words, formats } = useSpeech();
  const { currency, totalMinor } = order.totals;
  const pieces = order.lines.reduce(
    (sum, { quantity, shippedQuantity, cancelledQuantity }) =>
      sum + quantity - shippedQuantity - cancelledQuantity,
    0,
  );
  const captured = refundableMinor(order);
  const isReserved = order.paymentState === 'authorized' && !isPaidLater(order);
  const hasInvoice = itemsOf(order, 'documents')?.some(({ kind }) => kind === 'invoice') ?? false;
  return [
    ...(pieces > 0 ? [words.cancel.releases(pieces)] : []),
    ...(captured === undefined ? [words.cancel.unknownMoney] : []),
    ...(captured !== undefined && captured > 0
      ? [words.cancel.givesBack(formats.money(captured, currency))]
      : []),
    ...(captured === 0 && isReserved
      ? [words.cancel.voids(formats.money(totalMinor, currency))]
      : []),
    ...(hasInvoice ? [words.cancel.creditNote] : []),
    words.cancel.tells(order.email),
  ];
}
