import { languageRead, readAs } from '#kernel/languages/language-read.ts';
import ar from './words/ar.json' with { type: 'json' };
import cs from './words/cs.json' with { type: 'json' };
import da from './words/da.json' with { type: 'json' };
import de from './words/de.json' with { type: 'json' };
import el from './words/el.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };
import fi from './words/fi.json' with { type: 'json' };
import fr from './words/fr.json' with { type: 'json' };
import he from './words/he.json' with { type: 'json' };
import hu from './words/hu.json' with { type: 'json' };
import it from './words/it.json' with { type: 'json' };
import ja from './words/ja.json' with { type: 'json' };
import nb from './words/nb.json' with { type: 'json' };
import nl from './words/nl.json' with { type: 'json' };
import pl from './words/pl.json' with { type: 'json' };
import pt from './words/pt.json' with { type: 'json' };
import ro from './words/ro.json' with { type: 'json' };
import sv from './words/sv.json' with { type: 'json' };
import type { Words } from './words/words.ts';

const languages: Readonly<Record<string, Words>> = {
  ar,
  cs,
  da,
  de,
  el,
  en,
  es,
  fi,
  fr,
  he,
  hu,
  it,
  ja,
  nb,
  nl,
  pl,
  pt,
  ro,
  sv,
};
const toLeft: ReadonlySet<string> = new Set(['ar', 'he']);

/** Of who comes before an order is open. */
export const wordsIn = {
  defaultLocale: 'en',
  locales: [...Object.keys(languages), ...Object.keys(readAs)],
};

export interface Wording {
  readonly language: string;
  /** In which days, amounts and countries are written: never in another language than the words. */
  readonly locale: string;
  readonly words: Words;
}

/** The language that a page in `locale` is written in; English where there are no words in its own. */
export function pageLanguage(locale: string): string {
  const language = languageRead(locale.split('-', 1)[0]!);
  return Object.hasOwn(languages, language) ? language : 'en';
}

/** In which direction a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return toLeft.has(language) ? 'rtl' : 'ltr';
}

/** The page's words for a locale, and the language that they are in. */
export function wordsFor(locale: string): Wording {
  const language = pageLanguage(locale);
  const isOwn = locale.startsWith(language);
  return { language, locale: isOwn ? locale : language, words: languages[language]! };
}
