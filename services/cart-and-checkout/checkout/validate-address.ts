import countries from 'i18n-iso-countries/index.js';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import type { Address } from '#contracts/shapes.ts';
import type { Problem } from './checkout-store.ts';
import { regionsOf } from './regions.ts';

type Checked<Value> = { readonly value: Value; readonly problems: Problem[] };

/**
 * What the country asks for: a postal code in its form, a region where it has them, a number that
 * can be dialled. The telephone becomes E.164.
 * @param field which address it is, e.g. `shippingAddress`; problems name their field beneath it
 */
export function validateAddress(address: Address, field: string): Checked<Address> {
  const problems: Problem[] = [];
  const tell = (name: keyof Address, code: string, message: string) =>
    problems.push({ code, message, field: `${field}.${name}` });
  const { countryCode, postalCode, regionCode } = address;
  if (!countries.isValid(countryCode)) {
    tell('countryCode', 'country_unknown', `${countryCode} is no country of ISO 3166-1.`);
    return { value: address, problems };
  }
  if (postcodeValidatorExistsForCountry(countryCode)) {
    if (postalCode === '') {
      tell('postalCode', 'postal_code_missing', 'Addresses in this country need a postal code.');
    } else if (!postcodeValidator(postalCode, countryCode)) {
      tell('postalCode', 'postal_code_invalid', `This is no postal code of ${countryCode}.`);
    }
  }
  const regions = regionsOf(countryCode);
  if (regions && regionCode === undefined) {
    tell('regionCode', 'region_missing', 'Addresses in this country need a state or province.');
  } else if (regions && !regions.has(regionCode!)) {
    tell('regionCode', 'region_unknown', `${countryCode} has no region ${regionCode}.`);
  }
  if (address.phone === undefined) return { value: address, problems };
  const phone = validatePhone(address.phone, countryCode, `${field}.phone`);
  return { value: { ...address, phone: phone.value }, problems: [...problems, ...phone.problems] };
}

/** A telephone number in E.164; a national form is read as one of `countryCode`. */
export function validatePhone(
  text: string,
  countryCode: string | undefined,
  field: string,
): Checked<string> {
  const number = parsePhoneNumberFromString(
    text,
    countryCode ? { defaultCountry: countryCode as CountryCode } : undefined,
  );
  if (number?.isValid()) return { value: number.number, problems: [] };
  const message = 'This is no telephone number. Begin with + and the code of the country.';
  return { value: text, problems: [{ code: 'phone_invalid', message, field }] };
}
