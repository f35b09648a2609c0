/** Codes of languages whose readers read another one, or that were renamed (ISO 639-1). */
export const readAs: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', mo: 'ro', iw: 'he' };

/** The code under which words for readers of a language are kept. */
export function languageRead(code: string): string {
  return Object.hasOwn(readAs, code) ? readAs[code]! : code;
}
