import { expect, test } from 'vitest';
import { languageFor } from './languages.ts';

test.each([
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
  // Not like a language.
  ['a1b2c3d4-x, x-klingon, de;q=0.1', ['en', 'de'], 'de'],
])('%s of %j is %s', (asked, locales, locale) => {
  expect(languageFor(asked, { defaultLocale: 'en', locales })).toBe(locale);
});
