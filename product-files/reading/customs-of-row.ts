import countries from 'i18n-iso-countries/index.js';
import type { Reject } from './assemble-product.ts';
import { shown } from './parse-field.ts';
import type { ProductRow } from './product-row.ts';

interface Customs {
  hsCode?: string | undefined;
  countryOfOrigin?: string | undefined;
}

/** What customs ask of a variant. What cannot be read is left out and said; the variant stays. */
export function customsOf(row: ProductRow, reject: Reject): Customs {
  return { hsCode: hsCodeOf(row, reject), countryOfOrigin: countryOf(row, reject) };
}

/** Written with points or blanks between, as tariffs print it. */
function hsCodeOf(row: ProductRow, reject: Reject): string | undefined {
  const text = row.get('hsCode');
  const digits = text.replaceAll(/[.\s'-]/g, '');
  if (digits === '' || /^\d{4,13}$/.test(digits)) return digits || undefined;
  reject(row.line, 'hsCode', 'row', {
    reason: 'hs_code_invalid',
    detail: `"${shown(text)}" is no number of the Harmonized System`,
    suggestion: 'Write 6 digits or more, such as 090121, or leave it out.',
  });
  return undefined;
}

/** A code of two or three letters. */
function countryOf(row: ProductRow, reject: Reject): string | undefined {
  const text = row.get('countryOfOrigin').trim();
  if (text === '') return undefined;
  const code = text.toUpperCase();
  const alpha2 =
    code.length === 3 ? countries.alpha3ToAlpha2(code) : countries.isValid(code) ? code : undefined;
  if (alpha2 !== undefined) return alpha2;
  reject(row.line, 'countryOfOrigin', 'row', {
    reason: 'country_invalid',
    detail: `"${shown(text)}" is no code of a country`,
    suggestion: 'Write two letters such as DE, or leave it out.',
  });
  return undefined;
}
