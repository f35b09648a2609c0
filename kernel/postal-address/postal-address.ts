import countries from 'i18n-iso-countries/index.js';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import { regionsOf } from './address-regions.ts';

/** What is looked at of an address. */
export interface CheckedFields {
  readonly postalCode: string;
  readonly regionCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly phone?: string | undefined;
}

/** An address as people give it. */
interface GivenAddress extends CheckedFields {
  readonly name: string;
  readonly company?: string | undefined;
  readonly street: string;
  readonly street2?: string | undefined;
  readonly city: string;
}

/** The address of a company that sends. */
interface Sender {
  readonly name: string;
  readonly legalName: string;
  readonly phone: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

/** A postal address as providers take it. Country is ISO 3166-1 alpha-2. */
export interface PostalAddress {
  name?: string | undefined;
  company?: string | undefined;
  phone?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** ISO 3166-2 subdivision without the country, e.g. `CA`. */
  region?: string | undefined;
  postalCode: string;
  country: string;
}

/** What is wrong with a field, and where it is. */
export interface AddressProblem {
  readonly code: string;
  readonly message: string;
  readonly field: string;
}

export interface Checked<Value> {
  readonly value: Value;
  readonly problems: AddressProblem[];
}

/**
 * What the country asks for: a postal code in its form, a region where it has them, a number that
 * can be dialled. The telephone becomes E.164.
 * @param field which address it is, e.g. `shippingAddress`; problems name their field beneath it
 */
export function validateAddress<Address extends CheckedFields>(
  address: Address,
  field: string,
): Checked<Address> {
  const { countryCode } = address;
  if (!countries.isValid(countryCode)) {
    const message = `${countryCode} is no country of ISO 3166-1.`;
    const problem = { code: 'country_unknown', message, field: `${field}.countryCode` };
    return { value: address, problems: [problem] };
  }
  const problems = [...postalCodeProblems(address, field), ...regionProblems(address, field)];
  if (address.phone === undefined) return { value: address, problems };
  const phone = validatePhone(address.phone, countryCode, `${field}.phone`);
  return { value: { ...address, phone: phone.value }, problems: [...problems, ...phone.problems] };
}

function postalCodeProblems(
  { countryCode, postalCode }: CheckedFields,
  field: string,
): AddressProblem[] {
  if (!postcodeValidatorExistsForCountry(countryCode)) return [];
  const report = (code: string, message: string) => [
    { code, message, field: `${field}.postalCode` },
  ];
  if (postalCode === '') {
    return report('postal_code_missing', 'Addresses in this country need a postal code.');
  }
  if (postcodeValidator(postalCode, countryCode)) return [];
  return report('postal_code_invalid', `This is no postal code of ${countryCode}.`);
}

function regionProblems(
  { countryCode, regionCode }: CheckedFields,
  field: string,
): AddressProblem[] {
  const regions = regionsOf(countryCode);
  if (!regions) return [];
  const report = (code: string, message: string) => [
    { code, message, field: `${field}.regionCode` },
  ];
  if (regionCode === undefined) {
    return report('region_missing', 'Addresses in this country need a state or province.');
  }
  if (regions.has(regionCode)) return [];
  return report('region_unknown', `${countryCode} has no region ${regionCode}.`);
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

/** An address as external systems take it. */
export function postalAddressOf(address: GivenAddress): PostalAddress {
  return {
    name: address.name,
    company: address.company,
    phone: address.phone,
    line1: address.street,
    line2: address.street2,
    city: address.city,
    region: address.regionCode,
    postalCode: address.postalCode,
    country: address.countryCode,
  };
}

/** Where the shop sends from, as external systems take it. */
export function postalAddressOfShop(shop: Sender): PostalAddress {
  return {
    name: shop.name,
    company: shop.legalName,
    phone: shop.phone,
    line1: shop.street,
    city: shop.city,
    postalCode: shop.postalCode,
    country: shop.countryCode,
  };
}
