import type { PageRequest } from '../../serving/page.ts';
import type { Checkout } from './checkout.ts';

/** Where it goes and how, where neither can be changed any more: a payment waits for it. */
export function AgreedDetails({
  request: { words, formats },
  checkout: { email, shippingAddress, delivery, vatId },
}: {
  request: PageRequest;
  checkout: Checkout;
}) {
  const promise = delivery?.promise;
  const { name, company, street, street2, postalCode, city, countryCode } = shippingAddress ?? {};
  const lines = [company, name, street, street2, `${postalCode ?? ''} ${city ?? ''}`.trim()];
  return (
    <section class="step agreed">
      <h2>{words.till.where}</h2>
      <address>
        {lines.filter(Boolean).map((line) => (
          <>
            {line}
            <br />
          </>
        ))}
        {countryCode && formats.country(countryCode)}
      </address>
      <p class="muted">{email}</p>
      {vatId && (
        <p class="muted">
          {words.till.vatId} {vatId}
        </p>
      )}
      {delivery && (
        <p>
          <b>{delivery.name}</b>
          {promise && (
            <> · {words.till.arrives(formats.days(promise.earliestOn, promise.latestOn))}</>
          )}
        </p>
      )}
    </section>
  );
}
