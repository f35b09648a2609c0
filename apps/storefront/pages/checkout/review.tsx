import type { PageRequest } from '../../serving/page.ts';
import type { Checkout } from './checkout.ts';

/**
 * What is ordered, how it comes and what it costs, directly above the button that orders it
 * (Directive 2011/83/EU, Article 8(2); section 312j (2) BGB).
 */
export function Review({ request, checkout }: { request: PageRequest; checkout: Checkout }) {
  const { words, formats } = request;
  const { lines, delivery, totals } = checkout;
  if (totals === null) return null;
  const money = (minor: number) => formats.money(minor, totals.currency);
  const promise = delivery?.promise;
  return (
    <ul class="review">
      {lines.map(({ lineId, title, variantTitle, quantity, subtotalMinor }) => (
        <li key={lineId}>
          <span>
            <span class="num">{formats.count(quantity)} ×</span> {title}
            {variantTitle !== null && <small>{variantTitle}</small>}
          </span>
          <span class="num">{money(subtotalMinor)}</span>
        </li>
      ))}
      {delivery && (
        <li>
          <span>
            {delivery.name}
            {promise && (
              <small>
                {words.till.arrives(formats.days(promise.earliestOn, promise.latestOn))}
              </small>
            )}
          </span>
          <span class="num">
            {totals.shippingMinor === 0 ? words.till.free : money(totals.shippingMinor)}
          </span>
        </li>
      )}
      <li class="grand">
        <span>{words.till.total}</span>
        <span class="num">{money(totals.totalMinor)}</span>
      </li>
    </ul>
  );
}
