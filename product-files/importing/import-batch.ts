import { countedLines, countStock } from './count-stock.ts';
import type { ImportDoor, ImportReply, MadeProduct } from './import-door.ts';
import type { FileRejection, Fit } from './product-file.ts';
import type { Part } from './split-product.ts';
import { nowhere, type StockPlaces } from './stock-places.ts';

export interface BatchOutcome {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly variants: number;
  /** Quantities that the file says of variants that are in. */
  readonly quantities: number;
  readonly movements: number;
  readonly rejected: readonly FileRejection[];
  readonly fitted: readonly Fit[];
  /** Fits that the shop did not list. */
  readonly fittedMore: number;
  /** Fields that the shop does not have, as `product.colour`. */
  readonly unknownFields: readonly string[];
  /** Products that are new or changed, where the shop says which. */
  readonly made: readonly MadeOnLine[];
}

export interface MadeOnLine extends MadeProduct {
  readonly line: number;
}

/** What the shop refuses of a whole import, in words for whoever imports. */
export class ImportRefused extends Error {}

export interface BatchTarget {
  readonly door: ImportDoor;
  /** Whether the quantities of the file are counted; else stock is left alone. */
  readonly stock: boolean;
  readonly places?: StockPlaces | undefined;
  /** The shop says what it would do, and does nothing. */
  readonly dryRun: boolean;
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
  const reply = await send(target.door, parts, target.dryRun);
  if (reply.ok) return withStock(target, parts, await withAllFits(target, parts, reply.value));
  if (hopeless.has(reply.status) || reply.status >= 500 || reply.status === 429)
    throw new ImportRefused(`The shop refuses the import: ${reply.detail} (${reply.code})`);
  if (parts.length === 1) return refused(parts[0]!, reply.code, reply.detail);
  const middle = parts.length >> 1;
  const left = await importBatch(target, parts.slice(0, middle));
  return sum(left, await importBatch(target, parts.slice(middle)));
}

function send(door: ImportDoor, parts: readonly Part[], dryRun: boolean) {
  return door.importProducts(
    parts.map(({ product }) => product),
    dryRun,
  );
}

/** A reply lists so many changes and counts the rest: asked for fewer products it lists them too. */
async function withAllFits(
  { door }: BatchTarget,
  parts: readonly Part[],
  reply: ImportReply,
): Promise<ImportReply> {
  if (!reply.fittedMore || parts.length === 1) return reply;
  const middle = parts.length >> 1;
  const halves = [];
  for (const half of [parts.slice(0, middle), parts.slice(middle)]) {
    const asked = await send(door, half, true);
    if (!asked.ok) return reply;
    halves.push(await withAllFits({ door, stock: false, dryRun: true }, half, asked.value));
  }
  return {
    ...reply,
    fitted: halves.flatMap(({ fitted = [] }) => fitted),
    fittedMore: halves.reduce((more, { fittedMore = 0 }) => more + fittedMore, 0),
  };
}

async function withStock(
  { door, stock, dryRun, places = nowhere }: BatchTarget,
  parts: readonly Part[],
  reply: ImportReply,
): Promise<BatchOutcome> {
  const lines = new Lines(parts);
  const { fittedMore = 0, unknownFields = [], replacedSkus = [], made = [] } = reply;
  const rejected = reply.rejected.map(
    ({ handle, sku, reason, message, suggestion }): FileRejection => ({
      line: lines.of(handle, sku),
      scope: sku === null ? 'product' : 'variant',
      reason,
      detail: `${handle}: ${message}`,
      suggestion,
    }),
  );
  const out = new Set(reply.rejected.map(({ handle, sku }) => keyOf(handle, sku)));
  const inside = parts.filter(({ product }) => !out.has(keyOf(product.handle, null)));
  const skus = new Map(replacedSkus.map(({ handle, given, sku }) => [keyOf(handle, given), sku]));
  const counted = inside.flatMap(({ product: { handle }, variants }) =>
    variants.flatMap((variant) =>
      out.has(keyOf(handle, variant.sku))
        ? []
        : countedLines(variant, skus.get(keyOf(handle, variant.sku)) ?? variant.sku, places),
    ),
  );
  const outcome = {
    ...reply,
    rejected,
    fitted: [...fitsOf(inside), ...fitsOfShop(reply, lines)],
    fittedMore,
    unknownFields,
    quantities: stock ? counted.length : 0,
    made: made.map(({ handle, outcome: became }) => ({
      handle,
      outcome: became,
      line: lines.of(handle, null),
    })),
  };
  if (!stock || dryRun) return { ...outcome, movements: 0 };
  const { movements, refusal } = await countStock(door, counted);
  if (refusal !== undefined)
    throw new ImportRefused(`The shop refuses to count the stock: ${refusal}`);
  return { ...outcome, movements };
}

const keyOf = (handle: string, sku: string | null) => JSON.stringify([handle, sku]);

/** On which line of the file a product or a variant of it starts. */
class Lines {
  private readonly lines: ReadonlyMap<string, number>;

  constructor(parts: readonly Part[]) {
    this.lines = new Map(
      parts.flatMap(({ product: { handle }, line, variants }) => [
        [keyOf(handle, null), line] as const,
        ...variants.map((variant) => [keyOf(handle, variant.sku), variant.line] as const),
      ]),
    );
  }

  of(handle: string, sku: string | null): number {
    return this.lines.get(keyOf(handle, sku)) ?? this.lines.get(keyOf(handle, null)) ?? 0;
  }
}

function fitsOf(parts: readonly Part[]): Fit[] {
  return parts.flatMap(({ product: { handle }, line, fits }) =>
    fits.map((fit) => ({ handle, line, ...fit })),
  );
}

function fitsOfShop({ fitted = [], replacedSkus = [] }: ImportReply, lines: Lines): Fit[] {
  return fitted.map(({ handle, sku, field, reason }) => {
    const replaced =
      field === 'sku'
        ? replacedSkus.find((one) => one.handle === handle && one.given === sku)
        : undefined;
    return {
      handle,
      field,
      reason,
      line: lines.of(handle, sku),
      ...(sku === null ? {} : { sku }),
      ...(replaced ? { given: replaced.given, kept: replaced.sku } : {}),
      isOwn: field.startsWith('attributes.'),
    };
  });
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
  quantities: 0,
  movements: 0,
  rejected: [],
  fitted: [],
  fittedMore: 0,
  unknownFields: [],
  made: [],
};

export function sum(left: BatchOutcome, right: BatchOutcome): BatchOutcome {
  return {
    created: left.created + right.created,
    updated: left.updated + right.updated,
    unchanged: left.unchanged + right.unchanged,
    variants: left.variants + right.variants,
    quantities: left.quantities + right.quantities,
    movements: left.movements + right.movements,
    rejected: [...left.rejected, ...right.rejected],
    fitted: [...left.fitted, ...right.fitted],
    fittedMore: left.fittedMore + right.fittedMore,
    unknownFields: [...new Set([...left.unknownFields, ...right.unknownFields])],
    made: [...left.made, ...right.made],
  };
}

/** The parts of one product are one product: new, changed in any of them, or unchanged. */
export function asOneProduct(outcome: BatchOutcome): BatchOutcome {
  const { created, updated, unchanged } = outcome;
  const isNew = created > 0;
  const isChanged = !isNew && updated > 0;
  return {
    ...outcome,
    created: Number(isNew),
    updated: Number(isChanged),
    unchanged: Number(!isNew && !isChanged && unchanged > 0),
  };
}
