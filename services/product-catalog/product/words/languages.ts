/** PostgreSQL's own configurations by language; every other language is searched word by word. */
const configurations: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  nb: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

export function textSearchOf(locale: string): string {
  return configurations[languageOf(locale)] ?? 'simple';
}

export function languageOf(locale: string): string {
  return locale.slice(0, 2);
}

/** Languages that write nouns together: anybody makes a new one. */
const joining = new Set(['da', 'de', 'fi', 'hu', 'nb', 'nl', 'no', 'sv']);
/** Languages that have such words, each one in the dictionary. */
const havingJoined = new Set([...joining, 'en']);

export function joinsWords(locale: string): boolean {
  return joining.has(languageOf(locale));
}

export function hasJoinedWords(locale: string): boolean {
  return havingJoined.has(languageOf(locale));
}

/** Whether `1.000` is a thousand and `1,5` one and a half there. */
export function decimalsHaveComma(locale: string): boolean {
  return languageOf(locale) !== 'en';
}
