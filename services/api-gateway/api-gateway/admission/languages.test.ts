import { expect, test } from 'vitest';
import { languageFor } from './languages.ts';

test.each<[asked: string, locales: string[], locale: string, defaultLocale?: string]>([
  // Codes of one language that has several, and what its readers read.
  ['iw, en;q=0.1', ['en', 'he'], 'he'],
  ['he-IL', ['en', 'iw'], 'iw'],
  ['no, en;q=0.1', ['en', 'nb'], 'nb'],
  ['nn-NO', ['en', 'nb-NO'], 'nb-NO'],
  ['nb', ['en', 'no'], 'no'],
  ['mo', ['en', 'ro'], 'ro'],
  // As it is written, before another country of it.
  ['nn, nb;q=0.9', ['nb', 'nn'], 'nn'],
  ['de-CH', ['de-AT', 'de'], 'de'],
  // In letters that are read there.
  ['zh-Hant', ['en', 'zh-CN', 'zh-TW'], 'zh-TW'],
  ['zh-Hant-HK', ['zh-CN', 'zh-TW'], 'zh-TW'],
  ['zh-HK', ['zh-CN', 'zh-TW'], 'zh-TW'],
  ['zh-Hans-SG', ['zh-TW', 'zh-CN'], 'zh-CN'],
  ['zh-Hant-HK', ['zh-TW', 'zh-HK'], 'zh-HK'],
  ['zh-Hant', ['en', 'zh-CN'], 'zh-CN'],
  ['pt-AO', ['pt-BR', 'pt-PT'], 'pt-BR'],
  // Refused, and whatever else there is.
  ['de;q=0, *', ['de', 'en'], 'en', 'de'],
  ['*, de;q=0', ['de', 'fr', 'en'], 'fr', 'de'],
  ['de;q=0', ['de', 'en'], 'en', 'de'],
  ['de;q=0.000, fr;q=0', ['de', 'fr', 'en'], 'en', 'de'],
  ['iw;q=0, *', ['he', 'en'], 'en', 'he'],
  // There is nothing else.
  ['de;q=0, *', ['de'], 'de', 'de'],
  ['de;q=0, de-AT;q=0.5', ['de', 'en'], 'en', 'de'],
  // What says more of it counts, wherever it stands.
  ['de;q=0, de-AT;q=0.5', ['de', 'de-AT', 'en'], 'de-AT', 'de'],
  ['de-AT;q=0, de', ['de-AT', 'de', 'en'], 'de'],
  ['de-AT;q=0, de', ['de-AT', 'en'], 'en'],
  ['de-AT;q=0.5, de;q=0.9', ['de', 'de-AT'], 'de'],
  ['de-AT;q=0.5, en;q=0.4', ['de', 'en'], 'de'],
  ['en;q=0, de-AT;q=0.5', ['de', 'en'], 'de'],
  // `*` is what no other range names.
  ['en;q=0.1, *;q=0.5', ['en', 'de'], 'de'],
  ['de, *;q=0.5', ['en', 'fr'], 'en'],
  ['*;q=0.5, de;q=0.9', ['en', 'de'], 'de'],
  ['*', ['en', 'de'], 'en'],
  ['de, *;q=0', ['en', 'fr'], 'en'],
  ['EN;Q=0.1 , DE ; q=1.0', ['en', 'de'], 'de'],
  // Not a weight.
  ['de;q=2, fr;q=-1, en', ['de', 'fr', 'en'], 'en'],
  // Not like a language.
  ['a1b2c3d4-x, x-klingon, de;q=0.1', ['en', 'de'], 'de'],
])('%s of %j is %s', (asked, locales, locale, defaultLocale = 'en') => {
  expect(languageFor(asked, { defaultLocale, locales })).toBe(locale);
});
