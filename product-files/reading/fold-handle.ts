import { productLimits } from '#contracts/product/limits.ts';
import { hash } from 'node:crypto';
import type { FirstLineIndex } from './first-line-index.ts';

const handleForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*$/u;

/**
 * A handle in the form that addresses have: symbols become hyphens, so that `10%-off™` is one
 * product whether its file spells it so or `10-off`. Empty where nothing is left.
 */
export function foldedHandle(handle: string): string {
  if (handle.length <= productLimits.handle && handleForm.test(handle)) return handle;
  const folded = handle
    .replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '-')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/^[-_\p{M}]+|-+$/gu, '');
  return folded.length <= productLimits.handle ? folded : toldApart(folded, handle);
}

/** The folded handle of a product, which no other product of the file has. */
export function ownHandle(handle: string, taken: FirstLineIndex, line: number): string {
  const folded = foldedHandle(handle) || `product-${shortHash(handle)}`;
  if (taken.firstLineOrAdd(folded, line) === null) return folded;
  const other = toldApart(folded, handle);
  taken.firstLineOrAdd(other, line);
  return other;
}

function toldApart(folded: string, handle: string): string {
  return `${folded.slice(0, productLimits.handle - 9).replace(/[-_]+$/, '')}-${shortHash(handle)}`;
}

function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 8);
}
