import { createHash } from 'node:crypto';
import type { ImportedProduct, ImportFit, ImportRejection } from '#contracts/product/import.ts';
import { newId } from '#kernel/ids.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import type { Attributes } from '#contracts/attributes.ts';
import type { FittedProduct } from './fit-product.ts';
import { withOwnValues, type OwnFields, type OwnValues } from './fit-own-fields.ts';
import { categoryPath } from '../structure/ensure-categories.ts';

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
  readonly attributes: Attributes;
}

type GivenVariant = ImportedProduct['variants'][number];
export type PlannedVariant = Omit<GivenVariant, 'attributes'> & {
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
}

export const variantsInPart = 100;

/** What staff of some channels may not touch: products by id, and categories that would be added. */
export interface ImportBounds {
  readonly foreign: ReadonlySet<string>;
  readonly newCategories: ReadonlySet<string>;
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
  unchanged = 0;
  unchangedVariants = 0;
  private readonly known: Map<string, KnownProduct>;
  private readonly bySku: Map<string, KnownVariant>;
  private readonly ofProduct: Map<string, KnownVariant[]>;
  private readonly handles = new Set<string>();
  private readonly skus = new Set<string>();
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
    this.ofProduct = Map.groupBy(this.bySku.values(), ({ productId }) => productId);
    this.channel = channel;
    this.bounds = bounds;
    this.fields = fields;
    this.newIds = newIds;
  }

  take({ product: given, fits, values }: FittedProduct): void {
    const product = this.known.get(given.handle);
    const refusal = this.refusalOf(given, product);
    if (refusal) {
      this.reject(given, null, ...refusal);
      return;
    }
    this.handles.add(given.handle);
    const hash = hashOf(given, this.channel, values);
    if (product?.importHashes[given.part] === hash) {
      this.fitted.push(...fits);
      this.unchanged += 1;
      this.unchangedVariants += given.variants.length;
      return;
    }
    const variants = this.variantsOf(given, product, values);
    if (variants.length === 0 && given.part === 0) {
      this.reject(given, null, ...refusals.product_without_variant);
      return;
    }
    this.fitted.push(...fits);
    // What was left out may go in next time: only a whole part is known by its hash.
    const whole = variants.length === given.variants.length;
    const { product: own, locale } = this.fields;
    const attributes = withOwnValues(own, product?.attributes ?? {}, values?.product ?? {}, locale);
    const planned = this.planned(given, product, variants, whole ? hash : '');
    this.products.push({ ...planned, attributes, saysFields: values !== undefined });
  }

  private refusalOf(
    given: ImportedProduct,
    product: KnownProduct | undefined,
  ): Refusal | undefined {
    if (this.handles.has(given.handle)) return refusals.handle_duplicate;
    if (given.part > 0 && product === undefined) return refusals.first_part_missing;
    if (product && this.bounds.foreign.has(product.productId)) return refusals.channel_not_held;
    if (given.category === null) return undefined;
    const path = categoryPath(given.category);
    if (path === undefined) return refusals.category_invalid;
    return this.bounds.newCategories.has(path) ? refusals.category_not_held : undefined;
  }

  private variantsOf(
    given: ImportedProduct,
    product: KnownProduct | undefined,
    own: OwnValues | undefined,
  ): PlannedVariant[] {
    const values = new Set<string>();
    return given.variants.flatMap((variant, index) => {
      const known = this.bySku.get(variant.sku);
      const key = JSON.stringify(variant.optionValues);
      const refusal = this.skus.has(variant.sku)
        ? refusals.sku_duplicate
        : known !== undefined && known.productId !== product?.productId
          ? skuTaken(known)
          : variant.optionValues.length !== given.optionNames.length
            ? refusals.option_values_mismatch
            : values.has(key)
              ? refusals.option_values_duplicate
              : undefined;
      if (refusal) {
        this.reject(given, variant.sku, ...refusal);
        return [];
      }
      this.skus.add(variant.sku);
      values.add(key);
      const position = given.part * variantsInPart + index;
      const attributes = withOwnValues(
        this.fields.variant,
        known?.attributes ?? {},
        own?.variants.get(variant.sku) ?? {},
        this.fields.locale,
      );
      return [{ ...variant, attributes, variantId: known?.variantId ?? newId(), position, known }];
    });
  }

  private planned(
    given: ImportedProduct,
    product: KnownProduct | undefined,
    variants: PlannedVariant[],
    hash: string,
  ): Omit<PlannedProduct, 'attributes' | 'saysFields'> {
    const { html, text } = sanitiseDescription(given.descriptionHtml);
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
  category_invalid: [
    'category_invalid',
    'A category name has neither letters nor digits',
    'Name every level of the category.',
  ],
  product_without_variant: [
    'product_without_variant',
    'None of its variants can go in',
    'Mend the variants that were rejected.',
  ],
  sku_duplicate: [
    'sku_duplicate',
    'The SKU is twice in one request',
    'Give every variant a SKU of its own.',
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

function skuTaken({ sku, handle }: KnownVariant): Refusal {
  return [
    'sku_taken',
    `The SKU ${sku} belongs to the product ${handle}`,
    'Give the variant a SKU of its own, or remove it from the other product first.',
  ];
}

/** Where nothing of the shop's own fields is given it is the hash of before them. */
function hashOf(given: ImportedProduct, channel: string, values: OwnValues | undefined): string {
  const own = values ? [values.product, [...values.variants]] : [];
  return createHash('sha256')
    .update(JSON.stringify([channel, given, ...own]))
    .digest('base64url');
}
