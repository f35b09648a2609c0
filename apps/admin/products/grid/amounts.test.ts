import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Formats } from '../../words/formats.ts';
import { amountOf } from './amounts.ts';

beforeAll(() => {
  vi.stubGlobal('document', { documentElement: { dataset: { digits: 'JPY:0 KWD:3' } } });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const read = (text: string, currency: string, language = 'en') =>
  amountOf(text, currency, new Formats(language));

describe('an amount that was typed or pasted', () => {
  test.each([
    ['12.50', 'EUR', 1_250],
    ['12,50', 'EUR', 1_250],
    ['12', 'EUR', 1_200],
    ['€12.50', 'EUR', 1_250],
    ['12,50 €', 'EUR', 1_250],
    ['eur 12.50', 'EUR', 1_250],
    ['$12.50', 'CAD', 1_250],
    ['1,234.50', 'EUR', 123_450],
    ['1.234,50', 'EUR', 123_450],
    ['1 234,50', 'EUR', 123_450],
    ['1\u202F234,50\u00A0€', 'EUR', 123_450],
    ['1’234.50', 'EUR', 123_450],
    ['1,234,567', 'EUR', 123_456_700],
    ['1200', 'JPY', 1_200],
    ['1,200', 'JPY', 1_200],
    ['¥1,200', 'JPY', 1_200],
    ['¥1,234,567', 'JPY', 1_234_567],
    ['1.234', 'KWD', 1_234],
    ['1234.567', 'KWD', 1_234_567],
    ['1,234.567', 'KWD', 1_234_567],
  ])('%s of %s is %i', (text, currency, minor) => {
    expect(read(text, currency)).toBe(minor);
  });

  test.each([
    ['-5', 'EUR'],
    ['(5.00)', 'EUR'],
    ['−5', 'EUR'],
    ['$12.50', 'EUR'],
    ['12.50 USD', 'EUR'],
    ['€12.50', 'JPY'],
    ['10-12', 'EUR'],
    ['10 x 5', 'EUR'],
    ['10 5', 'EUR'],
    ['5 %', 'EUR'],
    ['1.5E+3', 'EUR'],
    ['¥800 – ¥900', 'JPY'],
    ['12.5', 'JPY'],
    ['12.345', 'EUR'],
    // Either a thousand and more, or one and a piece of it.
    ['1,200', 'EUR'],
    ['1,234', 'KWD'],
    ['1,234,56', 'EUR'],
    ['1,2345.00', 'EUR'],
    ['free', 'EUR'],
    ['', 'EUR'],
  ])('%s of %s is none', (text, currency) => {
    expect(read(text, currency)).toBeUndefined();
  });

  test('is read in the decimals of the language where it could be either', () => {
    expect(read('1,234', 'KWD', 'de')).toBe(1_234);
    expect(read('1.234', 'KWD', 'de')).toBeUndefined();
  });

  test.each(['en', 'de'])('begins to be edited as it is read again, in %s', (language) => {
    const formats = new Formats(language);
    for (const currency of ['EUR', 'JPY', 'KWD']) {
      for (const minor of [0, 5, 1_200, 99_999, 1_234_567, 123_456_789]) {
        expect(amountOf(formats.plain(minor, currency), currency, formats)).toBe(minor);
        expect(amountOf(formats.money(minor, currency), currency, formats)).toBe(minor);
      }
    }
  });
});
