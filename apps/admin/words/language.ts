import { de } from './de.ts';
import { en, type Words } from './en.ts';

export const languages = { en, de } as const satisfies Record<string, Words>;
export type Language = keyof typeof languages;

const kept = 'kontor-language';

/** Which one somebody chose, else what their browser asked for. */
export function spokenLanguage(): Language {
  const chosen = localStorage.getItem(kept) ?? document.documentElement.lang;
  return chosen in languages ? (chosen as Language) : 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(kept, language);
  applyLanguage();
}

/** The document came in what the browser asked for: it says which language is spoken in it. */
export function applyLanguage(): void {
  document.documentElement.lang = spokenLanguage();
}
