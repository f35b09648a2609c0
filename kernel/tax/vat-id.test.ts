import { describe, expect, test } from 'vitest';
import { normalizeVatId } from './vat-id.ts';

describe('a VAT number is taken as people write it', () => {
  test.each([
    ['DE123456789', 'DE123456789'],
    [' de 123 456 789 ', 'DE123456789'],
    ['ＤＥ１２３４５６７８９', 'DE123456789'],
    ['ATU 1234.5678', 'ATU12345678'],
    ['GR 094 259 216', 'EL094259216'],
    ['FR-XX-123456789', 'FRXX123456789'],
    ['NL 8543.21.987.B01', 'NL854321987B01'],
    ['IE 1234567WA', 'IE1234567WA'],
    ['ES X1234567L', 'ESX1234567L'],
    ['CHE-123.456.788 MWST', 'CHE123456788'],
    ['NO 923 609 016 MVA', 'NO923609016MVA'],
    ['xi 123456789', 'XI123456789'],
    ['AU51824753556', 'AU51824753556'],
  ])('%s', (given, kept) => {
    expect(normalizeVatId(given)).toBe(kept);
  });

  test.each([
    ['one digit too few', 'DE12345678'],
    ['one too many', 'DE1234567890'],
    ['no country', '123456789'],
    ['Austria’s without its U', 'AT12345678'],
    ['a Swiss one of another form', 'CH123456788'],
    ['words', 'none'],
    ['nothing', '  '],
    ['letters alone', 'USABCDEF'],
  ])('%s is none', (_, given) => {
    expect(normalizeVatId(given)).toBeUndefined();
  });
});
