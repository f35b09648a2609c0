import { expect, test } from 'vitest';
import { validateAddress } from '../postal-address/postal-address.ts';
import { taxTerritoryOf } from './tax-territories.ts';

test.each([
  ['ES', '35017', 'GC'],
  ['ES', '38001', 'TF'],
  ['ES', '51001', 'CE'],
  ['ES', '52001', 'ML'],
  ['DE', '27498', 'XHE'],
  ['DE', '78266', 'XBU'],
  ['IT', '23041', 'XLI'],
  ['IT', '22061', 'XCA'],
  ['IT', '47890', 'XSM'],
  ['FI', '22100', '01'],
  ['GR', '630 86', '69'],
  ['FR', '97110', 'GP'],
  ['FR', '97133', 'BL'],
  ['FR', '97400', 'RE'],
  ['FR', '98800', 'NC'],
  ['DK', '3900', 'XGL'],
  ['NO', '9170', '21'],
  ['CH', '7563', 'XSA'],
  ['GB', 'JE4 8PW', 'XJE'],
  ['GB', 'GY1 1AA', 'XGY'],
  ['AX', '22100', undefined],
  ['GP', '97110', undefined],
  ['SM', '47890', undefined],
  ['VA', '00120', undefined],
  ['GL', '3900', undefined],
  ['FO', '100', undefined],
  ['JE', 'JE4 8PW', undefined],
])('%s %s is outside of its country’s tax', (countryCode, postalCode, regionCode) => {
  const territory = taxTerritoryOf({ countryCode, postalCode });
  expect(territory).toMatchObject({ countryCode, isOutside: true });
  expect(territory?.regionCodes[0]).toBe(regionCode);
});

test.each([
  ['AT', '6691', 'AT', 'XJM'],
  ['AT', '6993', 'AT', 'XJM'],
  ['PT', '9000-001', 'PT', '30'],
  ['PT', '9500-001', 'PT', '20'],
  ['PT', '9000', 'PT', '30'],
  ['PT', '9500', 'PT', '20'],
  ['MC', '98000', 'FR', undefined],
  ['IM', 'IM1 1AA', 'GB', undefined],
  ['LI', '9490', 'CH', undefined],
])('%s %s bears the rates of %s %s', (countryCode, postalCode, as, regionCode) => {
  const territory = taxTerritoryOf({ countryCode, postalCode });
  expect(territory).toMatchObject({ countryCode: as, isOutside: false });
  expect(territory?.regionCodes[0]).toBe(regionCode);
});

test.each([
  ['ES', '28013'],
  ['DE', '20457'],
  ['FR', '20000'],
  ['GB', 'BT1 1AA'],
  ['GB', 'IM1 1AA'],
  ['IT', '23030'],
  ['AT', '6020'],
  ['PT', '1250-096'],
  ['CY', '4640'],
  ['US', '35017'],
])('%s %s is taxed as its country', (countryCode, postalCode) => {
  expect(taxTerritoryOf({ countryCode, postalCode })).toBeUndefined();
});

test('a region counts where no code tells, and never against one', () => {
  const canaries = { countryCode: 'ES', regionCode: 'GC' };
  expect(taxTerritoryOf({ ...canaries, postalCode: '' })?.isOutside).toBe(true);
  expect(taxTerritoryOf({ ...canaries, postalCode: '28013' })).toMatchObject({
    regionCodes: [],
    isOutside: false,
  });
});

test.each([
  ['ES', 'GC', ['35017', '35 017', 'E-35017', 'es-35017', '３５０１７', '35-017', '٣٥٠١٧']],
  ['ES', 'TF', ['38001', ' 38001 ', 'ES 38001']],
  ['ES', 'CE', ['51001', 'E 51001']],
  ['ES', 'ML', ['52001', '52 001']],
  ['DE', 'XHE', ['27498', 'D-27498', 'de 27 498']],
  ['DE', 'XBU', ['78266', 'D-78266', '8238', 'CH-8238']],
  ['IT', 'XLI', ['23041', 'I-23041', 'it-23041']],
  ['IT', 'XCA', ['22061', '22 061', '6911', 'CH-6911']],
  ['FI', '01', ['22100', 'AX-22100', 'fi-22 100', '２２１００']],
  ['GR', '69', ['63086', '630 86', 'gr-63087']],
  ['FR', 'RE', ['97400', '97 400', 'F-97400', 'fr 97400']],
  ['FR', 'MF', ['97150', '97 150']],
  ['GB', 'XJE', ['JE4 8PW', 'je48pw', 'je4 8pw', 'ＪＥ４ ８ＰＷ']],
  ['GB', 'XGY', ['GY1 1AA', 'gy11aa']],
  ['AT', 'XJM', ['6691', 'A-6691', 'at-6991']],
  ['PT', '30', ['9000-001', '9000 001', '9000001', 'p-9000-001']],
  ['PT', '20', ['9500-001', '9500001', '9500']],
  ['NO', '21', ['9170', 'N-9170', 'SJ-9170']],
  ['CH', 'XSA', ['7563', 'CH-7563']],
])('the part %s %s is known however its code is written', (countryCode, part, spellings) => {
  for (const postalCode of spellings) {
    const { value, problems } = validateAddress({ countryCode, postalCode }, 'address');
    expect(problems, postalCode).toEqual([]);
    expect(taxTerritoryOf(value)?.regionCodes[0], postalCode).toBe(part);
  }
  const raw = { countryCode, postalCode: spellings[0]!.toLowerCase() };
  expect(taxTerritoryOf(raw)?.regionCodes[0]).toBe(part);
});
