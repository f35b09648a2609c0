import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import type { AttributeValue } from '#contracts/attributes.ts';

/** A product as staff reads it through the API, as far as a product file has room for it. */
export interface ShopProduct extends Readonly<ProductTexts> {
  readonly productId: string;
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly tags: readonly string[];
  readonly status: string;
  readonly category: string | null;
  readonly options: readonly { readonly name: string }[];
  readonly media: readonly { readonly url: string; readonly altText: string }[];
  readonly collections: readonly string[];
  readonly translations: readonly object[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly variants: readonly ShopVariant[];
}

export interface ShopVariant {
  readonly sku: string;
  readonly supplierSku?: string | null;
  readonly optionValues: readonly string[];
  readonly barcode: string;
  readonly weightGrams: number;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly taxClass: string;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly tracked: boolean;
  readonly imageUrl: string | null;
  readonly costMinor: number | null;
  readonly hsCode?: string | null | undefined;
  readonly countryOfOrigin?: string | null | undefined;
  readonly content?: Content | null;
  readonly energyLabel?: EnergyLabel | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly prices: readonly ShopPrice[];
  readonly salePrices: readonly object[];
}

interface ShopPrice {
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
}

/** Where a file is made: prices are of a channel, texts in its language. */
export interface ExportPlace {
  readonly channel: string;
  readonly currency: string;
  readonly locale: string;
  /** Names of categories from the root, by path. */
  readonly categories: ReadonlyMap<string, readonly string[]>;
  /** Keys of the shop's own fields, each a column. */
  readonly productFields: readonly string[];
  readonly variantFields: readonly string[];
}
