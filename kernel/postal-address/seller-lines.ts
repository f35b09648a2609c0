import { addressLines, localLines } from './address-lines.ts';

/** Who sells or sends, as its details are kept. */
export interface Seller {
  readonly legalName: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** Empty in what a version before kept, which did not say of which country that is. */
  readonly countryCode: string;
}

/** As the post of its country reads it; with a locale its country stands last, in that language. */
export function sellerLines({ legalName, ...place }: Seller, locale?: string): string[] {
  const { street, postalCode, city, countryCode } = place;
  const address = { ...place, name: legalName };
  if (countryCode === '')
    return [legalName, street, `${postalCode} ${city}`.trim()].filter((line) => line !== '');
  return locale === undefined ? localLines(address) : addressLines(address, locale);
}
