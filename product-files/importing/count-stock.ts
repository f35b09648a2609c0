import { createHash } from 'node:crypto';
import { post, type ShopAccess } from './post.ts';
import type { FileVariant } from './product-file.ts';

const linesPerCount = 100;

export interface StockCount {
  readonly movements: number;
  readonly refusal: string | undefined;
}

/**
 * Counts the quantities of variants as movements. The id of a count is made of the file and its
 * lines: the same file again counts nothing, a changed one does.
 */
export async function countStock(
  access: ShopAccess,
  fileHash: string,
  variants: readonly FileVariant[],
): Promise<StockCount> {
  const lines = variants.flatMap(({ sku, quantity }) =>
    quantity === null ? [] : [{ sku, quantity: Math.min(1_000_000, Math.max(0, quantity)) }],
  );
  let movements = 0;
  for (let start = 0; start < lines.length; start += linesPerCount) {
    const counted = lines.slice(start, start + linesPerCount);
    const reply = await post<{ movements: number }>(access, '/v1/admin/stock/counts', {
      countId: countIdOf(fileHash, counted),
      reason: 'product import',
      lines: counted,
    });
    if (!reply.ok) return { movements, refusal: `${reply.code}: ${reply.detail}` };
    movements += reply.value.movements;
  }
  return { movements, refusal: undefined };
}

/** A UUID of version 8: the same file and lines give the same one. */
function countIdOf(fileHash: string, lines: readonly object[]): string {
  const hash = createHash('sha256')
    .update(`${fileHash} ${JSON.stringify(lines)}`)
    .digest('hex');
  const variant = ((Number.parseInt(hash[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
