import type { PageRequest } from '../../serving/page.ts';
import type { CardForm, Checkout } from './checkout.ts';

/**
 * Where the provider's own form for a card stands, in a frame that this shop cannot look into. It
 * keeps its room from the first moment; without JavaScript it is not there, and the card is asked
 * for on a page of the provider.
 */
export function CardPlace({
  request,
  checkout,
  form,
  name,
}: {
  request: PageRequest;
  checkout: Checkout;
  form: CardForm;
  name: string;
}) {
  const { words, locale } = request;
  const { publishableKey, amountInForm, currency } = form;
  if (amountInForm === null || currency === null) return null;
  return (
    <div
      class="card-place"
      role="group"
      aria-label={name}
      data-card-form={JSON.stringify({
        publishableKey,
        locale,
        amount: amountInForm,
        currency: currency.toLowerCase(),
        billing: billingOf(checkout),
      })}
      data-failed={words.till.cardFailed}
    >
      <input type="hidden" name="token" value="" data-card-token />
      <div id="card-frame" />
      <p class="err" role="alert" data-card-error />
      <p class="muted">{words.till.cardApart}</p>
    </div>
  );
}

/** As the provider's form would ask for it: nothing is asked twice. */
function billingOf({ billingAddress, shippingAddress, email, phone }: Checkout) {
  const address = billingAddress ?? shippingAddress;
  return {
    name: address?.name ?? '',
    email: email ?? '',
    phone: phone ?? address?.phone ?? '',
    address: {
      line1: address?.street ?? '',
      line2: address?.street2 ?? '',
      city: address?.city ?? '',
      state: address?.regionCode ?? '',
      postal_code: address?.postalCode ?? '',
      country: address?.countryCode ?? '',
    },
  };
}
