import { describe, expect, test } from 'vitest';
import { addressFormOf } from './address-form.ts';
import { addressLines, localLines } from './address-lines.ts';
import { regionCodeOf, regionNamed, regionsOf } from './address-regions.ts';
import { countrySource, subdivisionsOf } from './country-source.ts';
import { allCountries, doubtsOf, validateAddress } from './postal-address.ts';
import { normalPostalCode, postalCodeRule } from './postal-code.ts';

/** Forms of one code as keyboards and habits make them. */
function spellings(code: string): string[] {
  const wide = code.replaceAll(/[!-~]/g, (sign) =>
    String.fromCodePoint(sign.codePointAt(0)! + 0xfe_e0),
  );
  return [
    code,
    code.toLowerCase(),
    ` ${code} `,
    code.replaceAll(/[ -]/g, ''),
    code.replaceAll('-', ' '),
    code.replaceAll('-', '–'),
    code.replaceAll(' ', '-'),
    code.replaceAll(' ', '\u00a0'),
    wide,
  ];
}

/** Where carriers and taxes go by it, or the source asks for it. */
const regionCountries = new Set(['AU', 'BR', 'CA', 'MX', 'US']);

test('all countries of ISO 3166-1 are looked at', () => {
  expect(allCountries().length).toBeGreaterThan(245);
});

describe.each(allCountries())('%s', (countryCode) => {
  const source = countrySource(countryCode);
  const examples = (source.zipex ?? '').split(',').filter((code) => code !== '');

  test('asks for what its post requires, and for nothing more', () => {
    const { fields } = addressFormOf(countryCode);
    const required = fields.filter(({ use }) => use === 'required').map(({ field }) => field);
    const asked = [
      'name',
      'street',
      'city',
      ...(regionCountries.has(countryCode) ? ['regionCode'] : []),
      ...(source.require.includes('Z') ? ['postalCode'] : []),
    ];
    expect(required.toSorted()).toEqual(asked.toSorted());
    const region = regionsOf(countryCode)[0]?.code;
    const given = { countryCode, regionCode: region, postalCode: examples[0] ?? '' };
    expect(validateAddress(given, 'address').problems).toEqual([]);
    const bare = { countryCode, postalCode: '' };
    expect(
      validateAddress(bare, 'address')
        .problems.map(({ code }) => code)
        .toSorted(),
    ).toEqual([
      ...(source.require.includes('Z') ? ['postal_code_missing'] : []),
      ...(regionCountries.has(countryCode) ? ['region_missing'] : []),
    ]);
  });

  test('takes the examples of its codes however they are written, in one form', () => {
    for (const example of examples) {
      const { value, isKnown } = normalPostalCode(countryCode, example);
      expect(isKnown, example).toBe(true);
      for (const spelling of spellings(value)) {
        const again = normalPostalCode(countryCode, spelling);
        expect(again, `${example} as ${spelling}`).toEqual({ value, isKnown: true });
      }
      // Some posts count the country to the code.
      if (
        !/\d/.test(value) ||
        value.startsWith(countryCode) ||
        source.zip?.includes(`${countryCode}-`)
      )
        continue;
      const led = normalPostalCode(countryCode, `${countryCode}-${value}`);
      expect(led, `${countryCode}-${value}`).toEqual({ value, isKnown: true });
    }
    const { pattern, examples: shown, use } = postalCodeRule(countryCode);
    if (pattern === undefined) return;
    for (const code of shown) expect(code).toMatch(new RegExp(pattern));
    const odd = { countryCode, regionCode: undefined, postalCode: 'no code at all' };
    const codes = [...validateAddress(odd, 'address').problems, ...doubtsOf(odd, 'address')].map(
      ({ code }) => code,
    );
    expect(codes).toContain(use === 'required' ? 'postal_code_invalid' : 'postal_code_unusual');
  });

  test('knows its regions by code and by each of their names, and no others', () => {
    for (const { code, name, latinName } of regionsOf(countryCode)) {
      expect(code).toMatch(/^[A-Z0-9]{1,3}$/);
      const forms = [code, code.toLowerCase(), `${countryCode}-${code}`];
      for (const form of forms) expect(regionCodeOf(countryCode, form), form).toBe(code);
      for (const one of [name, latinName ?? name]) {
        const found = regionCodeOf(countryCode, one);
        // Two regions may share a name, as a city and the land around it do.
        const namesake = regionNamed(countryCode, found ?? '')?.name;
        const same = namesake !== undefined && [name, latinName].includes(namesake);
        expect(found === code || same, `${one} is ${found}, not ${code}`).toBe(true);
      }
    }
    expect(regionCodeOf(countryCode, 'Nowhere at all')).toBeUndefined();
    // Of some countries no list is known.
    if (subdivisionsOf(countryCode).size > 0)
      expect(regionCodeOf(countryCode, 'Q9Q')).toBeUndefined();
  });

  test('writes all of an address, in its order, with the country last', () => {
    const region = regionsOf(countryCode)[0];
    const address = {
      name: 'Ada Muster',
      company: 'Muster Ltd',
      street: 'Long Road 12',
      street2: 'Floor 3',
      city: 'Old Town',
      postalCode: examples[0] ?? '',
      regionCode: regionCountries.has(countryCode) ? region?.code : undefined,
      countryCode,
    };
    const lines = addressLines(address, 'en');
    expect(lines.at(-1)).toMatch(/\p{L}{3}/u);
    expect(lines.slice(0, -1)).toEqual(localLines(address));
    for (const line of lines) expect(line).toBe(line.trim());
    const text = lines.join('\n').toUpperCase();
    const parts = [address.name, address.company, address.street, address.street2, address.city];
    for (const part of [...parts, address.postalCode, address.regionCode ?? ''])
      expect(text).toContain(part.toUpperCase());
    const { fmt, lfmt = fmt } = source;
    const order = [...lfmt.matchAll(/%([NOACZ])/g)].map(([, letter]) => letter!);
    const texts: Record<string, string> = {
      N: address.name,
      O: address.company,
      A: address.street,
      C: address.city,
      Z: address.postalCode,
    };
    const places = order
      .filter((letter) => texts[letter] !== '')
      .map((letter) => text.indexOf(texts[letter]!.toUpperCase()));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });
});
