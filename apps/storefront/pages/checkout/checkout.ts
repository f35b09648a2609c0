import type { z } from 'zod';
import type { checkoutShape } from '#contracts/checkout/shapes.ts';
import type { cardForm } from '#contracts/payment/card-form.ts';
import type { deliveryCountry } from '#contracts/shipping/index.ts';
import type { addressRules } from '#contracts/address-rules.ts';
import type { PageRequest } from '../../serving/page.ts';

export type Checkout = z.output<typeof checkoutShape>;
export type AddressRules = z.output<typeof addressRules>;

export type Country = z.output<typeof deliveryCountry>;

export type CardForm = z.output<typeof cardForm>;

export interface OfferedMethod {
  readonly code: string;
  readonly name: string;
  readonly needsToken: boolean;
  readonly hostedPage?: boolean;
  readonly cardForm?: CardForm;
}

export function checkoutAddress({ at }: PageRequest, checkoutId: string, step = ''): string {
  return `${at.prefix}/checkout/${checkoutId}${step}`;
}

/** What is filled in, or was. */
export type Filled = Readonly<Record<string, string>>;

export const addressFields = [
  'name',
  'company',
  'street',
  'street2',
  'postalCode',
  'city',
  'regionCode',
  'phone',
] as const;

/** Before the fields of the address that the invoice goes to, where it is another one. */
export const ofInvoice = 'billing-';

/** As a form fills it in: what is empty is not given. */
export function filledIn({ email, shippingAddress, billingAddress, vatId }: Checkout): Filled {
  return {
    ...(email === null ? {} : { email }),
    ...(vatId && { vatId }),
    ...fieldsOf(shippingAddress, ''),
    ...fieldsOf(billingAddress, ofInvoice),
  };
}

function fieldsOf(address: Checkout['billingAddress'], prefix: string): Filled {
  const known = (address ?? {}) as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(
    [...addressFields, 'countryCode'].flatMap((field): [string, string][] =>
      known[field] ? [[`${prefix}${field}`, known[field]]] : [],
    ),
  );
}
