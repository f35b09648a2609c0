import type { FileProduct } from '#product-files/importing/product-file.ts';
import { demoCurrency } from './demo-products.ts';

/** Of a product as staff read it. */
export interface ShopProduct {
  readonly productId: string;
  readonly handle: string;
  readonly status: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly tags: readonly string[];
  readonly media: readonly { readonly url: string }[];
  readonly variants: readonly {
    readonly sku: string;
    readonly optionValues: readonly string[];
    readonly prices: readonly {
      readonly channel: string;
      readonly currency: string;
      readonly amountMinor: number;
    }[];
  }[];
}

/**
 * What somebody has made of a demo product since it was loaded; nothing, where it is as the file has
 * it. Whether it is shown, and what it costs in other channels, is no change: it is the same thing.
 */
export function changesOf(file: FileProduct, product: ShopProduct): string[] {
  const changed: readonly (readonly [string, boolean])[] = [
    ['title', file.title !== product.title],
    ['description', file.descriptionHtml !== product.descriptionHtml],
    ['vendor', file.vendor !== product.vendor],
    ['tags', !same(file.tags, product.tags)],
    ['images', !same(urlsOf(file), urlsOf(product))],
    ['variants', !same(variantsOf(file), variantsOf(product))],
    ['prices', !same(pricesOfFile(file), pricesOf(product))],
  ];
  return changed.flatMap(([name, is]) => (is ? [name] : []));
}

function urlsOf({ media }: Pick<ShopProduct, 'media'>): string[] {
  return media.map(({ url }) => url);
}

function variantsOf({ variants }: FileProduct | ShopProduct): string[] {
  return variants.map(({ sku, optionValues }) => JSON.stringify([sku, ...optionValues])).toSorted();
}

function pricesOfFile({ variants }: FileProduct): string[] {
  return variants.map(({ sku, priceMinor }) => `${sku} ${priceMinor}`).toSorted();
}

/** A variant that is not sold in the demo store's channel any more is none of these. */
function pricesOf({ variants }: ShopProduct): string[] {
  return variants
    .flatMap(({ sku, prices }) =>
      prices
        .filter(({ channel, currency }) => channel === 'default' && currency === demoCurrency)
        .map(({ amountMinor }) => `${sku} ${amountMinor}`),
    )
    .toSorted();
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
