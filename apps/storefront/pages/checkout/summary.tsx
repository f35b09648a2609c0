import { UnitPrice } from '../../layout/measures.tsx';
import { Picture } from '../../layout/picture.tsx';
import type { PageRequest } from '../../serving/page.ts';
import type { Checkout } from './checkout.ts';

/** What is bought and what it comes to; its lines stand before the sum is known, so that nothing jumps. */
export function Summary({ request, checkout }: { request: PageRequest; checkout: Checkout }) {
  const { words, formats, at, shop } = request;
  const { totals, lines } = checkout;
  const currency = totals?.currency ?? shop.currency;
  const money = (minor: number) => formats.money(minor, currency);
  return (
    <section class="summary" aria-labelledby="summary">
      <h2 id="summary">
        {words.till.summary}{' '}
        {checkout.state === 'open' && (
          <a class="more" href={at.cart()}>
            {words.till.change}
          </a>
        )}
      </h2>
      <ul class="summary-lines">
        {lines.map((line) => (
          <Line key={line.lineId} request={request} line={line} currency={currency} />
        ))}
      </ul>
      <dl class="sums num">
        <dt>{words.basket.subtotal}</dt>
        <dd>
          {money(totals?.subtotalMinor ?? lines.reduce((sum, line) => sum + line.subtotalMinor, 0))}
        </dd>
        {totals !== null && totals.discountMinor > 0 && (
          <>
            <dt>{words.till.discount}</dt>
            <dd>−{money(totals.discountMinor)}</dd>
          </>
        )}
        <dt>{words.till.delivery}</dt>
        <dd>
          {totals
            ? totals.shippingMinor === 0
              ? words.till.free
              : money(totals.shippingMinor)
            : '–'}
        </dd>
        {totals !== null && !totals.pricesIncludeTax && (
          <>
            <dt>{words.till.tax}</dt>
            <dd>{money(totals.taxMinor)}</dd>
          </>
        )}
        <dt class="grand">{words.till.total}</dt>
        <dd class="grand">{totals ? money(totals.totalMinor) : '–'}</dd>
        {totals?.pricesIncludeTax && totals.taxMinor > 0 && (
          <>
            <dt class="tax">{words.till.included}</dt>
            <dd class="tax">{money(totals.taxMinor)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Line({
  request,
  line,
  currency,
}: {
  request: PageRequest;
  line: Checkout['lines'][number];
  currency: string;
}) {
  const { formats } = request;
  return (
    <li>
      <span class="summary-picture plate">
        {line.imageUrl === null ? null : (
          <Picture url={line.imageUrl} alt="" box="summary" turn="lead" />
        )}
      </span>
      <span>
        <b>{line.title}</b>
        {line.variantTitle !== null && <small>{line.variantTitle}</small>}
        <small class="num">× {formats.count(line.quantity)}</small>
        {line.unitPrice && (
          <small class="num">
            <UnitPrice of={line} currency={currency} request={request} />
          </small>
        )}
      </span>
      <span class="num">{formats.money(line.subtotalMinor, currency)}</span>
    </li>
  );
}
