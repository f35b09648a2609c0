import type { PageWords, ShellWords, Words } from './en.ts';

interface Readers {
  /** What is said around the pages, read before anything is shown. */
  readonly shell: () => Promise<ShellWords>;
  /** What the pages say, read with the first of them: the sign-in and the lists do without. */
  readonly pages: () => Promise<PageWords>;
}

/** What is said in each, read when it is spoken: nobody waits for words of another language. */
const readers = {
  en: {
    shell: async () => (await import('./en.ts')).en,
    pages: async () => (await import('./en/of-pages.ts')).ofPages,
  },
  de: {
    shell: async () => (await import('./de.ts')).de,
    pages: async () => (await import('./de/of-pages.ts')).ofPages,
  },
} satisfies Record<string, Readers>;
export type Language = keyof typeof readers;
export const languages = Object.keys(readers) as readonly Language[];

export const shellWordsIn = (language: Language): Promise<ShellWords> => readers[language].shell();

const read = new Map<Language, Promise<Words>>();
const known = new Map<Language, Words>();

/** What `wordsIn` has read already. */
export const knownWordsIn = (language: Language): Words | undefined => known.get(language);

/** Everything, of the pages too. The same promise each time, unless the reading of it failed. */
export function wordsIn(language: Language): Promise<Words> {
  const begun = read.get(language);
  if (begun) return begun;
  const { shell, pages } = readers[language];
  const words = Promise.all([shell(), pages()]).then(([around, inPages]) => {
    const all = { ...around, ...inPages };
    known.set(language, all);
    return all;
  });
  read.set(language, words);
  words.catch(() => read.delete(language));
  return words;
}

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
