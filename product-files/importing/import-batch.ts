import type { ImportFit, ImportRejection } from '#contracts/product/import.ts';
import { countStock } from './count-stock.ts';
import { post, type ShopAccess } from './post.ts';
import type { FileRejection, Fit } from './product-file.ts';
import type { Part } from './split-product.ts';

export interface BatchOutcome {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly variants: number;
  readonly movements: number;
  readonly rejected: readonly FileRejection[];
  readonly fitted: readonly Fit[];
  /** Fits that the shop did not list. */
  readonly fittedMore: number;
  /** Fields that the shop does not have, as `product.colour`. */
  readonly unknownFields: readonly string[];
}

interface Reply {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly variants: number;
  readonly rejected: readonly ImportRejection[];
  /** Shops of before do not say. */
  readonly fitted?: readonly ImportFit[];
  readonly fittedMore?: number;
  readonly unknownFields?: readonly string[];
}

export interface BatchTarget {
  readonly access: ShopAccess;
  /** Of the file whose quantities are counted; without it stock is left alone. */
  readonly countedFile: string | undefined;
}

/** Refusals that no other product of the file would escape. */
const hopeless = new Set([401, 403, 404, 405]);

/**
 * Sends products and then counts their stock. A request that is refused for what one product holds
 * is halved until that product is found; the others go in.
 */
export async function importBatch(
  target: BatchTarget,
  parts: readonly Part[],
): Promise<BatchOutcome> {
  const reply = await post<Reply>(target.access, '/v1/admin/imports/products', {
    products: parts.map(({ product }) => product),
  });
  if (reply.ok) return withStock(target, parts, reply.value);
  if (hopeless.has(reply.status) || reply.status >= 500 || reply.status === 429)
    throw new Error(`The shop refuses the import: ${reply.detail} (${reply.code})`);
  if (parts.length === 1) return refused(parts[0]!, reply.code, reply.detail);
  const middle = parts.length >> 1;
  const left = await importBatch(target, parts.slice(0, middle));
  return sum(left, await importBatch(target, parts.slice(middle)));
}

async function withStock(
  { access, countedFile }: BatchTarget,
  parts: readonly Part[],
  reply: Reply,
): Promise<BatchOutcome> {
  const lineOf = new Map(parts.map(({ product, line }) => [product.handle, line]));
  const rejected: FileRejection[] = reply.rejected.map(
    ({ handle, sku, reason, message, suggestion }) => ({
      line: lineOf.get(handle) ?? 0,
      scope: sku === null ? 'product' : 'variant',
      reason,
      detail: `${handle}: ${message}`,
      suggestion,
    }),
  );
  const outProducts = new Set(
    reply.rejected.filter(({ sku }) => sku === null).map(({ handle }) => handle),
  );
  const inside = parts.filter(({ product }) => !outProducts.has(product.handle));
  const { fitted = [], fittedMore = 0, unknownFields = [] } = reply;
  const lineOfSku = new Map(
    parts.flatMap(({ variants }) => variants.map(({ sku, line }) => [sku, line] as const)),
  );
  const byShop = fitted.map(({ handle, sku, field, reason }): Fit => {
    const line = sku ? lineOfSku.get(sku) : lineOf.get(handle);
    const isOwn = field.startsWith('attributes.');
    return { handle, field, reason, ...(isOwn && line !== undefined ? { line } : {}) };
  });
  const outcome = {
    ...reply,
    rejected,
    fitted: [...fitsOf(inside), ...byShop],
    fittedMore,
    unknownFields,
  };
  if (countedFile === undefined) return { ...outcome, movements: 0 };
  const outVariants = new Set(reply.rejected.map(({ sku }) => sku));
  const counted = inside.flatMap(({ variants }) =>
    variants.filter(({ sku }) => !outVariants.has(sku)),
  );
  const { movements, refusal } = await countStock(access, countedFile, counted);
  if (refusal !== undefined) throw new Error(`The shop refuses to count the stock: ${refusal}`);
  return { ...outcome, movements };
}

function fitsOf(parts: readonly Part[]): Fit[] {
  return parts.flatMap(({ product: { handle }, fits }) => fits.map((fit) => ({ handle, ...fit })));
}

function refused(part: Part, reason: string, detail: string): BatchOutcome {
  const { handle } = part.product;
  const rejection: FileRejection = {
    line: part.line,
    scope: 'product',
    reason,
    detail: `${handle}: ${detail}`,
    suggestion: 'Mend the product in the file and import it again.',
  };
  return { ...nothing, rejected: [rejection] };
}

export const nothing: BatchOutcome = {
  created: 0,
  updated: 0,
  unchanged: 0,
  variants: 0,
  movements: 0,
  rejected: [],
  fitted: [],
  fittedMore: 0,
  unknownFields: [],
};

export function sum(left: BatchOutcome, right: BatchOutcome): BatchOutcome {
  return {
    created: left.created + right.created,
    updated: left.updated + right.updated,
    unchanged: left.unchanged + right.unchanged,
    variants: left.variants + right.variants,
    movements: left.movements + right.movements,
    rejected: [...left.rejected, ...right.rejected],
    fitted: [...left.fitted, ...right.fitted],
    fittedMore: left.fittedMore + right.fittedMore,
    unknownFields: [...new Set([...left.unknownFields, ...right.unknownFields])],
  };
}
