import { productLimits } from '#contracts/product/limits.ts';
import { parsePosition, parseText, shown } from '../cells/parse-field.ts';
import type { Reject } from './assemble-product.ts';
import type { ProductFits } from './product-fits.ts';
import type { ParsedProduct, ParsedVariant } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';

/**
 * The product's images in the order of their positions, numbered anew from 1; an image of a
 * variant that the product does not list follows at the end. Nothing is fetched here: whoever
 * fetches one must guard against addresses of the inner network.
 */
export function imagesOf(
  rows: readonly ProductRow[],
  variants: readonly ParsedVariant[],
  fits: ProductFits,
  reject: Reject,
): ParsedProduct['media'] {
  const images = new Map<string, { url: string; position: number; altText: string }>();
  for (const row of rows) {
    const url = imageAddressOf(row, 'imageUrl', fits, reject);
    if (url === null || images.has(url)) continue;
    const position = fits.take(row, 'imagePosition', parsePosition(row.get('imagePosition')));
    const text = parseText(row.get('imageAltText'), productLimits.altText);
    const altText = fits.take(row, 'imageAltText', text);
    images.set(url, { url, position: position ?? images.size + 1, altText });
  }
  const ordered = [...images.values()].toSorted((a, b) => a.position - b.position);
  for (const { imageUrl } of variants) {
    if (imageUrl === null || images.has(imageUrl)) continue;
    images.set(imageUrl, { url: imageUrl, position: 0, altText: '' });
    ordered.push({ url: imageUrl, position: 0, altText: '' });
  }
  const most = productLimits.media;
  if (ordered.length > most) {
    fits.add(rows[0]!, 'imageUrl', 'cut', `${most} images`, `${ordered.length} images`);
  }
  return ordered.slice(0, most).map((image, index) => ({ ...image, position: index + 1 }));
}

/** An `http(s)` address without a password, or a path of this shop; anything else is rejected. */
export function imageAddressOf(
  row: ProductRow,
  column: 'imageUrl' | 'variantImageUrl',
  fits: ProductFits,
  reject: Reject,
): string | null {
  const text = row.get(column);
  if (text === '' || isImageUrl(text)) return text === '' ? null : text;
  // Of the page's own protocol, and with characters that addresses spell out.
  const spelled = text.replace(/^\/\//, 'https://').replaceAll(/[\s<>"\\]/g, encodeURIComponent);
  if (isImageUrl(spelled)) return fits.take(row, column, { value: spelled, fit: 'normalised' });
  reject(row.line, column, 'image', {
    reason: 'image_url_invalid',
    detail: `"${shown(text)}" is not the address of an image`,
    suggestion: 'Write an address that begins with https://, or a path that begins with /.',
  });
  return null;
}

/** An `http(s)` address without a password, or a path of this shop. */
export function isImageUrl(text: string): boolean {
  if (text.length > productLimits.mediaAddress || /[\s\\<>"]/.test(text)) return false;
  if (/^\/[^/]/.test(text)) return true;
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  );
}
