import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';
import { pl } from './words/pl.ts';
import type { Words } from './words/words.ts';

const languages = { en, de, es, fr, it, nl, pl } as const;
/** Of who comes before an order is open. */
export const wordsIn = { defaultLocale: 'en', locales: Object.keys(languages) };

export interface Wording {
  readonly language: string;
  /** In which days, amounts and countries are written: never in another language than the words. */
  readonly locale: string;
  readonly words: Words;
}

/** The page's words for a locale, and the language that they are in. */
export function wordsFor(locale: string): Wording {
  const language = locale.split('-', 1)[0]!;
  if (!Object.hasOwn(languages, language)) return { language: 'en', locale: 'en', words: en };
  return { language, locale, words: languages[language as keyof typeof languages] };
}
