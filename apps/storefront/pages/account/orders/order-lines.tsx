import type { OrderRead } from '../../../layout/order-voyage.ts';
import { UnitPrice } from '../../../layout/measures.tsx';
import { Picture } from '../../../layout/picture.tsx';
import type { PageRequest } from '../../../serving/page.ts';

/** What was ordered, and what it came to: a sum that is final. */
export function OrderLines({ request, order }: { request: PageRequest; order: OrderRead }) {
  const { words, formats } = request;
  const { till, basket, account } = words;
  const { lines, totals, refundedMinor } = order;
  const money = (minor: number) => formats.money(minor, totals.currency);
  return (
    <section class="order-lines" aria-labelledby="order-lines">
      <h2 id="order-lines">{account.orders.items}</h2>
      <ul class="summary-lines">
        {lines.map((line) => (
          <li key={line.lineId}>
            <span class="summary-picture plate">
              {line.imageUrl ? (
                <Picture url={line.imageUrl} alt="" box="summary" turn="lead" />
              ) : null}
            </span>
            <span>
              <b>{line.title}</b>
              {line.variantTitle !== null && <small>{line.variantTitle}</small>}
              <small class="num">× {formats.count(line.quantity)}</small>
              {line.unitPrice && (
                <small class="num">
                  <UnitPrice of={line} currency={totals.currency} request={request} />
                </small>
              )}
            </span>
            <span class="num">{money(line.totalMinor)}</span>
          </li>
        ))}
      </ul>
      <dl class="sums num">
        <dt>{basket.subtotal}</dt>
        <dd>{money(totals.subtotalMinor)}</dd>
        {totals.discountMinor > 0 && (
          <>
            <dt>{till.discount}</dt>
            <dd>−{money(totals.discountMinor)}</dd>
          </>
        )}
        <dt>{order.delivery?.name ?? till.delivery}</dt>
        <dd>{totals.shippingMinor === 0 ? till.free : money(totals.shippingMinor)}</dd>
        {!totals.pricesIncludeTax && (
          <>
            <dt>{till.tax}</dt>
            <dd>{money(totals.taxMinor)}</dd>
          </>
        )}
        <dt class="grand">{till.total}</dt>
        <dd class="grand">
          <span class="double-rule">{money(totals.totalMinor)}</span>
        </dd>
        {totals.pricesIncludeTax && totals.taxMinor > 0 && (
          <>
            <dt class="tax">{till.included}</dt>
            <dd class="tax">{money(totals.taxMinor)}</dd>
          </>
        )}
        {refundedMinor > 0 && (
          <>
            <dt>{account.orders.given}</dt>
            <dd>{money(refundedMinor)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
