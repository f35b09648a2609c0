import { useSpeech } from '../../words/speech.tsx';
import type { Order } from './use-order.ts';

/** What was bought, and what it comes to: final, hence the double rule. */
export function Articles({ order }: { order: Order }) {
  const { words } = useSpeech();
  return (
    <section className="panel" aria-labelledby="articles">
      <header>
        <h2 id="articles">{words.order.articles}</h2>
      </header>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">{words.order.article}</th>
            <th scope="col" className="r hide-s">
              {words.order.price}
            </th>
            <th scope="col" className="r">
              {words.order.piecesHead}
            </th>
            <th scope="col" className="r hide-s">
              {words.order.sent}
            </th>
            <th scope="col" className="r">
              {words.orders.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <Line key={line.lineId} line={line} currency={order.totals.currency} />
          ))}
        </tbody>
      </table>
      <Sums order={order} />
    </section>
  );
}

function Line({ line, currency }: { line: Order['lines'][number]; currency: string }) {
  const { words, formats } = useSpeech();
  const { title, variantTitle, sku, imageUrl, quantity, shippedQuantity } = line;
  const { refundedQuantity, cancelledQuantity, requiresShipping } = line;
  return (
    <tr>
      <td>
        <div className="item">
          {imageUrl === null ? (
            <span className="no-picture" />
          ) : (
            <img src={imageUrl} alt="" width={44} height={44} loading="lazy" />
          )}
          <div>
            <b>{title}</b>
            <span className="facts">
              {variantTitle && <span>{variantTitle}</span>}
              <span>{sku}</span>
              {refundedQuantity > 0 && <span>{words.order.refundedOf(refundedQuantity)}</span>}
              {cancelledQuantity > 0 && <span>{words.order.cancelledOf(cancelledQuantity)}</span>}
            </span>
          </div>
        </div>
      </td>
      <td className="r hide-s">{formats.money(line.unitPriceMinor, currency)}</td>
      <td className="r">{quantity}</td>
      <td className="r muted hide-s">
        {requiresShipping ? words.order.of(shippedQuantity, quantity) : '–'}
      </td>
      <td className="r">{formats.money(line.totalMinor, currency)}</td>
    </tr>
  );
}

function Sums({ order: { totals, delivery, refundedMinor } }: { order: Order }) {
  const { words, formats } = useSpeech();
  const { currency, pricesIncludeTax, subtotalMinor, discountMinor, shippingMinor } = totals;
  const money = (minor: number) => formats.money(minor, currency);
  return (
    <dl className="sum num">
      <dt>{words.order.articles}</dt>
      <dd>{money(subtotalMinor)}</dd>
      {discountMinor > 0 && (
        <>
          <dt>{words.order.discount}</dt>
          <dd>{money(-discountMinor)}</dd>
        </>
      )}
      {delivery && (
        <>
          <dt>{words.order.deliveryOf(delivery.name)}</dt>
          <dd>{money(shippingMinor)}</dd>
        </>
      )}
      {!pricesIncludeTax &&
        totals.taxes.map((tax) => <Tax key={tax.name} tax={tax} money={money} />)}
      <dt className="grand">{words.orders.total}</dt>
      <dd className="grand">
        <span className="double-rule">{money(totals.totalMinor)}</span>
      </dd>
      {pricesIncludeTax &&
        totals.taxes.map((tax) => <Tax key={tax.name} tax={tax} money={money} />)}
      {refundedMinor > 0 && (
        <>
          <dt className="note">{words.order.refunded}</dt>
          <dd className="note">{money(refundedMinor)}</dd>
        </>
      )}
    </dl>
  );
}

function Tax({
  tax,
  money,
}: {
  tax: Order['totals']['taxes'][number];
  money: (minor: number) => string;
}) {
  const { words } = useSpeech();
  return (
    <>
      <dt className="note">{words.order.ofIt(tax.name)}</dt>
      <dd className="note">{money(tax.taxMinor)}</dd>
    </>
  );
}
