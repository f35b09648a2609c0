import { describe, expect, test } from 'vitest';
import { addressFormOf } from './address-form.ts';
import { regionCodeOf } from './address-regions.ts';
import { doubtsOf, validateAddress, validatePhone, type CheckedFields } from './postal-address.ts';
import { normalPostalCode } from './postal-code.ts';

const boston: CheckedFields = {
  postalCode: '02108',
  regionCode: 'MA',
  countryCode: 'US',
};
const hamburg: CheckedFields = { postalCode: '20457', countryCode: 'DE' };

describe('addresses by country', () => {
  test.each<[string, CheckedFields, string | undefined]>([
    ['a good one', boston, undefined],
    ['no region', { ...boston, regionCode: undefined }, 'region_missing'],
    ['no such region', { ...boston, regionCode: 'XX' }, 'region_unknown'],
    ['no postal code', { ...boston, postalCode: '' }, 'postal_code_missing'],
    ['a postal code of elsewhere', { ...boston, postalCode: 'SW1A 1AA' }, 'postal_code_invalid'],
    ['one of another country’s form', { ...hamburg, postalCode: 'A-1010' }, 'postal_code_invalid'],
    ['no such country', { ...hamburg, countryCode: 'XX' }, 'country_unknown'],
    ['no number', { ...boston, phone: '12' }, 'phone_invalid'],
    ['a country without postal codes', { countryCode: 'AE', postalCode: '' }, undefined],
    ['a region of another country', { ...hamburg, regionCode: 'MA' }, 'region_unknown'],
    ['a region where none is needed', { ...hamburg, regionCode: 'HH' }, undefined],
    [
      'a region of Spain that is none',
      { ...hamburg, countryCode: 'ES', regionCode: 'ZZ' },
      'region_unknown',
    ],
    ['an empty region', { ...hamburg, regionCode: ' ' }, undefined],
    ['a country as it is called', { countryCode: 'UK', postalCode: 'sw1a1aa' }, undefined],
  ])('%s', (_name, address, code) => {
    const { problems } = validateAddress(address, 'shippingAddress');
    expect(problems.map((problem) => problem.code)).toEqual(code ? [code] : []);
    for (const { field } of problems) expect(field).toMatch(/^shippingAddress\./);
  });

  test.each('BH CL CO EG JO LB OM PE IE GT HT KE VN'.split(' '))(
    'nobody is asked for a postal code in %s',
    (countryCode) => {
      expect(validateAddress({ countryCode, postalCode: '' }, 'address').problems).toEqual([]);
    },
  );

  test.each(['AA', 'AE', 'AP', 'FM', 'MH', 'PW'])('the US post serves %s', (regionCode) => {
    const address = { countryCode: 'US', postalCode: '09001', regionCode };
    expect(validateAddress(address, 'address').problems).toEqual([]);
  });

  test('what is kept is in the form of the country', () => {
    const given = { name: 'Ada', countryCode: 'UK', postalCode: 'bfpo61', regionCode: 'eng' };
    const { value } = validateAddress(given, 'address');
    expect(value).toEqual({
      name: 'Ada',
      countryCode: 'GB',
      postalCode: 'BFPO 61',
      regionCode: 'ENG',
    });
  });

  test('a code of a form that nobody knows is taken, and asked about, where none is required', () => {
    const address = { countryCode: 'CL', postalCode: 'abc-1' };
    expect(validateAddress(address, 'address')).toMatchObject({
      value: { postalCode: 'ABC-1' },
      problems: [],
    });
    const [doubt, ...others] = doubtsOf(address, 'address');
    expect(doubt).toMatchObject({ code: 'postal_code_unusual', field: 'address.postalCode' });
    expect(others).toEqual([]);
    expect(doubtsOf({ countryCode: 'CL', postalCode: '8340457' }, 'address')).toEqual([]);
  });

  test('a national number becomes E.164', () => {
    expect(validatePhone('0171 1234567', 'DE', 'phone').value).toBe('+491711234567');
    expect(validatePhone('+44 20 7946 0018', undefined, 'phone').problems).toEqual([]);
  });
});

test.each([
  ['JP', '1000001', '100-0001'],
  ['JP', '１００－０００１', '100-0001'],
  ['JP', '〒100-0001', '100-0001'],
  ['JP', '〒 １００ー０００１', '100-0001'],
  ['NL', '1234ab', '1234 AB'],
  ['NL', 'NL-1234 AB', '1234 AB'],
  ['IE', 'd02 x285', 'D02 X285'],
  ['IE', 'D02X285', 'D02 X285'],
  ['PL', '00950', '00-950'],
  ['US', '100011234', '10001-1234'],
  ['US', '10001–1234', '10001-1234'],
  ['KH', '120203', '120203'],
  ['GB', 'SW1A1AA', 'SW1A 1AA'],
  ['GB', 'm25bq', 'M2 5BQ'],
  ['GB', 'bfpo 1234', 'BFPO 1234'],
  ['DE', 'D-10115', '10115'],
  ['DE', 'DEU 10 115', '10115'],
  ['DE', 'CH-8238', '8238'],
  ['IT', '6911', '6911'],
  ['LU', 'L-1234', '1234'],
  ['SE', 'SE-11455', '114 55'],
  ['CZ', '11000', '110 00'],
  ['LV', '1010', 'LV-1010'],
  ['LT', 'LT-04340', '04340'],
  ['PT', '1250096', '1250-096'],
  ['BR', '40301110', '40301-110'],
  ['CA', 'k1a-0b1', 'K1A 0B1'],
  ['AD', '500', 'AD500'],
  ['MT', 'vlt1117', 'VLT 1117'],
  ['FO', 'FO-100', '100'],
  ['SG', 'S(238823)', '238823'],
  ['IE', 'd6wxy00', 'D6W XY00'],
  ['PT', '1000', '1000'],
  ['FI', 'AX-22100', '22100'],
  ['FR', 'MC-98000', '98000'],
  ['CH', 'FL-9490', '9490'],
  ['US', 'PR 00901', '00901'],
  ['IN', 'PIN: 560 001', '560001'],
  ['BR', 'cep 01310-100', '01310-100'],
  ['SG', 'Singapore 018956', '018956'],
  ['EG', '١١٥١١', '11511'],
  ['IR', '۱۹۹۳۸۹۳۹۷۳', '19938-93973'],
  ['IN', '५६०००१', '560001'],
  ['SA', '١١٥٦٤ - ٢١٨٦', '11564-2186'],
])('in %s %s is %s', (countryCode, given, value) => {
  expect(normalPostalCode(countryCode, given)).toEqual({ value, isKnown: true });
});

test.each([
  ['US', 'new york', 'NY'],
  ['US', 'US-NY', 'NY'],
  ['JP', '東京都', '13'],
  ['JP', 'Tokyo', '13'],
  ['CA', 'Québec', 'QC'],
  ['ES', 'Las Palmas', 'GC'],
  ['DE', 'Bayern', 'BY'],
  ['IE', 'County Dublin', 'D'],
  ['FR', '75', '75C'],
  ['FR', 'MQ', '972'],
  ['MX', 'DF', 'CMX'],
  ['ES', 'ZZ', undefined],
  ['US', 'XX', undefined],
  ['DE', 'Bavaria', 'BY'],
  ['CN', 'Guangdong Province', '44'],
  ['CN', 'Guangdong', '44'],
  ['SE', 'Stockholm', 'AB'],
  ['FR', 'Réunion', '974'],
  ['FR', 'GP', '971'],
  ['PT', 'Madeira', '30'],
  ['AR', 'CABA', 'C'],
  ['CA', 'PQ', 'QC'],
  ['IN', 'Orissa', 'OR'],
  ['IT', 'Rome', 'RM'],
  ['MX', 'Distrito Federal', 'CMX'],
  ['PL', 'MZ', '14'],
  ['RU', 'Moscow', 'MOW'],
  ['US', 'Washington, D.C.', 'DC'],
  ['US', 'Washington State', 'WA'],
  ['US', 'State', undefined],
  ['ZA', 'NL', 'KZN'],
  ['HK', 'Kowloon', 'KL'],
  ['HK', '九龍', 'KL'],
  ['TW', 'Kinmen County', 'KIN'],
  ['BS', 'Grand Bahama', 'GBA'],
])('the region %s %s is %s', (countryCode, given, code) => {
  expect(regionCodeOf(countryCode, given)).toBe(code);
});

test('every code that was asked for before is one still', () => {
  const before: Readonly<Record<string, string>> = {
    AU: 'ACT NSW NT QLD SA TAS VIC WA',
    BR: 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO',
    CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
    MX: 'AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA VER YUC ZAC',
    US: 'AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY',
  };
  for (const [country, codes] of Object.entries(before))
    for (const code of codes.split(' ')) expect(regionCodeOf(country, code)).toBe(code);
});

test('a form asks in the order of its country', () => {
  const fieldsOf = (countryCode: string) =>
    addressFormOf(countryCode).fields.map(({ field, use, kind }) => `${field} ${use} ${kind}`);
  expect(fieldsOf('US')).toEqual([
    'name required name',
    'company optional company',
    'street required street',
    'street2 optional street2',
    'city required city',
    'regionCode required state',
    'postalCode required zip',
    'phone optional phone',
  ]);
  expect(fieldsOf('DE')).toContain('postalCode required postal');
  expect(fieldsOf('DE')).toContain('regionCode none province');
  expect(fieldsOf('HK')).toContain('postalCode none postal');
  expect(fieldsOf('IE')).toContain('postalCode optional eircode');
  expect(addressFormOf('US').regions.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['AE', 'NY', 'PW']),
  );
});

test('a part of Dublin is no code, and stays as it was written', () => {
  expect(normalPostalCode('IE', 'Dublin 2')).toEqual({ value: 'DUBLIN 2', isKnown: false });
});
