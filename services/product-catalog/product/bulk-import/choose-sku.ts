import type { ImportedProduct } from '#contracts/product/import.ts';
import { deriveSku } from '#product-files/sku/derive-sku.ts';
import type { KnownVariant } from './import-plan.ts';

type GivenVariant = ImportedProduct['variants'][number];

export interface ChosenSku {
  readonly sku: string;
  /** What the file calls the variant, where that is something else. */
  readonly supplierSku: string | null;
}

/**
 * Gives each variant of an import a SKU that no other one has. Other shops do not ask for SKUs of
 * their own: all sizes of a shirt may have one. The first keeps it, the others get one made of
 * handle and option values; a variant that is there keeps what it has, in whatever order a file
 * tells of them, so that its stock stays its own.
 */
export class SkuChoice {
  private readonly bySku: ReadonlyMap<string, KnownVariant>;
  private readonly used = new Set<string>();

  constructor(bySku: ReadonlyMap<string, KnownVariant>) {
    this.bySku = bySku;
  }

  choose(
    handle: string,
    own: readonly KnownVariant[],
    given: Pick<GivenVariant, 'sku' | 'supplierSku' | 'optionValues'>,
  ): ChosenSku {
    const original = given.supplierSku ?? given.sku;
    const sku =
      this.keptBy(own, given, original) ??
      (this.isFree(given.sku, own) ? given.sku : this.derived(handle, own, given.optionValues));
    this.used.add(sku);
    if (sku !== original) return { sku, supplierSku: original };
    const before = given.supplierSku === undefined ? this.bySku.get(sku)?.supplierSku : null;
    return { sku, supplierSku: before ?? null };
  }

  /** The variant of the same option values, where it is known by this SKU, here or there. */
  private keptBy(
    own: readonly KnownVariant[],
    { sku, optionValues }: Pick<GivenVariant, 'sku' | 'optionValues'>,
    original: string,
  ): string | undefined {
    const names = [sku, original];
    const same = own.find(
      (variant) =>
        !this.used.has(variant.sku) &&
        (names.includes(variant.sku) || names.includes(variant.supplierSku ?? '')) &&
        JSON.stringify(variant.optionValues) === JSON.stringify(optionValues),
    );
    return same?.sku;
  }

  private isFree(sku: string, own: readonly KnownVariant[]): boolean {
    if (this.used.has(sku)) return false;
    const known = this.bySku.get(sku);
    return known === undefined || own.includes(known);
  }

  private derived(
    handle: string,
    own: readonly KnownVariant[],
    optionValues: readonly string[],
  ): string {
    for (let attempt = 0; ; attempt += 1) {
      const sku = deriveSku(handle, optionValues, attempt);
      if (this.isFree(sku, own)) return sku;
    }
  }
}
