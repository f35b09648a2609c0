/** What a channel can be read in. */
export interface Languages {
  readonly defaultLocale: string;
  readonly locales: readonly string[];
}

/** More than any browser sends; the rest of a header is not looked at. */
const rangesMax = 30;
const charactersMax = 1_000;
const rangeForm =
  /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/**
 * The languages of an Accept-Language (RFC 9110), the best first: by weight, and of the same weight
 * as they stand. What is written like none, or refused by weight 0, is none of them.
 */
export function rangesOf(acceptLanguage: string): string[] {
  const weighed = acceptLanguage
    .slice(0, charactersMax)
    .split(',', rangesMax)
    .flatMap((part) => {
      const [, range, weight] = rangeForm.exec(part.trim()) ?? [];
      return range === undefined
        ? []
        : [{ range: range.toLowerCase(), weight: Number(weight ?? 1) }];
    });
  return weighed
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
    .map(({ range }) => range);
}

/**
 * The first language that is asked for, by weight, and is there: as it is written, without its last
 * parts (`de-CH` is served by `de`), or in the words of another country (`de` by `de-AT`). Without
 * one it is the default.
 */
export function languageFor(
  acceptLanguage: string | undefined,
  { locales, defaultLocale }: Languages,
): string {
  if (acceptLanguage === undefined) return defaultLocale;
  for (const range of rangesOf(acceptLanguage)) {
    const found = range === '*' ? defaultLocale : nearest(range, locales);
    if (found !== undefined) return found;
  }
  return defaultLocale;
}

function nearest(range: string, locales: readonly string[]): string | undefined {
  for (let tag = range; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const same = locales.find((locale) => locale.toLowerCase() === tag);
    if (same !== undefined) return same;
  }
  const language = range.split('-', 1)[0]!;
  return locales.find((locale) => locale.toLowerCase().startsWith(`${language}-`));
}
