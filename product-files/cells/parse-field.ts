import { productLimits } from '#contracts/product/limits.ts';
import { currencyExponent } from '#kernel/money.ts';
import type { FitReason } from '../importing/product-file.ts';
import type { FieldReason, Objection } from '../reading/product-csv-events.ts';
import { plainCode } from './plain-cell.ts';
import { longestNumber, readNumber, type ReadNumber } from './read-number.ts';

/** What a cell is taken for, and why where that is not what it says. */
export interface Read<Value> {
  readonly value: Value;
  readonly fit?: FitReason | undefined;
}
export type Field<Value> = Read<Value> | { objection: Objection<FieldReason> };

const amountMaximumMinor = 999_999_999_999n;

/**
 * An amount in whole minor units of the currency; empty is null. Decimals that the currency does not
 * have are rounded half up. `1.299`, which may be a foreign thousand, is read as a decimal and
 * doubtful.
 */
export function parseAmountMinor(
  text: string,
  currency: string,
  decimalComma = false,
): Field<number | null> {
  if (text === '') return { value: null };
  const decimals = currencyExponent(currency);
  const code = plainCode(text);
  const number = readNumber(code, { decimalComma, decimals });
  if (number === undefined) {
    const suggestion = 'Write digits with a point for decimals, such as 19.99.';
    return object('amount_invalid', `"${shown(text)}" is not an amount`, suggestion);
  }
  const { whole, fraction, negative, isPlain, isDoubtful } = number;
  let minor = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (negative && minor > 0n)
    return object('amount_negative', `"${shown(text)}" is negative`, 'Write zero or more.');
  const rest = fraction.slice(decimals);
  if (rest >= '5') minor += 1n;
  if (minor > amountMaximumMinor)
    return object('amount_too_large', `"${shown(text)}" is too large`, 'Check the amount.');
  const usual = isPlain && code === text ? undefined : 'normalised';
  const fit = isDoubtful ? 'doubtful' : rest !== '' ? 'rounded' : usual;
  return { value: Number(minor), fit };
}

/** Units on hand; null where the file says none. What is owed to buyers is no stock: 0. */
export function parseQuantity(text: string, decimalComma = false): Read<number | null> {
  if (text === '') return { value: null };
  const number = readCount(text, decimalComma);
  if (number === undefined) return { value: null, fit: 'left_out' };
  if (number.negative && number.whole !== '0') return { value: 0, fit: 'negative_quantity' };
  const units = Number(number.whole);
  const most = productLimits.countedUnits;
  if (units > most) return { value: most, fit: 'cut' };
  return { value: units, fit: fitOf(number) };
}

/** Of units and grams: three digits behind a point are decimals, as scales and tills print them. */
function readCount(text: string, decimalComma: boolean): ReadNumber | undefined {
  return readNumber(plainCode(text), { decimals: 2, decimalComma });
}

function fitOf({ fraction, isPlain }: ReadNumber): FitReason | undefined {
  if (fraction !== '') return 'rounded';
  return isPlain ? undefined : 'normalised';
}

const gramsOfUnit = { g: 1, kg: 1_000, oz: 28.349_523_125, lb: 453.592_37 } as const;

/** Grams; a fraction of a gram is rounded half up, since parcels are weighed in whole grams. */
export function parseWeightGrams(text: string, decimalComma = false): Read<number> {
  if (text === '') return { value: 0 };
  if (text.length > longestNumber) return { value: 0, fit: 'left_out' };
  const [, digits, unit] = /^(.*?)\s*(g|kg|oz|lb)s?$/iu.exec(text) ?? [];
  const number = readCount(digits ?? text, decimalComma);
  if (number === undefined || (number.negative && Number(number.whole) > 0)) {
    return { value: 0, fit: 'left_out' };
  }
  const factor = gramsOfUnit[(unit?.toLowerCase() ?? 'g') as keyof typeof gramsOfUnit];
  const grams = Math.round(Number(`${number.whole}.${number.fraction || '0'}`) * factor);
  if (grams > productLimits.weightGrams) return { value: 0, fit: 'left_out' };
  const fit = fitOf(number) ?? (unit === undefined ? undefined : 'normalised');
  return { value: grams, fit: fit === 'rounded' && factor !== 1 ? 'normalised' : fit };
}

const truths = new Set(
  'true yes y 1 wahr ja vrai oui verdadero si s\u00ed vero sim waar on x'.split(' '),
);
const untruths = new Set(
  'false no n 0 falsch nein faux non falso nao n\u00e3o onwaar nee off'.split(' '),
);

/** Spreadsheet programs write TRUE in their user's language; empty is the given default. */
export function parseBoolean(text: string, whenEmpty: boolean): Read<boolean> {
  if (text === '') return { value: whenEmpty };
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return { value: lower === 'true' };
  const word = plainCode(lower).replace(/\.0+$/, '');
  if (truths.has(word)) return { value: true, fit: 'normalised' };
  if (untruths.has(word)) return { value: false, fit: 'normalised' };
  return { value: whenEmpty, fit: 'replaced' };
}

/** `deny` or `continue`; newer exports say `false` or `true` to selling when out of stock. */
export function parseInventoryPolicy(text: string): Read<'deny' | 'continue'> {
  const lower = text.toLowerCase();
  if (lower === '' || lower === 'deny') return { value: 'deny' };
  if (lower === 'continue') return { value: 'continue' };
  const { value, fit } = parseBoolean(lower, false);
  return { value: value ? 'continue' : 'deny', fit };
}

/** Place of an image from 1; null where none is said. */
export function parsePosition(text: string): Read<number | null> {
  if (text === '') return { value: null };
  const number = readCount(text, false);
  const place = number?.fraction === '' && !number.negative ? Number(number.whole) : 0;
  if (place < 1 || place > 999_999) return { value: null, fit: 'left_out' };
  return { value: place, fit: fitOf(number!) };
}

/** A barcode as it was before spreadsheet programs took it for a number. */
export function parseBarcode(text: string): Read<string> {
  const code = plainCode(text);
  const exponent = /^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/iu.exec(code);
  if (exponent) {
    const digits = exponent[1]! + (exponent[2] ?? '');
    // All digits are there: it was only written in another way.
    if (digits.length === Number(exponent[3]) + 1) return { value: digits, fit: 'normalised' };
    return { value: '', fit: 'digits_lost' };
  }
  const plain = code.replace(/^(\d{6,})[.,]0+$/, '$1');
  if (plain.length > productLimits.barcode) return { value: '', fit: 'left_out' };
  return { value: plain, fit: plain === text ? undefined : 'normalised' };
}

/** The beginning of a text that is longer than `most` characters. */
export function parseText(text: string, most: number): Read<string> {
  if (text.length <= most) {
    return text.includes('\ufffd') ? { value: text, fit: 'letters_lost' } : { value: text };
  }
  const end = /[\ud800-\udbff]/.test(text[most - 1]!) ? most - 1 : most;
  return { value: text.slice(0, end).trimEnd(), fit: 'cut' };
}

/** What of a value may stand in a message. */
export function shown(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}\u2026`;
}

function object(reason: FieldReason, detail: string, suggestion: string) {
  return { objection: { reason, detail, suggestion } };
}
