import type { Reject } from './assemble-product.ts';
import { parsePosition, shown } from './parse-field.ts';
import type { ParsedProduct, ParsedVariant } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';

export const imagesMaximum = 250;
export const altTextMaximum = 512;

/**
 * The product's images in the order of their positions, numbered anew from 1; an image of a
 * variant that the product does not list follows at the end. Nothing is fetched here: whoever
 * fetches one must guard against addresses of the inner network.
 */
export function imagesOf(
  rows: readonly ProductRow[],
  variants: readonly ParsedVariant[],
  reject: Reject,
): ParsedProduct['media'] {
  const images = new Map<string, { url: string; position: number; altText: string }>();
  for (const row of rows) {
    const url = checkImageUrl(row, 'imageUrl', reject);
    if (url === null) continue;
    const position = parsePosition(row.get('imagePosition'));
    if ('objection' in position) {
      reject(row.line, 'imagePosition', 'image', position.objection);
      continue;
    }
    if (images.has(url)) continue;
    images.set(url, {
      url,
      position: position.value ?? images.size + 1,
      altText: row.get('imageAltText').slice(0, altTextMaximum),
    });
  }
  const ordered = [...images.values()].toSorted((a, b) => a.position - b.position);
  for (const { imageUrl } of variants) {
    if (imageUrl === null || images.has(imageUrl)) continue;
    images.set(imageUrl, { url: imageUrl, position: 0, altText: '' });
    ordered.push({ url: imageUrl, position: 0, altText: '' });
  }
  return ordered.slice(0, imagesMaximum).map((image, index) => ({ ...image, position: index + 1 }));
}

/** An `http(s)` address without a password, or a path of this shop; anything else is rejected. */
export function checkImageUrl(
  row: ProductRow,
  column: 'imageUrl' | 'variantImageUrl',
  reject: Reject,
): string | null {
  const text = row.get(column);
  if (text === '' || isImageUrl(text)) return text === '' ? null : text;
  reject(row.line, column, 'image', {
    reason: 'image_url_invalid',
    detail: `"${shown(text)}" is not the address of an image`,
    suggestion: 'Write an address that begins with https://, or a path that begins with /.',
  });
  return null;
}

function isImageUrl(text: string): boolean {
  if (text.length > 2048 || /[\s\\<>"]/.test(text)) return false;
  if (/^\/[^/]/.test(text)) return true;
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  );
}
