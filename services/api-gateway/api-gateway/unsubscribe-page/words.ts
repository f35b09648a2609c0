import { pageLanguage } from '../order-page/wording.ts';
import words from './words.json' with { type: 'json' };

/** What the page says on which mails are stopped, in one language. */
type Words = (typeof words)['en'];

const languages: Readonly<Record<string, Words>> = words;

/** The words of a locale, in the language that the page of an order has for it. */
export function unsubscribeWords(locale: string): { language: string; words: Words } {
  const language = pageLanguage(locale);
  return { language, words: languages[language]! };
}
