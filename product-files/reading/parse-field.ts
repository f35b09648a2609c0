import { currencyExponent } from '#kernel/money.ts';

import type { FieldReason, Objection } from './product-csv-events.ts';

export type Field<Value> = { value: Value } | { objection: Objection<FieldReason> };

const amountMaximumMinor = 999_999_999_999n;
const quantityMaximum = 999_999_999;
const weightMaximumGrams = 100_000_000;

/**
 * A decimal like `1299.00` in whole minor units of the currency, exact. Empty is null. Never
 * rounds: a decimal the currency does not have is an objection, since it is as likely a foreign
 * thousands separator (`1.299`) as a surplus digit.
 */
export function parseAmountMinor(text: string, currency: string): Field<number | null> {
  if (text === '') return { value: null };
  const parts = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text);
  if (parts === null) return amountObjection(text);
  const exponent = currencyExponent(currency);
  const decimals = decimalsWithinExponent(parts[2] ?? '', exponent);
  if (decimals === null) {
    return object(
      'amount_with_too_many_decimals',
      `"${shown(text)}" has more than the ${exponent} decimals of ${currency}`,
      exponent === 0 ? 'Write a whole number.' : `Write at most ${exponent} decimals.`,
    );
  }
  const minor = BigInt(parts[1] + decimals);
  if (minor > amountMaximumMinor) {
    return object('amount_too_large', `"${shown(text)}" is too large`, 'Check the amount.');
  }
  return { value: Number(minor) };
}

// Shops export every currency with two decimals, so `1000.00` of a currency without any is whole.
function decimalsWithinExponent(decimals: string, exponent: number): string | null {
  if (exponent === 0 && /^0{1,2}$/.test(decimals)) return '';
  return decimals.length <= exponent ? decimals.padEnd(exponent, '0') : null;
}

function amountObjection(text: string): { objection: Objection<FieldReason> } {
  if (/^-\d/.test(text)) {
    return object('amount_negative', `"${shown(text)}" is negative`, 'Write zero or more.');
  }
  if (/^\d{1,3}([,' \u00a0\u202f]\d{3})+(\.\d+)?$/.test(text)) {
    const plain = text.replace(/[,' \u00a0\u202f]/g, '');
    return object(
      'amount_with_thousands_separator',
      `"${shown(text)}" holds a thousands separator`,
      `Write "${plain}".`,
    );
  }
  const suggestion = /^\d+,\d{1,2}$/.test(text)
    ? `Write "${text.replace(',', '.')}" with a point.`
    : 'Write digits with a point for decimals and without a currency sign, such as 19.99.';
  return object('amount_invalid', `"${shown(text)}" is not a decimal number`, suggestion);
}

/** Units as a plain whole number; empty is null. `1.5`, `-3` and `1e9` are objections. */
export function parseQuantity(text: string): Field<number | null> {
  if (text === '') return { value: null };
  if (/^\d{1,12}$/.test(text) && Number(text) <= quantityMaximum) return { value: Number(text) };
  return object(
    'quantity_invalid',
    `"${shown(text)}" is not a whole number from 0 to ${quantityMaximum}`,
    'Write the units on hand in digits alone, or leave the field empty.',
  );
}

/** Grams; a fraction of a gram is rounded half up, since parcels are weighed in whole grams. */
export function parseWeightGrams(text: string): Field<number> {
  if (text === '') return { value: 0 };
  const parts = /^(\d{1,12})(?:\.(\d{1,15}))?$/.exec(text);
  const grams = parts === null ? NaN : Number(parts[1]) + ((parts[2] ?? '') >= '5' ? 1 : 0);
  if (grams <= weightMaximumGrams) return { value: grams };
  return object(
    'weight_invalid',
    `"${shown(text)}" is not a weight in grams`,
    'Write grams in digits, such as 250; the weight unit column is for display alone.',
  );
}

/** `true` or `false` in any case; empty is the given default. */
export function parseBoolean(text: string, whenEmpty: boolean): Field<boolean> {
  if (text === '') return { value: whenEmpty };
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return { value: lower === 'true' };
  return object(
    'boolean_invalid',
    `"${shown(text)}" is neither true nor false`,
    'Write true or false.',
  );
}

/** `deny` or `continue`; newer exports say `false` or `true` to selling when out of stock. */
export function parseInventoryPolicy(text: string): Field<'deny' | 'continue'> {
  const lower = text.toLowerCase();
  if (lower === '' || lower === 'deny' || lower === 'false') return { value: 'deny' };
  if (lower === 'continue' || lower === 'true') return { value: 'continue' };
  return object(
    'policy_invalid',
    `"${shown(text)}" is not an inventory policy`,
    'Write deny to stop selling at zero, or continue to take backorders.',
  );
}

/** Place of an image from 1; empty is null. */
export function parsePosition(text: string): Field<number | null> {
  if (text === '') return { value: null };
  if (/^[1-9]\d{0,5}$/.test(text)) return { value: Number(text) };
  return object(
    'position_invalid',
    `"${shown(text)}" is not a position`,
    'Write 1 for the first image, 2 for the next, or leave the field empty.',
  );
}

/** A barcode as written, without the apostrophe that spreadsheets put before it. */
export function parseBarcode(text: string): Field<string> {
  const barcode = text.replace(/^'/, '');
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(barcode)) {
    return object(
      'barcode_mangled',
      `"${shown(barcode)}" lost its digits in a spreadsheet program`,
      'Format the column as text, enter the barcode again and save.',
    );
  }
  return parseText(barcode, 64);
}

/** A text no longer than `lengthMaximum` characters. */
export function parseText(text: string, lengthMaximum: number): Field<string> {
  if (text.length <= lengthMaximum) return { value: text };
  return object(
    'text_too_long',
    `"${shown(text)}" has ${text.length} characters, more than ${lengthMaximum}`,
    `Shorten it to ${lengthMaximum} characters.`,
  );
}

/** What of a value may stand in a message. */
export function shown(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function object(reason: FieldReason, detail: string, suggestion: string) {
  return { objection: { reason, detail, suggestion } };
}
