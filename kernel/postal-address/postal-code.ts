import countries from 'i18n-iso-countries/index.js';
import { asciiDigits } from '../languages/ascii-digits.ts';
import { countrySource } from './country-source.ts';

/** Whether a country's addresses have a postal code, and whether they must. */
export type PostalCodeUse = 'required' | 'optional' | 'none';

export interface PostalCodeRule {
  readonly use: PostalCodeUse;
  /** Of the whole code, as a source of a RegExp; absent where no form is known. */
  readonly pattern?: string;
  readonly examples: readonly string[];
}

interface Form {
  readonly rule: PostalCodeRule;
  readonly whole: RegExp | undefined;
  /** Examples by their length without separators: where the separators stand. */
  readonly shapes: readonly string[];
  /** Whether no code has a separator. */
  readonly isBare: boolean;
  /** What people write before the code, which is no part of it. */
  readonly prefix: RegExp;
}

/** Forms that the source's examples do not show. */
const furtherShapes: Readonly<Record<string, readonly string[]>> = {
  GB: ['BFPO 1', 'BFPO 123', 'BFPO 1234'],
  SA: ['11564-2186'],
  SE: ['114 55'],
};

/** Where the source takes what is no code of the country, or not all that people there write. */
const ownPatterns: Readonly<Record<string, string>> = {
  // `Dublin 2` has as many letters as a code.
  // Büsingen and Campione have codes of both posts.
  DE: String.raw`\d{5}|8238`,
  IT: String.raw`\d{5}|6911`,
  IE: String.raw`(?:D6W|[AC-FHKNPRTV-Y]\d{2}) ?[\dAC-FHKNPRTV-Y]{4}`,
  // Codes of before 1998, with which the post still sorts.
  PT: String.raw`\d{4}(?:-\d{3})?`,
  // With the four digits of the house, which the source leaves out.
  SA: String.raw`\d{5}(?:-\d{4})?`,
};

/**
 * Signs of cars, which letters of before 1994 bore, and codes of countries and parts of countries
 * that share the post; those of three letters are in ISO 3166-1.
 */
const signs: Readonly<Record<string, string>> = {
  AT: 'A',
  BE: 'B',
  CH: 'LI FL',
  DE: 'D CH',
  DK: 'GL FO',
  ES: 'E',
  FI: 'SF AX',
  FR: 'F MC GP MQ GF RE PM YT BL MF WF PF NC',
  GL: 'DK',
  HU: 'H',
  IT: 'I SM V CH',
  LI: 'FL CH',
  LU: 'L',
  MC: 'F FR',
  MT: 'M',
  NO: 'N SJ',
  PT: 'P',
  SE: 'S',
  SG: 'S SINGAPORE',
  SI: 'SLO',
  US: 'PR GU VI AS MP',
};
/** What a code is called in an address, before it. */
const calledSo = 'PIN|PINCODE|PIN CODE|CEP|CP|C.P.|PLZ|CAP|ZIP|ZIP CODE|POSTCODE|POSTAL CODE';

const known = new Map<string, Form>();

export function postalCodeRule(countryCode: string): PostalCodeRule {
  return formOf(countryCode).rule;
}

export interface NormalPostalCode {
  readonly value: string;
  /** Whether it has the form that the country's codes are known to have. */
  readonly isKnown: boolean;
}

/**
 * A code in the form that its country writes: digits of full width, other hyphens, small letters,
 * `〒`, `D-` and missing or other separators are no difference. What has no known form stays as it
 * was written, tidied.
 */
export function normalPostalCode(countryCode: string, given: string): NormalPostalCode {
  const { whole, shapes, prefix, isBare } = formOf(countryCode);
  // Nearly all of them, and each checkout that is shown asks again.
  if (isBare && /^\d+$/.test(given) && whole?.test(given)) return { value: given, isKnown: true };
  const clean = tidied(given);
  if (whole === undefined) return { value: clean, isKnown: true };
  const bare = clean.replace(prefix, '');
  for (const text of bare === clean ? [clean] : [clean, bare]) {
    const compact = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
    const shaped = shapes.flatMap((shape) => inShape(compact, shape) ?? []);
    const value = [...shaped, compact, text].find((form) => whole.test(form));
    if (value !== undefined) return { value, isKnown: true };
  }
  // The country itself is part of some codes: `AD500`, `LV-1010`, `BB17004`.
  const compact = bare.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const led = ['', '-', ' '].map((between) => `${countryCode}${between}${compact}`);
  const value = led.find((form) => whole.test(form));
  return value === undefined ? { value: clean, isKnown: false } : { value, isKnown: true };
}

function formOf(countryCode: string): Form {
  const before = known.get(countryCode);
  if (before) return before;
  const form = readForm(countryCode);
  known.set(countryCode, form);
  return form;
}

function readForm(countryCode: string): Form {
  const { zipex = '', fmt, require, postprefix = '', ...source } = countrySource(countryCode);
  const zip = ownPatterns[countryCode] ?? source.zip;
  const examples = zipex.split(',').filter((example) => example !== '');
  const hasCode = zip !== undefined || fmt.includes('%Z');
  const use = require.includes('Z') ? 'required' : hasCode ? 'optional' : 'none';
  const shapes = [...(furtherShapes[countryCode] ?? []), ...examples];
  const leads = [
    countryCode,
    countries.alpha2ToAlpha3(countryCode),
    ...(signs[countryCode] ?? '').split(' '),
  ];
  const prefixes = [...leads, postprefix.replaceAll(/\W/g, '')].filter(Boolean).join('|');
  return {
    rule: {
      use,
      ...(zip !== undefined && { pattern: `^(?:${zip})$` }),
      examples: examples.map((example) => atHome(countryCode, example)).slice(0, 3),
    },
    whole: zip === undefined ? undefined : new RegExp(`^(?:${zip})$`),
    shapes,
    isBare: !shapes.some((shape) => /[^\p{L}\p{N}]/u.test(shape)),
    prefix: new RegExp(
      `^(?:${prefixes}|${calledSo.replaceAll('.', '[.]')})(?:[ .:-]+(?=[A-Z]* ?\\d)|(?=[A-Z]*\\d))`,
    ),
  };
}

function atHome(countryCode: string, example: string): string {
  const [shape] = furtherShapes[countryCode] ?? [];
  return (shape && inShape(example, shape)) ?? example;
}

function tidied(given: string): string {
  return asciiDigits(given.normalize('NFKC'))
    .toUpperCase()
    .replaceAll(/[\p{Cf}〒〠]/gu, '')
    .replaceAll(/[()]/g, ' ')
    .replaceAll(/[\p{Pd}\u2043\u2212\u30fc\u2500\u2501]/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?- ?/g, '-')
    .trim();
}

/** `1000001` in the shape of `154-0023` is `100-0001`; undefined where it is longer or shorter. */
function inShape(compact: string, shape: string): string | undefined {
  const signsOfShape = Array.from(shape);
  const letters = signsOfShape.filter((sign) => /[\p{L}\p{N}]/u.test(sign)).length;
  if (letters !== compact.length) return undefined;
  let next = 0;
  return signsOfShape
    .map((sign) => (/[\p{L}\p{N}]/u.test(sign) ? compact[next++]! : sign))
    .join('');
}
