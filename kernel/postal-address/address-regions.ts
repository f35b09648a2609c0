import { countrySource, subdivisionsOf, type SourceRegion } from './country-source.ts';
import { ownRegionCode, usualRegionNames } from './usual-regions.ts';

/** A state, province or prefecture. */
export interface Region {
  /** Second part of ISO 3166-2, or what the post writes where it has others: `AE` of the USA. */
  readonly code: string;
  /** In the country's own letters. */
  readonly name: string;
  readonly latinName?: string | undefined;
}

/**
 * Countries of which an address is refused without a region: sales taxes and carriers there go by
 * it. The source asks for one in many more, where the postal code tells it or nothing needs it.
 */
const regionNeeded = new Set(['AU', 'BR', 'CA', 'MX', 'US']);

/** Regions by code, and their codes by folded name. */
class RegionList {
  readonly byCode = new Map<string, Region>();
  readonly byName = new Map<string, string>();
  /** Without what kind of region it is; undefined where two are called so. */
  readonly byBareName = new Map<string, string | undefined>();

  add(region: Region, names: readonly string[]): void {
    if (!this.byCode.has(region.code)) this.byCode.set(region.code, region);
    for (const name of names) {
      const key = folded(name);
      if (key !== '' && !this.byName.has(key)) this.byName.set(key, region.code);
      const bare = bareName(name);
      const code = this.byName.get(key) ?? region.code;
      const isShared = this.byBareName.has(bare) && this.byBareName.get(bare) !== code;
      if (bare !== '') this.byBareName.set(bare, isShared ? undefined : code);
    }
  }
}

interface CountryRegions {
  /** Those that a form offers. */
  readonly offered: readonly Region[];
  /** All that are taken. */
  readonly all: RegionList;
}

const ofSource = new Map<string, RegionList>();
const known = new Map<string, CountryRegions>();

export function isRegionRequired(countryCode: string): boolean {
  return regionNeeded.has(countryCode);
}

/** For a form: what the source lists. */
export function regionsOf(countryCode: string): readonly Region[] {
  return regionsFor(countryCode).offered;
}

/** What a code stands for, in letters that a reader of the address knows. */
export function regionNamed(countryCode: string, code: string): Region | undefined {
  return (
    sourceRegions(countryCode).byCode.get(code) ?? regionsFor(countryCode).all.byCode.get(code)
  );
}

/** The code of what somebody wrote: a code in any letters, with its country or without, or a name. */
export function regionCodeOf(countryCode: string, given: string): string | undefined {
  const written = given.normalize('NFKC').trim().toUpperCase();
  const code = written.startsWith(`${countryCode}-`) ? written.slice(3) : written;
  // ISO's list is long, and most regions that are given are in the source's.
  if (sourceRegions(countryCode).byCode.has(code)) return code;
  const { byCode, byName, byBareName } = regionsFor(countryCode).all;
  if (byCode.has(code)) return code;
  const named = byName.get(folded(code)) ?? byName.get(folded(given));
  if (named !== undefined) return named;
  const bare = byBareName.get(bareName(given));
  if (bare !== undefined) return bare;
  // Where no list is known, a code is taken as it is given.
  return byCode.size === 0 && fits(code) ? code : undefined;
}

function sourceRegions(countryCode: string): RegionList {
  const before = ofSource.get(countryCode);
  if (before) return before;
  const list = new RegionList();
  for (const { key, name } of countrySource(countryCode).sub_regions ?? [])
    if (fits(key)) list.add(regionOf(key, key, name), [key, ...Object.values(name)]);
  ofSource.set(countryCode, list);
  return list;
}

function regionOf(code: string, key: string, name: SourceRegion['name']): Region {
  return { code, name: name['default'] ?? key, latinName: name['latin'] };
}

function regionsFor(countryCode: string): CountryRegions {
  const before = known.get(countryCode);
  if (before) return before;
  const found = readRegions(countryCode);
  known.set(countryCode, found);
  return found;
}

/** Those of the source, by ISO's code where the source has none, and then those of ISO 3166-2. */
function readRegions(countryCode: string): CountryRegions {
  const subdivisions = subdivisionsOf(countryCode);
  const isoCodes = new Map([...subdivisions].map(([code, name]) => [folded(name), code]));
  const bareCodes = new Map([...subdivisions].map(([code, name]) => [bareName(name), code]));
  const all = new RegionList();
  for (const { key, name } of countrySource(countryCode).sub_regions ?? []) {
    const names = [key, ...Object.values(name)];
    const code = fits(key)
      ? key
      : (names.flatMap((one) => isoCodes.get(folded(one)) ?? [])[0] ??
        names.flatMap((one) => bareCodes.get(bareName(one)) ?? [])[0] ??
        ownRegionCode(countryCode, key));
    if (code !== undefined) all.add(regionOf(code, key, name), names);
  }
  const offered = [...all.byCode.values()];
  for (const [code, name] of subdivisions) {
    // China's addresses go by numbers in the source and by letters in ISO 3166-2.
    const same = all.byCode.get(all.byName.get(folded(name)) ?? '');
    if (fits(code)) all.add({ ...(same ?? { name }), code }, [name]);
  }
  for (const [name, code] of usualRegionNames(countryCode))
    if (all.byCode.has(code)) all.add(all.byCode.get(code)!, [name]);
  return { offered, all };
}

function fits(code: string): boolean {
  return /^[A-Z0-9]{1,3}$/.test(code);
}

/** `Île-de-France`, `ile de france`; `Co. Dublin`, `County Dublin`, `Dublin`. */
function folded(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replace(/^(county|co\.?) (?=.)/, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What kind of region it is, as it stands before or behind its name. */
const kindBefore =
  /^(?:(?:the|state|province|region|prefecture|canton|kanton|provincia|regione?|regiao|estado|departamento|comunidad|comunidade|autonoma|la|les|las|los|of|de|del|da|do|di) )+(?=.)/;
const kindBehind =
  / (?:state|province|region|prefecture|canton|county|governorate|department|sheng|shi|zizhiqu|oblast|kray|kraj|ken|to|fu)$/;

/** `Guangdong Sheng`, `Guangdong Province`, `Guangdong`; `Stockholms län`, `Stockholm`. */
function bareName(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words
    .replace(/s? lan$/, '')
    .replace(kindBefore, '')
    .replace(kindBehind, '')
    .replaceAll(' ', '');
}
