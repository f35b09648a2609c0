import { localLines } from '#kernel/postal-address/address-lines.ts';

interface Shop {
  readonly legalName: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly countryCode: string;
}

/** Who sends, as the post of its country reads it; an earlier version did not say of which that is. */
export function senderLines({ legalName, countryCode, ...shop }: Shop): string[] {
  const { street, postalCode, city } = shop;
  const lines =
    countryCode === ''
      ? [legalName, street, `${postalCode} ${city}`.trim()]
      : localLines({ ...shop, name: legalName, countryCode });
  return lines.filter((line) => line !== '');
}
