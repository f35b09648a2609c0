import { isRegionRequired, regionsOf, type Region } from './address-regions.ts';
import { countrySource } from './country-source.ts';
import { postalCodeRule, type PostalCodeUse } from './postal-code.ts';

/** A field of an address, as a form asks for it. */
export interface FormField {
  readonly field: string;
  readonly use: PostalCodeUse;
  /** What it is called there, such as `prefecture` or `eircode`; else the field's own name. */
  readonly kind: string;
}

export interface AddressForm {
  readonly fields: readonly FormField[];
  readonly regions: readonly Region[];
}

/** What a form asks for of an address in the country, in the order in which it is written there. */
export function addressFormOf(countryCode: string): AddressForm {
  const source = countrySource(countryCode);
  const { fmt, lfmt = fmt } = source;
  const regions = isRegionRequired(countryCode) || fmt.includes('%S') ? regionsOf(countryCode) : [];
  const regionUse = regions.length === 0 ? 'none' : 'optional';
  const letters: Readonly<Record<string, FormField[]>> = {
    N: [{ field: 'name', use: 'required', kind: 'name' }],
    O: [{ field: 'company', use: 'optional', kind: 'company' }],
    A: [
      { field: 'street', use: 'required', kind: 'street' },
      { field: 'street2', use: 'optional', kind: 'street2' },
    ],
    C: [{ field: 'city', use: 'required', kind: source.locality_name_type ?? 'city' }],
    S: [
      {
        field: 'regionCode',
        use: isRegionRequired(countryCode) ? 'required' : regionUse,
        kind: source.state_name_type ?? 'province',
      },
    ],
    Z: [
      {
        field: 'postalCode',
        use: postalCodeRule(countryCode).use,
        kind: source.zip_name_type ?? 'postal',
      },
    ],
  };
  const written = [...lfmt.matchAll(/%([NOACSZ])/g)].map(([, letter]) => letter!);
  const order = new Set([...written, ...Object.keys(letters)]);
  const phone: FormField = { field: 'phone', use: 'optional', kind: 'phone' };
  return { fields: [...[...order].flatMap((letter) => letters[letter]!), phone], regions };
}
