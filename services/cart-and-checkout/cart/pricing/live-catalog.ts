import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { StoredLine } from '../carts/cart-store.ts';

export type SellableVariant = OutputOf<'product', 'getSellableVariants'>['variants'][number];
export type Availability = OutputOf<'inventory', 'getAvailability'>['items'][number];

export interface LiveCatalog {
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly variants: ReadonlyMap<string, SellableVariant>;
  readonly stock: ReadonlyMap<string, Availability>;
}

/** Prices and stock of SKUs as they are now: catalog and inventory are asked at the same time. */
export async function askCatalog(
  context: ServiceContext<'cart'>,
  skus: readonly string[],
  invocation: Invocation,
) {
  const [variants, availability] = await Promise.all([
    context.call.product.getSellableVariants({ skus: [...skus] }, invocation),
    context.call.inventory.getAvailability({ skus: [...skus] }, invocation),
  ]);
  if (!variants.ok) return variants;
  if (!availability.ok) return availability;
  return ok<LiveCatalog>({
    currency: variants.value.currency,
    pricesIncludeTax: variants.value.pricesIncludeTax,
    variants: new Map(variants.value.variants.map((variant) => [variant.sku, variant])),
    stock: new Map(availability.value.items.map((item) => [item.sku, item])),
  });
}

/** Units that can be sold now; without end where stock is not tracked or may be promised beyond. */
export function sellableUnits(stock: Availability | undefined): number {
  if (!stock) return 0;
  return !stock.tracked || stock.policy === 'continue' ? Infinity : stock.available;
}

/** A line as the catalog describes and prices it now. */
export function priceLine(
  { lineId, quantity, attributes }: Pick<StoredLine, 'lineId' | 'quantity' | 'attributes'>,
  variant: SellableVariant,
): StoredLine {
  return {
    lineId,
    sku: variant.sku,
    productId: variant.productId,
    handle: variant.handle,
    title: variant.title,
    variantTitle: variant.variantTitle,
    imageUrl: variant.imageUrl,
    quantity,
    unitPriceMinor: variant.unitPriceMinor,
    taxClass: variant.taxClass,
    weightGrams: variant.weightGrams,
    requiresShipping: variant.requiresShipping,
    ...(variant.hsCode ? { hsCode: variant.hsCode } : {}),
    ...(variant.countryOfOrigin ? { countryOfOrigin: variant.countryOfOrigin } : {}),
    ...(variant.unitPrice ? { unitPrice: variant.unitPrice } : {}),
    ...(attributes ? { attributes } : {}),
  };
}
