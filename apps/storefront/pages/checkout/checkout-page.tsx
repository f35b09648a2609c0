import { FormFields } from '../../layout/form-fields.tsx';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import {
  checkoutAddress,
  filledIn,
  type AddressRules,
  type Checkout,
  type Country,
  type Filled,
  type OfferedMethod,
} from './checkout.ts';
import { DetailsForm } from './details-form.tsx';
import { pageOfKind } from '../../serving/shop.ts';
import { Summary } from './summary.tsx';

export interface Said {
  /** Above all: what happened, and what to do. */
  readonly alert?: string;
  readonly wrong?: Readonly<Record<string, string>>;
  /** What was filled in, where it was not taken. */
  readonly filled?: Filled;
}

/** Everything that is asked, on one page; what follows from an address stands below it once it is there. */
export async function checkoutPage(
  request: PageRequest,
  said: Said = {},
): Promise<Page | Redirect> {
  const { words, params } = request;
  const checkoutId = params['checkoutId']!;
  const checkout = await request.ask<Checkout>('getCheckout', { checkoutId });
  if (checkout.state === 'completed' || checkout.state === 'completing') {
    return { status: 303, location: checkoutAddress(request, checkoutId, '/return') };
  }
  const filled = { ...filledIn(checkout), ...said.filled };
  const countryCode = request.query.get('country') ?? filled['countryCode'] ?? countryOf(request);
  const [rules, { items: countries }] = await Promise.all([
    request.ask<AddressRules>('getAddressRules', { countryCode }),
    request.ask<{ items: Country[] }>('listDeliveryCountries'),
  ]);
  const isPriced =
    checkout.totals !== null && said.filled === undefined && said.wrong === undefined;
  const methods = isPriced
    ? (await request.ask<{ items: OfferedMethod[] }>('listCheckoutPaymentMethods', { checkoutId }))
        .items
    : [];
  return {
    kind: 'checkout',
    ...(said.alert === undefined && said.wrong === undefined ? {} : { status: 422 as const }),
    title: words.till.title,
    body: (
      <div class="wrap">
        <header class="list-head">
          <h1>{words.till.title}</h1>
        </header>
        {said.alert !== undefined && (
          <p class="alert" role="alert">
            {said.alert}
          </p>
        )}
        <div class="checkout">
          <div>
            <DetailsForm
              request={request}
              checkout={checkout}
              rules={rules}
              countries={countries}
              filled={filled}
              wrong={said.wrong ?? {}}
            />
            {isPriced && <Delivery request={request} checkout={checkout} />}
            {isPriced && <Payment request={request} checkout={checkout} methods={methods} />}
          </div>
          <Summary request={request} checkout={checkout} />
        </div>
      </div>
    ),
  };
}

/** The first guess of where to send to: where the language says, else the shop's own country. */
function countryOf({ locale, shop }: PageRequest): string {
  return new Intl.Locale(locale).region ?? shop.company.countryCode;
}

function Delivery({ request, checkout }: { request: PageRequest; checkout: Checkout }) {
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

function Payment({
  request,
  checkout,
  methods,
}: {
  request: PageRequest;
  checkout: Checkout;
  methods: readonly OfferedMethod[];
}) {
  const { words, formats } = request;
  const { totals, checkoutId, version, problems } = checkout;
  const usable = methods.filter(({ needsToken, hostedPage }) => !needsToken || hostedPage);
  if (totals === null) return null;
  return (
    <form class="step pay" method="post" action={checkoutAddress(request, checkoutId, '/complete')}>
      <FormFields request={request} />
      <input type="hidden" name="version" value={version} />
      <fieldset>
        <legend>{words.till.payment}</legend>
        {usable.length === 0 && <p class="note">{words.till.noMethod}</p>}
        <div class="radios">
          {usable.map(({ code, name, hostedPage }, place) => (
            <label key={code} class="radio">
              <input type="radio" name="method" value={code} checked={place === 0} required />
              <span>
                <b>{name}</b>
                {hostedPage && <small>{words.till.hosted}</small>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {problems.map(({ code, message }) => (
        <p key={code} class="note">
          {message}
        </p>
      ))}
      <Legal request={request} />
      {usable.length > 0 && problems.length === 0 && (
        <button class="button big">
          {words.till.order}{' '}
          <span class="num">{formats.money(totals.totalMinor, totals.currency)}</span>
        </button>
      )}
      <p class="muted">{words.till.once}</p>
    </form>
  );
}

/** What holds for the purchase, one press away, and kept with the order as it was shown. */
function Legal({ request: { shop, words, at } }: { request: PageRequest }) {
  const shown = (['terms', 'withdrawal', 'privacy'] as const).flatMap((kind) => {
    const page = pageOfKind(shop, kind);
    return page ? [page] : [];
  });
  if (shown.length === 0) return null;
  return (
    <p class="legal">
      {words.till.legal}{' '}
      {shown.map(({ handle, title, textId }, place) => (
        <>
          {place > 0 && ', '}
          <a href={at.page(handle)} target="_blank" rel="noopener">
            {title}
          </a>
          <input type="hidden" name="text" value={textId} />
        </>
      ))}
    </p>
  );
}
