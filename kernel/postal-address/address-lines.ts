import { regionCodeOf, regionNamed } from './address-regions.ts';
import { countrySource, type CountrySource } from './country-source.ts';

/** An address to be written. */
export interface WrittenAddress {
  readonly name: string;
  readonly company?: string | undefined;
  readonly street: string;
  readonly street2?: string | undefined;
  readonly postalCode: string;
  readonly city: string;
  readonly regionCode?: string | undefined;
  readonly countryCode: string;
}

/** Where the post writes the letters of a region; elsewhere it writes its name. */
const regionInLetters = new Set(['AU', 'BR', 'CA', 'IT', 'US']);

type Part = { readonly letter: string } | { readonly text: string };

/**
 * The lines of an address as its country writes them: in its order, with the code where it stands
 * there, in capitals what its post reads so. The country stands last, in the language of `locale`.
 * Addresses in Latin letters are in the order that the country has for those.
 */
export function addressLines(address: WrittenAddress, locale: string): string[] {
  return [...localLines(address), countryName(address.countryCode, locale)];
}

/** The same without the country. */
export function localLines(address: WrittenAddress): string[] {
  const source = countrySource(address.countryCode);
  const isLatin = isInLatin(address);
  const format = withCity((isLatin ? source.lfmt : undefined) ?? source.fmt, isLatin, address.city);
  const fields = fieldsOf(address, source, isLatin);
  // `GUERNSEY` of the source stands below as the country, in letters that its reader knows.
  const lines = format
    .split('%n')
    .filter((line) => line.includes('%'))
    .flatMap((line) => writtenLine(line, fields).split('\n'))
    .filter((line) => line !== '');
  return [...lines, ...leftOver(format, fields)];
}

/** Of languages that were asked for; making one takes longer than all else about an address. */
const regionNames = new Map<string, Intl.DisplayNames>();
const regionNamesMax = 100;

/** Whose names say the state too, which no envelope does: `Hong Kong SAR China`. */
const shortNames = new Set(['HK', 'MO']);

/** `Schweiz`, `Switzerland`. */
export function countryName(countryCode: string, locale: string): string {
  try {
    const style = shortNames.has(countryCode) ? 'short' : 'long';
    const key = `${style} ${locale}`;
    let names = regionNames.get(key);
    if (!names) {
      names = new Intl.DisplayNames(locale, { type: 'region', style });
      if (regionNames.size >= regionNamesMax) regionNames.clear();
      regionNames.set(key, names);
    }
    return names.of(countryCode) ?? countryCode;
  } catch {
    return countryCode;
  }
}

function fieldsOf(
  address: WrittenAddress,
  source: CountrySource,
  isLatin: boolean,
): ReadonlyMap<string, string> {
  const { countryCode, regionCode, city } = address;
  const capitals = (letter: string, text: string) =>
    source.upper?.includes(letter) ? text.toLocaleUpperCase(source.lang) : text;
  const region = regionCode === undefined ? '' : regionText(countryCode, regionCode, isLatin);
  const isSaid = regionInLetters.has(countryCode) ? false : saysRegion(address, region);
  return new Map([
    ['N', address.name],
    ['O', address.company ?? ''],
    ['A', [address.street, address.street2 ?? ''].filter(Boolean).join('\n')],
    ['C', capitals('C', city)],
    ['S', isSaid ? '' : capitals('S', region)],
    ['Z', address.postalCode],
  ]);
}

/** Whether nothing is to be said but the city: `Shanghai` lies in `Shanghai Shi`, `臺北市信義區` in `台北市`. */
function saysRegion(
  { countryCode, regionCode = '', city }: WrittenAddress,
  region: string,
): boolean {
  if (region === '' || city.toUpperCase() === region.toUpperCase()) return true;
  const ideographs = (text: string) => text.normalize('NFKC').replaceAll('臺', '台');
  if (/[\p{Script=Han}\p{Script=Hangul}]/u.test(region))
    return ideographs(city).startsWith(ideographs(region));
  // A town of Ireland names its county, were it called the same: `Wicklow, Co. Wicklow`.
  if (region.startsWith('Co. ')) return false;
  const code = regionCodeOf(countryCode, city);
  if (code === undefined) return false;
  return (
    code === regionCode ||
    regionText(countryCode, code, true) === regionText(countryCode, regionCode, true)
  );
}

function regionText(countryCode: string, regionCode: string, isLatin: boolean): string {
  if (regionInLetters.has(countryCode)) return regionCode;
  const region = regionNamed(countryCode, regionCode);
  return (isLatin ? region?.latinName : undefined) ?? region?.name ?? regionCode;
}

function isInLatin({ street, city }: Pick<WrittenAddress, 'street' | 'city'>): boolean {
  return !/[^\p{Script=Latin}\P{L}]/u.test(`${street}${city}`);
}

/** What a carrier prints: codes of letters as they are, and names where the code is a number, as Tokyo's is. */
export function regionForCarriers(
  address: Pick<WrittenAddress, 'street' | 'city' | 'countryCode'>,
  regionCode: string,
): string {
  if (!/\d/.test(regionCode)) return regionCode;
  return regionText(address.countryCode, regionCode, isInLatin(address));
}

/** One line of a format: what stands before or after a field goes with it where the field is empty. */
function writtenLine(format: string, fields: ReadonlyMap<string, string>): string {
  const parts: Part[] = [...format.matchAll(/%([A-Z])|([^%]+)/g)].map(([, letter, text]) =>
    letter === undefined ? { text: text! } : { letter },
  );
  const has = (part: Part | undefined) =>
    part !== undefined && 'letter' in part && (fields.get(part.letter) ?? '') !== '';
  const written = parts.map((part, at) => {
    if ('letter' in part) return fields.get(part.letter) ?? '';
    const { text } = part;
    // `CH-` and `〒` belong to the code behind them; commas and blanks part two fields.
    if (/[^\s,.;-]/.test(text)) return has(parts[at + 1]) || at === parts.length - 1 ? text : ' ';
    return parts.slice(0, at).some(has) && parts.slice(at + 1).some(has) ? text : '';
  });
  return written.join('').replaceAll(/ {2,}/g, ' ').trim();
}

/** Where the source counts the city to the region or the street, it stands between them. */
function withCity(format: string, isLatin: boolean, city: string): string {
  if (format.includes('%C')) return format;
  if (format.includes('%S')) return format.replace('%S', isLatin ? '%C, %S' : '%S%C');
  // `SINGAPORE %Z`: the city is the country.
  if (format.includes(city.toUpperCase())) return format;
  return format.replace('%A', '%A%n%C');
}

/** A code that somebody gave where the country has none is not lost: it may be a box number. */
function leftOver(format: string, fields: ReadonlyMap<string, string>): string[] {
  const code = fields.get('Z')!;
  return format.includes('%Z') || code === '' ? [] : [code];
}
