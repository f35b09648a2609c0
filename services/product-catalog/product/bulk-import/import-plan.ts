import { createHash } from 'node:crypto';
import type { ImportedProduct, ImportFit, ImportRejection } from '#contracts/product/import.ts';
import { newId } from '#kernel/ids.ts';
import { itemsOfPart } from '#contracts/product/limits.ts';
import { textOfSafe } from '#product-files/sanitise-description.ts';
import type { Attributes } from '#contracts/attributes.ts';
import type { FittedProduct } from './fit-product.ts';
import { withOwnValues, type OwnFields, type OwnValues } from './fit-own-fields.ts';
import { SkuChoice, type ChosenSku } from './choose-sku.ts';
import { categoryPath, slugOf } from '../structure/ensure-categories.ts';

export interface KnownProduct {
  readonly productId: string;
  readonly handle: string;
  readonly live: boolean;
  readonly published: boolean;
  readonly importHashes: string[];
  readonly options: { name: string; values: string[] }[];
  readonly imageUrl: string | null;
  readonly attributes: Attributes;
}

export interface KnownVariant {
  readonly variantId: string;
  readonly productId: string;
  readonly handle: string;
  readonly sku: string;
  readonly optionValues: string[];
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly tracked: boolean;
  readonly supplierSku: string | null;
  readonly attributes: Attributes;
}

type GivenVariant = ImportedProduct['variants'][number];
export type PlannedVariant = Omit<GivenVariant, 'attributes' | 'tracked' | 'supplierSku'> & {
  readonly tracked: boolean;
  readonly supplierSku: string | null;
  readonly attributes: Attributes;
  readonly variantId: string;
  readonly position: number;
  readonly known: KnownVariant | undefined;
};

export interface PlannedProduct {
  readonly productId: string;
  readonly isNew: boolean;
  readonly wasLive: boolean;
  readonly wasPublished: boolean;
  readonly given: ImportedProduct;
  readonly attributes: Attributes;
  /** Whether anything was said of the shop's own fields; else what is there stays, whatever it is by then. */
  readonly saysFields: boolean;
  readonly importHashes: string[];
  readonly descriptionHtml: string;
  readonly descriptionText: string;
  readonly categoryPath: string | null;
  readonly imageUrl: string | null;
  readonly options: { name: string; values: string[] }[];
  readonly variants: PlannedVariant[];
  readonly removed: KnownVariant[];
}

export interface ImportPlan {
  readonly products: PlannedProduct[];
  readonly unchanged: number;
  readonly unchangedVariants: number;
  readonly rejected: ImportRejection[];
  /** Of products that are in. */
  readonly fitted: ImportFit[];
  readonly replacedSkus: { handle: string; given: string; sku: string }[];
}

export const variantsInPart = itemsOfPart;

/** What staff of some channels may not touch: products by id, and categories that would be added. */
export interface ImportBounds {
  readonly foreign: ReadonlySet<string>;
  readonly newCategories: ReadonlySet<string>;
  /** Then the first part of a product may not be there. */
  readonly dryRun: boolean;
}

/** What an import does with what is there: pure, so that it can be made again after a conflict. */
export function planImport(
  given: readonly FittedProduct[],
  { known, variants }: { known: readonly KnownProduct[]; variants: readonly KnownVariant[] },
  channel: string,
  bounds: ImportBounds,
  fields: OwnFields,
): ImportPlan {
  // Sorted, so that products of one moment are listed in the order in which they were given.
  const newIds = given.map(() => newId()).toSorted();
  const planner = new Planner(known, variants, channel, { bounds, fields }, newIds);
  for (const product of given) planner.take(product);
  return planner;
}

class Planner implements ImportPlan {
  readonly products: PlannedProduct[] = [];
  readonly rejected: ImportRejection[] = [];
  readonly fitted: ImportFit[] = [];
  readonly replacedSkus: ImportPlan['replacedSkus'] = [];
  unchanged = 0;
  unchangedVariants = 0;
  private readonly known: Map<string, KnownProduct>;
  private readonly bySku: Map<string, KnownVariant>;
  private readonly ofProduct: Map<string, KnownVariant[]>;
  private readonly handles = new Set<string>();
  private readonly skus: SkuChoice;
  private readonly channel: string;
  private readonly bounds: ImportBounds;
  private readonly fields: OwnFields;
  private readonly newIds: string[];

  constructor(
    known: readonly KnownProduct[],
    variants: readonly KnownVariant[],
    channel: string,
    { bounds, fields }: { bounds: ImportBounds; fields: OwnFields },
    newIds: string[],
  ) {
    this.known = new Map(known.map((product) => [product.handle, product]));
    this.bySku = new Map(variants.map((variant) => [variant.sku, variant]));
    this.skus = new SkuChoice(this.bySku);
    this.ofProduct = Map.groupBy(this.bySku.values(), ({ productId }) => productId);
    this.channel = channel;
    this.bounds = bounds;
    this.fields = fields;
    this.newIds = newIds;
  }

  take({ product: whole, fits: ofTexts, values }: FittedProduct): void {
    const given = withNamedCategory(whole);
    const fits = [...ofTexts, ...categoryFits(whole, given)];
    const product = this.known.get(given.handle);
    const refusal = this.refusalOf(given, product);
    if (refusal) {
      this.reject(given, null, ...refusal);
      return;
    }
    this.handles.add(given.handle);
    const skus = this.skusOf(given, product);
    const hash = hashOf(given, this.channel, values);
    if (product?.importHashes[given.part] === hash) {
      this.fitted.push(...fits);
      this.unchanged += 1;
      this.unchangedVariants += given.variants.length;
      return;
    }
    const variants = this.variantsOf(given, skus, values);
    if (variants.length === 0 && given.part === 0) {
      this.reject(given, null, ...refusals.product_without_variant);
      return;
    }
    this.fitted.push(...fits);
    // What was left out may go in next time: only a whole part is known by its hash.
    const isWhole = variants.length === given.variants.length;
    const { product: own, locale } = this.fields;
    const attributes = withOwnValues(own, product?.attributes ?? {}, values?.product ?? {}, locale);
    const planned = this.planned(given, product, variants, isWhole ? hash : '');
    this.products.push({ ...planned, attributes, saysFields: values !== undefined });
  }

  private refusalOf(
    given: ImportedProduct,
    product: KnownProduct | undefined,
  ): Refusal | undefined {
    if (this.handles.has(given.handle)) return refusals.handle_duplicate;
    if (given.part > 0 && product === undefined && !this.bounds.dryRun)
      return refusals.first_part_missing;
    if (product && this.bounds.foreign.has(product.productId)) return refusals.channel_not_held;
    if (given.category === null) return undefined;
    const path = categoryPath(given.category)!;
    return this.bounds.newCategories.has(path) ? refusals.category_not_held : undefined;
  }

  private variantsOf(
    given: ImportedProduct,
    skus: readonly ChosenSku[],
    own: OwnValues | undefined,
  ): PlannedVariant[] {
    const values = new Set<string>();
    return given.variants.flatMap((variant, index) => {
      const chosen = skus[index]!;
      const known = this.bySku.get(chosen.sku);
      const key = JSON.stringify(variant.optionValues);
      const refusal: Refusal | undefined =
        variant.optionValues.length !== given.optionNames.length
          ? refusals.option_values_mismatch
          : values.has(key)
            ? refusals.option_values_duplicate
            : undefined;
      if (refusal) {
        this.reject(given, variant.sku, ...refusal);
        return [];
      }
      values.add(key);
      const tracked = variant.tracked ?? known?.tracked ?? true;
      const position = given.part * variantsInPart + index;
      const attributes = withOwnValues(
        this.fields.variant,
        known?.attributes ?? {},
        own?.variants.get(variant.sku) ?? {},
        this.fields.locale,
      );
      const variantId = known?.variantId ?? newId();
      return [{ ...variant, ...chosen, tracked, attributes, variantId, position, known }];
    });
  }

  /** For all of its variants, also those that are left out or unchanged: stock is counted by them. */
  private skusOf(given: ImportedProduct, product: KnownProduct | undefined): ChosenSku[] {
    const own = product ? (this.ofProduct.get(product.productId) ?? []) : [];
    return given.variants.map((variant) => {
      const chosen = this.skus.choose(given.handle, own, variant);
      if (chosen.sku !== variant.sku) {
        const { handle } = given;
        this.replacedSkus.push({ handle, given: variant.sku, sku: chosen.sku });
        // Who sends a derived one knows.
        if (variant.supplierSku === undefined)
          this.fitted.push({ handle, sku: variant.sku, field: 'sku', reason: 'sku_repeated' });
      }
      return chosen;
    });
  }

  private planned(
    given: ImportedProduct,
    product: KnownProduct | undefined,
    variants: PlannedVariant[],
    hash: string,
  ): Omit<PlannedProduct, 'attributes' | 'saysFields'> {
    // It was made safe when it was made to fit.
    const html = given.descriptionHtml;
    const text = textOfSafe(html);
    const others = this.othersOf(product, variants);
    const sameOptions =
      JSON.stringify(product?.options.map(({ name }) => name)) ===
      JSON.stringify(given.optionNames);
    const values = new Set(variants.map(({ optionValues }) => JSON.stringify(optionValues)));
    const stays = (variant: KnownVariant) =>
      sameOptions && !values.has(JSON.stringify(variant.optionValues));
    const all = [...variants, ...others.filter(stays)];
    const hashes = product?.importHashes.slice(0, given.part) ?? [];
    return {
      productId: product?.productId ?? this.newIds.shift()!,
      isNew: product === undefined,
      wasLive: product?.live ?? false,
      wasPublished: product?.published ?? false,
      given,
      importHashes: hashes.length === given.part ? [...hashes, hash] : [],
      descriptionHtml: html,
      descriptionText: text,
      categoryPath: given.category === null ? null : categoryPath(given.category)!,
      imageUrl: given.part > 0 ? (product?.imageUrl ?? null) : (given.media[0]?.url ?? null),
      options: given.optionNames.map((name, index) => ({
        name,
        values: [...new Set(all.map(({ optionValues }) => optionValues[index] as string))],
      })),
      variants,
      removed: others.filter((variant) => !stays(variant)),
    };
  }

  private othersOf(product: KnownProduct | undefined, variants: PlannedVariant[]): KnownVariant[] {
    const skus = new Set(variants.map(({ sku }) => sku));
    const known = product ? (this.ofProduct.get(product.productId) ?? []) : [];
    return known.filter(({ sku }) => !skus.has(sku));
  }

  private reject(
    given: ImportedProduct,
    sku: string | null,
    ...[reason, message, suggestion]: Refusal
  ) {
    this.rejected.push({ handle: given.handle, sku, reason, message, suggestion });
  }
}

type Refusal = readonly [reason: ImportRejection['reason'], message: string, suggestion: string];

const refusals = {
  channel_not_held: [
    'channel_not_held',
    'The product is offered in channels that are not yours, or in none',
    'Ask somebody who may act in all of its channels, or use another handle.',
  ],
  category_not_held: [
    'channel_not_held',
    'The category is not there, and all channels share what is added',
    'Ask somebody who may act in all channels to add it, or use one that is there.',
  ],
  handle_duplicate: [
    'handle_duplicate',
    'The same product is twice in one request',
    'Send a product once in a request; its parts in requests of their own.',
  ],
  first_part_missing: [
    'first_part_missing',
    'A later part of a product that is not there',
    'Send part 0 first and wait for the reply.',
  ],
  product_without_variant: [
    'product_without_variant',
    'None of its variants can go in',
    'Mend the variants that were rejected.',
  ],
  option_values_mismatch: [
    'option_values_mismatch',
    'The variant has not one value for each option',
    'Give a value for each option of the product.',
  ],
  option_values_duplicate: [
    'option_values_duplicate',
    'Another variant of the product has the same option values',
    'Give every variant option values of its own.',
  ],
} as const satisfies Record<string, Refusal>;

/** Without the names that have neither letters nor digits, of which no address can be made. */
function withNamedCategory(given: ImportedProduct): ImportedProduct {
  if (given.category === null || categoryPath(given.category) !== undefined) return given;
  const named = given.category.filter((name) => slugOf(name) !== '');
  return { ...given, category: named.length === 0 ? null : named };
}

function categoryFits(whole: ImportedProduct, given: ImportedProduct): ImportFit[] {
  if (whole === given) return [];
  return [{ handle: given.handle, sku: null, field: 'category', reason: 'left_out' }];
}

/** Where nothing of the shop's own fields is given it is the hash of before them. */
function hashOf(given: ImportedProduct, channel: string, values: OwnValues | undefined): string {
  const own = values ? [values.product, [...values.variants]] : [];
  return createHash('sha256')
    .update(JSON.stringify([channel, given, ...own]))
    .digest('base64url');
}
