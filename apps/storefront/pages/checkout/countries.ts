import { countryName } from '#kernel/postal-address/address-lines.ts';
import { isCountry } from '#kernel/postal-address/postal-address.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const known = new Map<string, readonly Country[]>();

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
}

/** All of the world by their names in a language, in its order. */
export function countriesIn(locale: string): readonly Country[] {
  let countries = known.get(locale);
  if (!countries) {
    const { compare } = new Intl.Collator(locale);
    countries = letters
      .flatMap((first) => letters.map((second) => first + second))
      .filter((code) => isCountry(code))
      .map((code) => ({ code, name: countryName(code, locale) }))
      .toSorted((one, other) => compare(one.name, other.name));
    known.set(locale, countries);
  }
  return countries;
}
