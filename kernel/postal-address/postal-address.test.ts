import { describe, expect, test } from 'vitest';
import { validateAddress, validatePhone, type CheckedFields } from './postal-address.ts';

const boston: CheckedFields = {
  postalCode: '02108',
  regionCode: 'MA',
  countryCode: 'US',
};

describe('addresses by country', () => {
  test.each<[string, Partial<CheckedFields>, string | undefined]>([
    ['a good one', {}, undefined],
    ['no region', { regionCode: undefined }, 'region_missing'],
    ['no such region', { regionCode: 'XX' }, 'region_unknown'],
    ['no postal code', { postalCode: '' }, 'postal_code_missing'],
    ['a postal code of elsewhere', { postalCode: 'SW1A 1AA' }, 'postal_code_invalid'],
    ['no such country', { countryCode: 'XX' }, 'country_unknown'],
    ['no number', { phone: '12' }, 'phone_invalid'],
    ['a country without postal codes', { countryCode: 'AE', postalCode: '' }, undefined],
    ['a country without regions', { countryCode: 'DE', postalCode: '20457' }, undefined],
  ])('%s', (_name, change, code) => {
    const { problems } = validateAddress({ ...boston, ...change }, 'shippingAddress');
    expect(problems.map((problem) => problem.code)).toEqual(code ? [code] : []);
    for (const { field } of problems) expect(field).toMatch(/^shippingAddress\./);
  });

  test('a national number becomes E.164', () => {
    expect(validatePhone('0171 1234567', 'DE', 'phone').value).toBe('+491711234567');
    expect(validatePhone('+44 20 7946 0018', undefined, 'phone').problems).toEqual([]);
  });
});
