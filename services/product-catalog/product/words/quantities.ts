import { decimalsHaveComma } from './languages.ts';

interface Unit {
  /** What is measured: only quantities of one kind can be equal. */
  readonly kind: string;
  /** How many of the kind's smallest unit. */
  readonly size: number;
}

function named(kind: string, units: Readonly<Record<string, number>>): [string, Unit][] {
  return Object.entries(units).flatMap(([names, size]) =>
    names.split(' ').map((name): [string, Unit] => [name, { kind, size }]),
  );
}

/**
 * Units by how they are written, in small letters. Metric ones are reckoned into each other, inches,
 * feet, ounces and pounds are not reckoned into metric ones: 12 inches are 30.48 cm, and nobody who
 * types 30 cm means them. `in` is left out, being a word of its own (`2 in 1`).
 */
const units = new Map<string, Unit>([
  ...named('length', {
    'mm millimeter millimetre millimeters millimetres': 1,
    'cm zentimeter centimeter centimetre centimeters centimetres': 10,
    'dm dezimeter': 100,
    'm meter metre meters metres mtr': 1_000,
    'km kilometer kilometre kilometers kilometres': 1_000_000,
  }),
  ...named('weight', {
    'mg milligramm milligram milligrams': 1,
    'g gr gramm gram grams grammes': 1_000,
    'kg kilo kilos kilogramm kilogram kilograms': 1_000_000,
  }),
  ...named('volume', {
    'ml milliliter millilitre milliliters millilitres': 1,
    cl: 10,
    dl: 100,
    'l ltr liter litre liters litres': 1_000,
  }),
  ...named('inch', { 'inch inches zoll " ″ ”': 1, 'ft feet foot fuß fuss': 12 }),
  ...named('ounce', { 'oz ounce ounces unze unzen': 1, 'lb lbs pound pounds': 16 }),
  ...named('power', { 'w watt watts': 1, 'kw kilowatt': 1_000 }),
  ...named('voltage', { 'v volt volts': 1 }),
  ...named('charge', { mah: 1, ah: 1_000 }),
  ...named('memory', { mb: 1, gb: 1_000, tb: 1_000_000 }),
]);

const names = [...units.keys()].toSorted((a, b) => b.length - a.length).join('|');
/** A number that stands alone, not inside a code, with the unit that follows it. */
const number = new RegExp(
  `(?<![\\p{L}\\p{N}.,_/-])(\\d{1,7}(?:[.,]\\d{1,6})*)(?:\\s?(${names}))?(?![\\p{L}\\p{N}_/-])(?![.,]\\d)`,
  'gu',
);
const dimensions = /(?<=\d)\s*[x×*]\s*(?=\d)/g;

export interface Quantities {
  /** The text with its numbers as they are written plainly: `2,0` and `2.0` are `2`. */
  readonly plain: string;
  /** What stands there with a unit, as one word for all ways to write it. */
  readonly words: readonly { readonly word: string; readonly written: readonly string[] }[];
}

/** Of a text in small letters. */
export function readQuantities(text: string, locale: string): Quantities {
  if (!/\d/.test(text)) return { plain: text, words: [] };
  const words: { word: string; written: string[] }[] = [];
  const plain = text
    .replace(dimensions, ' x ')
    .replace(number, (_whole, digits: string, unit?: string) => {
      const value = valueOf(digits, locale);
      const written = value === undefined ? digits : String(value);
      if (unit === undefined) return written;
      const { kind, size } = units.get(unit)!;
      if (value !== undefined) {
        const amount = Number((value * size).toPrecision(12));
        words.push({ word: `@${kind}${amount}`, written: [written, unit] });
      }
      return ` ${written} ${unit} `;
    });
  return { plain, words };
}

/** Undefined: dots and commas that are no number's. A single dot or comma before three digits is read as the language has it. */
function valueOf(digits: string, locale: string): number | undefined {
  const separators = digits.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined)
    return digits.startsWith('0') && digits !== '0' ? undefined : Number(digits);
  const groups = separators.slice(0, -1);
  const isGroup = /[.,]\d{3}$/.test(digits) && last === (decimalsHaveComma(locale) ? '.' : ',');
  if (groups.some((separator) => separator !== groups[0])) return undefined;
  if (groups.length > 0 && groups[0] === last) {
    return /^\d{1,3}([.,]\d{3})+$/.test(digits) ? Number(digits.replaceAll(last, '')) : undefined;
  }
  if (groups.length === 0 && isGroup && !digits.startsWith('0'))
    return Number(digits.replace(last, ''));
  const whole = groups.length > 0 ? digits.replaceAll(groups[0]!, '') : digits;
  return Number(whole.replace(last, '.'));
}
