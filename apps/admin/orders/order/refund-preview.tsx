import type { Schemas } from '@kontor/sdk';
import { useSpeech } from '../../words/speech.tsx';
import type { Order } from './use-order.ts';

/** What will be given back, of what it consists, and how it will stand in the books. */
export function RefundPreview({
  order,
  preview,
}: {
  order: Order;
  preview: Schemas['RefundPreview'];
}) {
  const { words, formats } = useSpeech();
  const { currency, amountMinor, availableMinor, shippingMinor, adjustmentMinor, creditNote } =
    preview;
  const money = (minor: number) => formats.money(minor, currency);
  const titles = new Map(order.lines.map(({ lineId, title }) => [lineId, title]));
  return (
    <section className="preview" aria-label={words.refund.preview} aria-live="polite">
      <dl className="sum num">
        {preview.lines.map(({ lineId, quantity, amountMinor: minor }) => (
          <Row
            key={lineId}
            name={`${quantity} × ${titles.get(lineId) ?? lineId}`}
            is={money(minor)}
          />
        ))}
        {shippingMinor > 0 && <Row name={words.refund.deliveryRow} is={money(shippingMinor)} />}
        {adjustmentMinor !== 0 && (
          <Row name={words.refund.adjustmentRow} is={money(adjustmentMinor)} />
        )}
        <dt className="grand">{words.refund.givesBack}</dt>
        <dd className="grand">{money(amountMinor)}</dd>
        {creditNote?.taxes.map(({ name, taxMinor }) => (
          <Row key={name} name={words.order.ofIt(name)} is={money(taxMinor)} isNote />
        ))}
      </dl>
      {order.paymentMethod === 'card' && (
        <table className="ledger num">
          <thead>
            <tr>
              <th scope="col">{words.ledger.account}</th>
              <th scope="col" className="r">
                {words.ledger.debit}
              </th>
              <th scope="col" className="r">
                {words.ledger.credit}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td className="acc">{words.ledger.accounts.customer_payments}</td>
              <td className="r">{formats.amount(amountMinor, currency)}</td>
              <td />
            </tr>
            <tr>
              <td className="acc">{words.ledger.accounts.gateway_clearing}</td>
              <td />
              <td className="r">{formats.amount(amountMinor, currency)}</td>
            </tr>
          </tbody>
        </table>
      )}
      <p className="muted">
        {creditNote ? words.refund.note(money(creditNote.totalMinor)) : words.refund.noNote}{' '}
        {words.refund.left(money(availableMinor))} {words.refund.final}
      </p>
    </section>
  );
}

function Row({ name, is, isNote = false }: { name: string; is: string; isNote?: boolean }) {
  const className = isNote ? 'note' : undefined;
  return (
    <>
      <dt className={className}>{name}</dt>
      <dd className={className}>{is}</dd>
    </>
  );
}
