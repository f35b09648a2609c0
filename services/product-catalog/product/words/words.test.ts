import { describe, expect, test } from 'vitest';
import { codeWord, mayBeginCode, plainCode } from './codes.ts';
import { fold, formsOf } from './fold-words.ts';
import { distance } from './near-words.ts';
import { readQuantities } from './quantities.ts';
import { piecesOf } from './typed-words.ts';
import { indexedText, vocabularyOf } from './words-of-text.ts';

describe('folding', () => {
  test.each([
    ['Crème Brûlée', 'creme brulee'],
    ['CRE\u0300ME', 'creme'],
    ['naïve', 'naive'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Smørrebrød', 'smorrebrod'],
    ['Œuvre', 'oeuvre'],
    ['Encyclopædia', 'encyclopaedia'],
    ['o\ufb03ce', 'office'],
    ['İstanbul', 'istanbul'],
    ['ısı', 'isi'],
    ['Ｋ２', 'k2'],
    ['Καφές', 'καφες'],
    ['ёлка', 'елка'],
    // Marks that are a part of the letter stay.
    ['йогурт', 'йогурт'],
    ['が', 'が'],
    ['हिन्दी', 'हिन्दी'],
    ['한국', '한국'],
    ['co\u00adoperate', 'cooperate'],
  ])('%s is found as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test.each([
    ['müller', 'muller'],
    ['müller', 'mueller'],
    ['mueller', 'muller'],
    ['smörgås', 'smorgas'],
    ['smörgås', 'smoergaas'],
  ])('%s is also written %s', (word, form) => {
    expect(formsOf(word)).toContain(form);
  });

  test.each(['queue', 'neue', 'treue', 'feuer'])('%s is written in one way', (word) => {
    expect(formsOf(word)).toEqual([word]);
  });
});

describe('quantities', () => {
  const wordsOf = (text: string, locale: string) =>
    readQuantities(text, locale).words.map(({ word }) => word);

  test.each([
    ['en', ['2.0 m', '2 m', '2m', '200 cm', '2000 mm', '2,0 m', '2 metres'], '@length2000'],
    ['de', ['2,0 m', '2.0 m', '2 m', '200 cm', '2 meter'], '@length2000'],
    ['en', ['0.25 kg', '250 g', '250g', '250 grams'], '@weight250000'],
    ['de', ['0,5 l', '500 ml', '50 cl', '0,5 liter'], '@volume500'],
    ['en', ['1,000 g', '1 kg', '1000 g'], '@weight1000000'],
    ['de', ['1.000 g', '1 kg'], '@weight1000000'],
    ['en', ['1,234.5 m', '1234.5 m'], '@length1234500'],
    ['en', ['12"', '12 inch', '12 inches', '1 ft'], '@inch12'],
  ])('in %s they are one: %j', (locale, texts, word) => {
    for (const text of texts) expect(wordsOf(text, locale), text).toEqual([word]);
  });

  test.each(['cf-001-250 g', 'a5', '3.11.2', 'size 2', '2 in 1', '2 memory', '007'])(
    '%s is none',
    (text) => {
      expect(wordsOf(text, 'en')).toEqual([]);
    },
  );

  test('numbers without a unit are plain', () => {
    expect(readQuantities('version 2.0 of 30x40', 'en').plain).toBe('version 2 of 30 x 40');
  });
});

test.each([
  ['TE-006-100', 'te006100'],
  ['TE 006 100', 'te006100'],
  ['0012345678905', '12345678905'],
  ['000', '0'],
])('the code %s is %s', (code, plain) => {
  expect(plainCode(code)).toBe(plain);
  expect(codeWord(code)).toBe(`#${plain}`);
});

test('what begins a code has a digit and three signs', () => {
  expect(['te-0', 'te', 'tea', '12', '4006'].filter(mayBeginCode)).toEqual(['te-0', '4006']);
});

test('words are found apart and joined, in all their forms', () => {
  expect(indexedText("Men's T-Shirt, Größe 2,0 m", 'de')).toEqual({
    text: 'men s mens t shirt tshirt grosse groesse 2 m',
    exact: ['@length2000'],
  });
});

test('a text that was read before is read anew where a language has other numbers', () => {
  const said = { text: '1000 g', exact: ['@weight1000000'] };
  const one = { text: '1 g', exact: ['@weight1000'] };
  for (const text of ['1,000 g', '１，０００ g']) {
    const read = ['en', 'de', 'en', 'fr'].map((locale) => indexedText(text, locale));
    expect(read.map((each) => ({ ...each, text: each.text.trim() }))).toEqual([
      said,
      one,
      said,
      one,
    ]);
  }
});

test('the vocabulary has words alone', () => {
  expect(vocabularyOf('Crème 250 g A5 crème 4711')).toEqual([
    { word: 'creme', shown: 'crème' },
    { word: 'a5', shown: 'a5' },
  ]);
});

test('what was typed is cut into pieces, and nothing of the query language comes in', () => {
  expect(piecesOf("rope 2.0 m & !(men's | 'x':*)", 'en')).toEqual([
    { words: ['rope'], whole: undefined, isQuantity: false },
    { words: ['2', 'm'], whole: '@length2000', isQuantity: true },
    { words: ['men', 's'], whole: 'mens', isQuantity: false },
    { words: ['x'], whole: undefined, isQuantity: false },
  ]);
  expect(piecesOf('a b c d e f g h i j', 'en')).toHaveLength(8);
});

test.each([
  ['darjeling', 'darjeeling', 1],
  ['genmaicah', 'genmaicha', 1],
  ['capuccino', 'cappuccino', 1],
  ['tee', 'kaffee', 4],
  ['same', 'same', 0],
])('from %s to %s it is %i', (typed, word, mistakes) => {
  expect(distance(typed, word)).toBe(mistakes);
});
