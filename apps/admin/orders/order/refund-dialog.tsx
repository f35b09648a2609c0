import { useRef, useState } from 'react';
import { useForm, useWatch, type UseFormReturn } from 'react-hook-form';
import { useProblemText } from '../../asking/problem-text.ts';
import { useStepUp } from '../../session/step-up.tsx';
import { Modal } from '../../shell/modal.tsx';
import { minorOf } from '../../words/formats.ts';
import { useSpeech } from '../../words/speech.tsx';
import { RefundPreview } from './refund-preview.tsx';
import {
  unclearRefund,
  usePreview,
  useRefund,
  type AskedRefund,
  type RefundParts,
} from './use-refund.ts';
import { readAnew, type Order } from './use-order.ts';

/** As it is typed; quantities stand in the order of the order's lines. */
export interface RefundForm {
  readonly quantities: readonly string[];
  readonly shipping: string;
  readonly adjustment: string;
  readonly reason: string;
}

interface Dialog {
  readonly order: Order;
  readonly onClose: () => void;
}

/** A new refund, or the one whose outcome nobody knows yet. */
export function RefundDialog({ order, onClose }: Dialog) {
  const { proven, question } = useStepUp();
  const sent = useRefund(order.orderId, proven);
  const unclear = sent.isPending ? undefined : unclearRefund(order.orderId);
  const props = { order, onClose, sent };
  return (
    <>
      {unclear ? <UnclearRefund {...props} unclear={unclear} /> : <NewRefund {...props} />}
      {question}
    </>
  );
}

type Sending = Dialog & { readonly sent: ReturnType<typeof useRefund> };

/** It is sent again as it was, under its key, and happens once. */
function UnclearRefund({ order, onClose, sent, unclear }: Sending & { unclear: AskedRefund }) {
  const { words, formats } = useSpeech();
  const amount = formats.money(unclear.amountMinor, order.totals.currency);
  const again = () =>
    sent.mutate(unclear, { onSuccess: () => void readAnew(order.orderId).then(onClose) });
  return (
    <Modal title={words.refund.title(order.orderNumber)} onClose={onClose}>
      <div className="modal-body">
        <p className="alert" role="alert">
          {words.refund.unclear(amount)} {words.refund.sameAgain}
        </p>
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="button" className="button primary" onClick={again}>
            {words.refund.again(amount)}
          </button>
        </footer>
      </div>
    </Modal>
  );
}

/**
 * Lines, delivery and an adjustment, with what is given back and how it will stand in the books shown
 * before it is sent.
 */
function NewRefund({ order, onClose, sent }: Sending) {
  const { words, formats } = useSpeech();
  const textOf = useProblemText();
  const form = useForm<RefundForm>({
    defaultValues: {
      quantities: order.lines.map(() => '0'),
      shipping: '',
      adjustment: '',
      reason: '',
    },
  });
  const given = useWatch({ control: form.control }) as RefundForm;
  const parts = partsOf(order, given);
  const preview = usePreview(order.orderId, parts);
  const [wantsReason, setWantsReason] = useState(false);
  // Two presses may come before anything is drawn anew, or before the dialog closes.
  const isBusy = useRef(false);
  const { currency } = order.totals;
  const amount = preview.data && formats.money(preview.data.amountMinor, currency);

  const send = form.handleSubmit(({ reason }) => {
    if (!parts || !preview.data || isBusy.current) return;
    setWantsReason(reason.trim() === '');
    if (reason.trim() === '') return;
    isBusy.current = true;
    // What is refused is told below, and what was typed stays.
    sent.mutate(
      { parts, reason: reason.trim(), amountMinor: preview.data.amountMinor },
      {
        onSuccess: () => void readAnew(order.orderId).then(onClose),
        onError: () => {
          isBusy.current = false;
        },
      },
    );
  });
  const isOnItsWay = sent.isPending || sent.isSuccess;
  const failed = sent.error ?? (preview.isPlaceholderData ? null : preview.error);
  return (
    <Modal title={words.refund.title(order.orderNumber)} onClose={onClose}>
      <form className="modal-body" onSubmit={(event) => void send(event)} noValidate>
        <RefundLines order={order} form={form} />
        <label className="field">
          {words.refund.reason}
          <input
            maxLength={200}
            aria-invalid={wantsReason}
            aria-describedby="refund-reason"
            {...form.register('reason')}
          />
          <span id="refund-reason" className={wantsReason ? 'wrong' : 'muted'}>
            {words.refund.reasonWhat}
          </span>
        </label>
        {preview.data && parts && <RefundPreview order={order} preview={preview.data} />}
        {failed && (
          <p className="alert" role="alert">
            {textOf(failed)}
          </p>
        )}
        <Footer
          onClose={onClose}
          isReady={Boolean(parts && preview.data && !preview.isPlaceholderData) && !isOnItsWay}
          verb={parts && amount ? words.refund.send(amount) : words.refund.open}
        />
      </form>
    </Modal>
  );
}

function Footer({
  onClose,
  isReady,
  verb,
}: {
  onClose: () => void;
  isReady: boolean;
  verb: string;
}) {
  const { words } = useSpeech();
  return (
    <footer>
      <button type="button" className="button" onClick={onClose}>
        {words.close}
      </button>
      <button type="submit" className="button primary" disabled={!isReady}>
        {verb}
      </button>
    </footer>
  );
}

function RefundLines({ order, form }: { order: Order; form: UseFormReturn<RefundForm> }) {
  const { words, formats } = useSpeech();
  const { currency, shippingMinor } = order.totals;
  return (
    <>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">{words.order.article}</th>
            <th scope="col" className="r">
              {words.refund.pieces}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map(({ lineId, title, variantTitle, quantity, refundedQuantity }, at) => {
            const left = quantity - refundedQuantity;
            return (
              <tr key={lineId}>
                <td>
                  <b>{title}</b> <span className="muted">{variantTitle}</span>
                </td>
                <td className="r">
                  {left === 0 ? (
                    <span className="muted">{words.refund.nothingLeft}</span>
                  ) : (
                    <span className="quantity">
                      <select
                        aria-label={words.refund.piecesOf(title)}
                        {...form.register(`quantities.${at}`)}
                      >
                        {Array.from({ length: left + 1 }, (_, count) => (
                          <option key={count} value={count}>
                            {count}
                          </option>
                        ))}
                      </select>
                      {words.refund.ofLeft(left)}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="two">
        {shippingMinor > 0 && (
          <label className="field">
            {words.refund.shipping(formats.money(shippingMinor, currency))}
            <AmountInput form={form} name="shipping" currency={currency} />
          </label>
        )}
        <label className="field">
          {words.refund.adjustment}
          <AmountInput form={form} name="adjustment" currency={currency} />
        </label>
      </div>
    </>
  );
}

function AmountInput({
  form,
  name,
  currency,
}: {
  form: UseFormReturn<RefundForm>;
  name: 'shipping' | 'adjustment';
  currency: string;
}) {
  const { words } = useSpeech();
  const typed = useWatch({ control: form.control, name });
  const read = name === 'shipping' ? minorOf(typed || '0', currency) : signedOf(typed, currency);
  const isWrong = read === undefined;
  return (
    <>
      <input
        inputMode="decimal"
        placeholder="0"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${name}-wrong` : undefined}
        {...form.register(name)}
      />
      {isWrong && (
        <span id={`${name}-wrong`} className="wrong">
          {words.refund.noAmount}
        </span>
      )}
    </>
  );
}

/** With a sign before it, as keyboards and texts have it. */
function signedOf(text: string, currency: string): number | undefined {
  const [, sign, plain = ''] = /^([-\u2212]?)(.*)$/.exec(text.trim())!;
  const minor = plain === '' ? 0 : minorOf(plain, currency);
  return minor === undefined ? undefined : sign === '' ? minor : 0 - minor;
}

/** What is to be given back; undefined while it is nothing, or no amount. */
function partsOf(order: Order, form: RefundForm): RefundParts | undefined {
  const { currency } = order.totals;
  const lines = order.lines.flatMap(({ lineId }, at) => {
    const quantity = Number(form.quantities[at] ?? 0);
    return quantity > 0 ? [{ lineId, quantity }] : [];
  });
  const shipping = form.shipping.trim() === '' ? 0 : minorOf(form.shipping, currency);
  const adjustment = signedOf(form.adjustment, currency);
  if (shipping === undefined || adjustment === undefined) return undefined;
  const isNothing = lines.length === 0 && shipping === 0 && adjustment === 0;
  if (isNothing) return undefined;
  return {
    ...(lines.length > 0 ? { lines } : {}),
    ...(shipping > 0 ? { shippingMinor: shipping } : {}),
    ...(adjustment === 0 ? {} : { adjustmentMinor: adjustment }),
  };
}
