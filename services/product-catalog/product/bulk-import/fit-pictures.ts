import type { ImportFit } from '#contracts/product/import.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { missingAmong } from '../content/kept-pictures.ts';
import type { FittedProduct } from './fit-product.ts';

/**
 * Leaves out, and tells, pictures at addresses of the shop's own keeping that it does not keep, as a
 * file of another installation has them: the goods go in all the same, and the pictures with the next
 * import after they were uploaded.
 */
export async function fitPictures(
  tx: Transaction,
  given: readonly FittedProduct[],
): Promise<readonly FittedProduct[]> {
  const urls = given.flatMap(({ product }) => [
    ...product.media.map(({ url }) => url),
    ...product.variants.flatMap(({ imageUrl }) => imageUrl ?? []),
  ]);
  const missing = await missingAmong(tx, urls);
  if (missing.size === 0) return given;
  return given.map((one) => {
    const { product } = one;
    const { handle } = product;
    const media = product.media.filter(({ url }) => !missing.has(url));
    const lacks = ({ imageUrl }: { readonly imageUrl: string | null }) =>
      imageUrl !== null && missing.has(imageUrl);
    const reason = 'left_out';
    const fits: ImportFit[] = [
      ...(media.length < product.media.length
        ? [{ handle, sku: null, field: 'media', reason } as const]
        : []),
      ...product.variants
        .filter(lacks)
        .map(({ sku }) => ({ handle, sku, field: 'imageUrl', reason }) as const),
    ];
    if (fits.length === 0) return one;
    const variants = product.variants.map((variant) =>
      lacks(variant) ? { ...variant, imageUrl: null } : variant,
    );
    return { ...one, product: { ...product, media, variants }, fits: [...one.fits, ...fits] };
  });
}
