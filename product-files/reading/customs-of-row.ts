import countries from 'i18n-iso-countries/index.js';
import { plainCode } from '../cells/plain-cell.ts';
import type { ProductFits } from './product-fits.ts';
import type { ProductRow } from './product-row.ts';

interface Customs {
  hsCode?: string | undefined;
  countryOfOrigin?: string | undefined;
}

/** What customs ask of a variant. What cannot be read is left out and said; the variant stays. */
export function customsOf(row: ProductRow, fits: ProductFits): Customs {
  return { hsCode: hsCodeOf(row, fits), countryOfOrigin: countryOf(row, fits) };
}

/** Written with points or blanks between, as tariffs print it. */
function hsCodeOf(row: ProductRow, fits: ProductFits): string | undefined {
  const digits = plainCode(row.get('hsCode')).replaceAll(/[.\s'-]/g, '');
  if (digits === '' || /^\d{4,13}$/.test(digits)) return digits || undefined;
  fits.add(row, 'hsCode', 'left_out');
  return undefined;
}

/** A code of two or three letters. */
function countryOf(row: ProductRow, fits: ProductFits): string | undefined {
  const code = plainCode(row.get('countryOfOrigin')).toUpperCase();
  if (code === '') return undefined;
  const alpha2 =
    code.length === 3 ? countries.alpha3ToAlpha2(code) : countries.isValid(code) ? code : undefined;
  if (alpha2 === undefined) fits.add(row, 'countryOfOrigin', 'left_out');
  return alpha2;
}
