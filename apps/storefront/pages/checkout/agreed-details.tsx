import type { PageRequest } from '../../serving/page.ts';
import { AddressText } from '../account/orders/order-page.tsx';
import type { Checkout } from './checkout.ts';

/** Where it goes and how, where neither can be changed any more: a payment waits for it. */
export function AgreedDetails({
  request: { words, formats, locale },
  checkout: { email, shippingAddress, delivery, vatId },
}: {
  request: PageRequest;
  checkout: Checkout;
}) {
  const promise = delivery?.promise;
  return (
    <section class="step agreed">
      <h2>{words.till.where}</h2>
      {shippingAddress && <AddressText address={shippingAddress} locale={locale} />}
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
