import type { ComponentChildren } from 'preact';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { AgreedDetails } from './agreed-details.tsx';
import {
  checkoutAddress,
  filledIn,
  type AddressRules,
  type Checkout,
  type Country,
  type Filled,
  type OfferedMethod,
} from './checkout.ts';
import { DeliveryForm } from './delivery-form.tsx';
import { DetailsForm } from './details-form.tsx';
import { PaymentForm, usableMethods } from './payment-form.tsx';
import { Summary } from './summary.tsx';

export interface Said {
  /** Above all: what happened, and what to do. */
  readonly alert?: string;
  readonly wrong?: Readonly<Record<string, string>>;
  /** What was filled in, where it was not taken. */
  readonly filled?: Filled;
  /** After a try that came to nothing: what is sent from this page is another one. */
  readonly isAnotherTry?: boolean;
  /** The buyer came back from the provider's page without having paid there, which still waits. */
  readonly cameBack?: boolean;
}

/** Everything that is asked, on one page; what follows from an address stands below it once it is there. */
export async function checkoutPage(
  request: PageRequest,
  said: Said = {},
): Promise<Page | Redirect> {
  const checkoutId = request.params['checkoutId']!;
  const checkout = await request.ask<Checkout>('getCheckout', { checkoutId });
  const isWaiting = checkout.state === 'completing' && said.cameBack === true;
  if (!isWaiting && checkout.state !== 'open') {
    const step = checkout.state === 'abandoned' ? undefined : '/return';
    return {
      status: 303,
      location: step ? checkoutAddress(request, checkoutId, step) : request.at.cart(),
    };
  }
  const isPriced =
    checkout.totals !== null && said.filled === undefined && said.wrong === undefined;
  const [{ items: methods }, { items: countries }] = await Promise.all([
    request.ask<{ items: OfferedMethod[] }>('listCheckoutPaymentMethods', { checkoutId }),
    request.ask<{ items: Country[] }>('listDeliveryCountries'),
  ]);
  const cardForm = isPriced ? methods.find((each) => each.cardForm)?.cardForm : undefined;
  return {
    kind: 'checkout',
    ...(said.alert === undefined && said.wrong === undefined ? {} : { status: 422 as const }),
    ...(cardForm && { cardForm }),
    title: request.words.till.title,
    body: (
      <Columns
        request={request}
        checkout={checkout}
        said={said}
        begins={beginsWith(request, countries, methods)}
      >
        {isWaiting ? (
          <AgreedDetails request={request} checkout={checkout} />
        ) : (
          await details(request, checkout, countries, said)
        )}
        {isPriced && !isWaiting && <DeliveryForm request={request} checkout={checkout} />}
        {isPriced && (
          <PaymentForm
            request={request}
            checkout={checkout}
            methods={methods}
            isAnotherTry={said.isAnotherTry === true || isWaiting}
          />
        )}
      </Columns>
    ),
  };
}

function Columns({
  request,
  checkout,
  said: { alert },
  begins,
  children,
}: {
  request: PageRequest;
  checkout: Checkout;
  said: Said;
  begins: string;
  children: ComponentChildren;
}) {
  return (
    <div class="wrap">
      <header class="list-head">
        <h1>{request.words.till.title}</h1>
        <p class="begins">{begins}</p>
      </header>
      {alert !== undefined && (
        <p class="alert" role="alert">
          {alert}
        </p>
      )}
      <div class="checkout">
        <div>{children}</div>
        <Summary request={request} checkout={checkout} />
      </div>
    </div>
  );
}

/** More of them are counted; each is in the list below. */
const namedCountries = 8;

/** Where it is delivered to and how it can be paid, before anything is asked. */
function beginsWith(
  { words: { till }, locale }: PageRequest,
  countries: readonly Country[],
  methods: readonly OfferedMethod[],
): string {
  const names = countries.map(({ countryName }) => countryName);
  const listed = (type: 'conjunction' | 'disjunction', each: readonly string[]) =>
    new Intl.ListFormat(locale, { type }).format(each);
  const ways = usableMethods(methods).map(({ name }) => name);
  const places =
    names.length > namedCountries ? till.manyCountries(names.length) : listed('conjunction', names);
  return till.begins(places, listed('disjunction', ways));
}

async function details(
  request: PageRequest,
  checkout: Checkout,
  countries: readonly Country[],
  said: Said,
) {
  const filled = { ...filledIn(checkout), ...said.filled };
  const countryCode = request.query.get('country') ?? filled['countryCode'] ?? countryOf(request);
  const rules = await request.ask<AddressRules>('getAddressRules', { countryCode });
  return (
    <DetailsForm
      request={request}
      checkout={checkout}
      rules={rules}
      countries={countries}
      filled={filled}
      wrong={said.wrong ?? {}}
    />
  );
}

/** The first guess of where to send to: where the language says, else the shop's own country. */
function countryOf({ locale, shop }: PageRequest): string {
  return new Intl.Locale(locale).region ?? shop.company.countryCode;
}
