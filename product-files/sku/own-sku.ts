import { productLimits } from '#contracts/product/limits.ts';
import { plainCode } from '../cells/plain-cell.ts';
import type { FirstLineIndex } from '../reading/first-line-index.ts';
import type { FitReason } from '../importing/product-file.ts';
import { deriveSku } from './derive-sku.ts';

export interface OwnSku {
  readonly sku: string;
  /** What the file says, where that is taken or too long. */
  readonly supplierSku?: string;
  readonly fits: readonly FitReason[];
}

interface Place {
  readonly handle: string;
  readonly optionValues: readonly string[];
  readonly line: number;
}

/**
 * A SKU that no other variant of the file has: the one that is given where it is the first of its
 * kind, else one that is made of handle and option values.
 */
export function ownSku(
  text: string,
  { handle, optionValues, line }: Place,
  skus: FirstLineIndex,
): OwnSku {
  const given = plainCode(text)
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  const fits: FitReason[] = given === text ? [] : ['normalised'];
  if (/^\d(?:[.,]\d+)?e\+\d{1,2}$/iu.test(given)) fits.push('digits_lost');
  const isLong = given.length > productLimits.sku;
  if (given !== '' && !isLong && skus.firstLineOrAdd(given, line) === null)
    return { sku: given, fits };
  const sku = derived(handle, optionValues, line, skus);
  if (given === '') return { sku, fits: [] };
  const supplierSku = given.slice(0, productLimits.sku);
  return { sku, supplierSku, fits: [...fits, isLong ? 'sku_too_long' : 'sku_repeated'] };
}

function derived(
  handle: string,
  optionValues: readonly string[],
  line: number,
  skus: FirstLineIndex,
): string {
  for (let attempt = 0; ; attempt += 1) {
    const sku = deriveSku(handle, optionValues, attempt);
    if (skus.firstLineOrAdd(sku, line) === null) return sku;
  }
}
