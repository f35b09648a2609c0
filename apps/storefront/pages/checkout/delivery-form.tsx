import { FormFields } from '../../layout/form-fields.tsx';
import type { PageRequest } from '../../serving/page.ts';
import { checkoutAddress, type Checkout } from './checkout.ts';

export function DeliveryForm({ request, checkout }: { request: PageRequest; checkout: Checkout }) {
  const { words, formats, shop } = request;
  const { deliveryOptions, delivery, checkoutId } = checkout;
  if (deliveryOptions.length === 0) return null;
  return (
    <form
      class="step"
      method="post"
      action={checkoutAddress(request, checkoutId, '/delivery')}
      data-changes
    >
      <FormFields request={request} />
      <fieldset>
        <legend>{words.till.delivery}</legend>
        <div class="radios">
          {deliveryOptions.map((option) => (
            <label key={option.optionId} class="radio">
              <input
                type="radio"
                name="deliveryOptionId"
                value={option.optionId}
                checked={option.optionId === delivery?.optionId}
              />
              <span>
                <b>{option.name}</b>
                <small>{daysOf(request, option)}</small>
              </span>
              <span class="num">
                {option.priceMinor === 0
                  ? words.till.free
                  : formats.money(option.priceMinor, checkout.totals?.currency ?? shop.currency)}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <noscript>
        <button class="button plain">{words.till.choose}</button>
      </noscript>
    </form>
  );
}

/** When it arrives; where nobody can say that, how long it takes. */
function daysOf(
  { words, formats }: PageRequest,
  { promise, earliestDays, latestDays }: Checkout['deliveryOptions'][number],
): string {
  if (promise) return words.till.arrives(formats.days(promise.earliestOn, promise.latestOn));
  if (earliestDays === null || latestDays === null) return '';
  return words.till.days(earliestDays, latestDays);
}
