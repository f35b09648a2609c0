import type { Words } from './en.ts';

/** What is said in each, read when it is spoken: nobody waits for words of another language. */
const readers = {
  en: async (): Promise<Words> => (await import('./en.ts')).en,
  de: async (): Promise<Words> => (await import('./de.ts')).de,
};
export type Language = keyof typeof readers;
export const languages = Object.keys(readers) as readonly Language[];

export const wordsIn = (language: Language): Promise<Words> => readers[language]();

const kept = 'kontor-language';

/** Which one somebody chose, else what their browser asked for. */
export function spokenLanguage(): Language {
  const chosen = localStorage.getItem(kept) ?? document.documentElement.lang;
  return languages.find((language) => language === chosen) ?? 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(kept, language);
  applyLanguage();
}

/** The document came in what the browser asked for: it says which language is spoken in it. */
export function applyLanguage(): void {
  document.documentElement.lang = spokenLanguage();
}
