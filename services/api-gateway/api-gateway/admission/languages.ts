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

interface Range {
  /** In small letters; `*` is whatever no other range names. */
  readonly range: string;
  /** 0 refuses it. */
  readonly weight: number;
}

/**
 * The languages of an Accept-Language (RFC 9110), the best first: by weight, and of the same weight
 * as they stand; those that are refused come last. What is written like none is none of them.
 */
function rangesOf(acceptLanguage: string): Range[] {
  const weighed = acceptLanguage
    .slice(0, charactersMax)
    .split(',', rangesMax)
    .flatMap((part) => {
      const [, range, weight] = rangeForm.exec(part.trim()) ?? [];
      return range === undefined
        ? []
        : [{ range: range.toLowerCase(), weight: Number(weight ?? 1) }];
    });
  return weighed.toSorted((left, right) => right.weight - left.weight);
}

/**
 * The first language that is asked for, by weight, and is there: as it is written, without its last
 * parts (`de-CH` is served by `de`), in the words of another country (`de` by `de-AT`), or by another
 * code of what its readers read (`no` by `nb`). Without one it is the default. What is refused by
 * weight 0 is given only where there is nothing else.
 */
export function languageFor(
  acceptLanguage: string | undefined,
  { locales, defaultLocale }: Languages,
): string {
  if (acceptLanguage === undefined) return defaultLocale;
  const ranges = rangesOf(acceptLanguage);
  const mostWanted = [defaultLocale, ...locales];
  const taken = mostWanted.filter((locale) => namedBy(locale, ranges)?.weight !== 0);
  for (const { range, weight } of ranges) {
    if (weight === 0) break;
    const found =
      range === '*'
        ? taken.find((locale) => namedBy(locale, ranges) === undefined)
        : nearest(
            range,
            locales.filter((locale) => taken.includes(locale)),
          );
    if (found !== undefined) return found;
  }
  return taken[0] ?? defaultLocale;
}

/** The range that says the most of a locale (RFC 4647, 3.3.1), beside `*`; of two the heavier. */
function namedBy(locale: string, ranges: readonly Range[]): Range | undefined {
  const tag = canonical(locale);
  let most: Range | undefined;
  for (const one of ranges) {
    const range = canonical(one.range);
    if (tag !== range && !tag.startsWith(`${range}-`)) continue;
    if (most === undefined || range.length > canonical(most.range).length) most = one;
  }
  return most;
}

/** In small letters, and with the code that is used today: `iw` is `he`. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0]?.toLowerCase() ?? tag.toLowerCase();
  } catch {
    return tag.toLowerCase();
  }
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
