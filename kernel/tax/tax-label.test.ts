import { expect, test } from 'vitest';
import { taxLabel, taxNamed, withLabels, withoutLabels } from './tax-label.ts';

test.each([
  ['VAT 19%', 190_000, 'de', '19 % MwSt.'],
  ['VAT 7%', 70_000, 'de-CH', '7% MwSt.'],
  ['VAT 20%', 200_000, 'fr', 'TVA 20 %'],
  ['VAT 5.5%', 55_000, 'fr-FR', 'TVA 5,5 %'],
  ['VAT 19%', 190_000, 'en', 'VAT 19%'],
  ['VAT 21%', 210_000, 'nl', '21% btw'],
  ['VAT 0%', 0, 'de', '0 % MwSt.'],
  ['VAT 2.1%', 21_000, 'xx', 'VAT 2.1%'],
  ['QST 9.975%', 99_750, 'fr-CA', 'QST 9,975 %'],
  ['Sales tax 8.875%', 88_750, 'en-US', 'Sales tax 8.875%'],
  ['VAT Germany 19%', 190_000, 'de', '19 % MwSt. Germany'],
  ['VATable 4%', 40_000, 'en', 'VATable 4%'],
  ['Tax', 0, 'en', 'Tax 0%'],
])('%s at %d in %s is %s', (name, ratePpm, locale, label) => {
  expect(taxLabel({ name, ratePpm }, locale).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(label);
});

test.each([
  ['VAT 7%', 'de', '7 % USt.'],
  ['VAT Germany 7%', 'de', '7 % USt. Germany'],
  ['VAT BH', 'en', 'USt. BH 7 %'],
  ['Sales tax NY 7%', 'de', '7 % Umsatzabgabe NY'],
  ['VATable 7%', 'en', 'VATable 7 %'],
  ['', 'de', '7 %'],
])('%s in %s is %s by names of one’s own', (name, language, said) => {
  const names = { VAT: 'USt.', 'Sales tax': 'Umsatzabgabe' };
  expect(taxNamed(name, '7 %', language, names)).toBe(said);
});

test('what is frozen stays as it is', () => {
  const frozen = [{ name: 'VAT 19%', ratePpm: 190_000, taxMinor: 19 }];
  const shown = withLabels(frozen, 'en');
  expect(shown).toEqual([{ ...frozen[0], label: 'VAT 19%' }]);
  expect(frozen[0]).not.toHaveProperty('label');
  expect(withoutLabels(shown)).toEqual(frozen);
});
