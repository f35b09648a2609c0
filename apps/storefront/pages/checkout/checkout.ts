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

/** As a form fills it in: what is empty is not given. */
export function filledIn({ email, shippingAddress }: Checkout): Filled {
  const address = (shippingAddress ?? {}) as Readonly<Record<string, string | undefined>>;
  const known = [...addressFields, 'countryCode'].flatMap((field): [string, string][] =>
    address[field] ? [[field, address[field]]] : [],
  );
  return { ...(email === null ? {} : { email }), ...Object.fromEntries(known) };
}
