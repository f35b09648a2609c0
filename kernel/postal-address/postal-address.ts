import countries from 'i18n-iso-countries/index.js';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { isRegionRequired, regionCodeOf } from './address-regions.ts';
import { normalPostalCode, postalCodeRule } from './postal-code.ts';

/** What is looked at of an address. */
export interface CheckedFields {
  readonly postalCode: string;
  readonly regionCode?: string | undefined;
  /** ISO 3166-1 alpha-2; of `UK` and `EL` it is known what is meant. */
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

/** Codes that are no country of ISO 3166-1 and that everybody understands. */
const usualCountryCodes: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** Whether ISO 3166-1 has it. */
export function isCountry(countryCode: string): boolean {
  return countries.isValid(countryCode);
}

/** The codes of all countries of ISO 3166-1. */
export function allCountries(): string[] {
  return Object.keys(countries.getAlpha2Codes());
}

/**
 * What the country asks for: a postal code in its form, a region that it has, a number that can be
 * dialled. Codes and the telephone take the country's own form.
 * @param field which address it is, e.g. `shippingAddress`; problems name their field beneath it
 */
export function validateAddress<Address extends CheckedFields>(
  address: Address,
  field: string,
): Checked<Address> {
  const countryCode = usualCountryCodes[address.countryCode] ?? address.countryCode;
  if (!isCountry(countryCode)) {
    const message = `${countryCode} is no country of ISO 3166-1.`;
    const problem = { code: 'country_unknown', message, field: `${field}.countryCode` };
    return { value: address, problems: [problem] };
  }
  const postalCode = validatePostalCode(countryCode, address.postalCode, `${field}.postalCode`);
  const region = validateRegion(countryCode, address.regionCode, `${field}.regionCode`);
  const phone =
    address.phone === undefined
      ? undefined
      : validatePhone(address.phone, countryCode, `${field}.phone`);
  const { regionCode: _given, ...rest } = address;
  const value = {
    ...rest,
    postalCode: postalCode.value,
    ...(region.value !== undefined && { regionCode: region.value }),
    countryCode,
    ...(phone && { phone: phone.value }),
  } as Address;
  const problems = [postalCode, region, phone].flatMap((checked) => checked?.problems ?? []);
  return { value, problems };
}

/** What may be a slip, and is taken as it stands: some codes are younger than what is known. */
export function doubtsOf(address: CheckedFields, field: string): AddressProblem[] {
  const { countryCode, postalCode } = address;
  if (postalCode === '' || normalPostalCode(countryCode, postalCode).isKnown) return [];
  const message = `Postal codes of ${countryCode} ${lookOf(countryCode)}. Look whether this one is right.`;
  return [{ code: 'postal_code_unusual', message, field: `${field}.postalCode` }];
}

const longestCode = 16;

function validatePostalCode(countryCode: string, given: string, field: string): Checked<string> {
  const { use } = postalCodeRule(countryCode);
  const report = (code: string, message: string) => {
    return { value: given, problems: [{ code, message, field }] };
  };
  const { value, isKnown } = normalPostalCode(countryCode, given);
  if (value === '') {
    if (use !== 'required') return { value, problems: [] };
    const message = `Addresses in ${countryCode} need a postal code. They ${lookOf(countryCode)}.`;
    return report('postal_code_missing', message);
  }
  if (value.length <= longestCode && (isKnown || use !== 'required')) {
    return { value, problems: [] };
  }
  const message = `This is no postal code of ${countryCode}. They ${lookOf(countryCode)}.`;
  return report('postal_code_invalid', message);
}

function lookOf(countryCode: string): string {
  const { examples } = postalCodeRule(countryCode);
  return examples.length === 0 ? 'have another form' : `look like ${examples.join(' or ')}`;
}

function validateRegion(
  countryCode: string,
  given: string | undefined,
  field: string,
): Checked<string | undefined> {
  const report = (code: string, message: string) => {
    return { value: given, problems: [{ code, message, field }] };
  };
  if (given === undefined || given.trim() === '') {
    if (!isRegionRequired(countryCode)) return { value: undefined, problems: [] };
    const message = 'Addresses in this country need a state or province.';
    return report('region_missing', message);
  }
  const value = regionCodeOf(countryCode, given);
  if (value !== undefined) return { value, problems: [] };
  const message = `${countryCode} has no region ${given}. Give its code of ISO 3166-2 or its name${isRegionRequired(countryCode) ? '' : ', or leave it out'}.`;
  return report('region_unknown', message);
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
