import { languageRead } from '#kernel/languages/language-read.ts';

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
 * parts (`de-CH` is served by `de`), in the words of another country (`de` by `de-AT`), or by another
 * code of what its readers read (`no` by `nb`). Without one it is the default.
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
  const near = locales.filter((locale) => readersOf(locale) === readersOf(range));
  if (near.length < 2) return near[0];
  // `zh-Hant` is read in Taiwan, whatever stands first.
  const [script, country] = writingOf(range);
  const written = near.filter((locale) => writingOf(locale)[0] === script);
  return written.find((locale) => writingOf(locale)[1] === country) ?? written[0] ?? near[0];
}

/** Of its language, by whichever of its codes. */
function readersOf(tag: string): string {
  return languageRead(tag.split('-', 1)[0]!.toLowerCase());
}

function writingOf(tag: string): [script: string | undefined, country: string | undefined] {
  try {
    const { script, region } = new Intl.Locale(tag).maximize();
    return [script, region];
  } catch {
    return [undefined, undefined];
  }
}
