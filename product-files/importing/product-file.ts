import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';

/** What reading a product file yields, as far as an import needs it; the catalog's parser does. */
export type ProductFileEvent =
  | {
      readonly kind: 'columns';
      readonly ignored: readonly string[];
      readonly fields: readonly FileField[];
    }
  | { readonly kind: 'product'; readonly product: FileProduct }
  | { readonly kind: 'rejected'; readonly row: FileRejection }
  | { readonly kind: 'noted'; readonly fit: FileFit }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

/** A column of a field of the shop's own, or of the stock at one of its locations. */
export interface FileField {
  readonly owner: 'product' | 'variant' | 'stock';
  readonly key: string;
  readonly heading: string;
}

export interface FileProduct extends Readonly<ProductTexts> {
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly tags: readonly string[];
  readonly status: 'active' | 'draft' | 'archived';
  readonly category: readonly string[] | null;
  readonly options: readonly { readonly name: string }[];
  readonly variants: readonly FileVariant[];
  readonly media: readonly { readonly url: string; readonly altText: string }[];
  readonly attributes?: Readonly<Record<string, string>>;
  /** What reading changed so that it can be taken; the shop adds its own. */
  readonly fitted: readonly FileFit[];
  readonly lines: { readonly first: number; readonly last: number };
  /**
   * The product was given before, as far as its rows stood above this line; this is all of it, with
   * the quantities of the other rows alone.
   */
  readonly returnedOn?: number;
}

export interface FileVariant {
  readonly sku: string;
  readonly optionValues: readonly string[];
  readonly barcode: string;
  readonly weightGrams: number;
  readonly priceMinor: number;
  readonly compareAtMinor: number | null;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly taxClass: string;
  readonly inventoryPolicy: 'deny' | 'continue';
  readonly quantity: number | null;
  /** Units on hand by code of location, where the file tells them apart. */
  readonly stock?: Readonly<Record<string, number>>;
  readonly imageUrl: string | null;
  readonly costMinor: number | null;
  readonly hsCode?: string | undefined;
  readonly countryOfOrigin?: string | undefined;
  readonly content?: Content | undefined;
  readonly energyLabel?: EnergyLabel | undefined;
  readonly attributes?: Readonly<Record<string, string>>;
  /** False: always for sale. Missing: the file says nothing of it. */
  readonly tracked?: boolean;
  /** What the file calls it, where that is taken or too long. */
  readonly supplierSku?: string;
  readonly line: number;
}

export type FitReason =
  | 'markup_removed'
  | 'video_left_out'
  | 'cut'
  | 'replaced'
  | 'left_out'
  | 'rounded'
  | 'normalised'
  /** It may be a thousand or one and a bit: the product waits as a draft. */
  | 'doubtful'
  | 'kept_as_draft'
  | 'negative_quantity'
  | 'sku_repeated'
  | 'sku_too_long'
  /** A spreadsheet program made `4.00638E+12` of it. */
  | 'digits_lost'
  /** `\ufffd`: an earlier program did not know the letter. */
  | 'letters_lost'
  /** Rows of a product stand apart in the file. */
  | 'merged'
  /** Its address stays as the file has it. */
  | 'picture_not_fetched'
  | 'decoded'
  | 'separated';

/** What is changed of a file before it is sent. */
export interface FileFit {
  /** As the shop calls it, such as `weightGrams`; `file` of the file as a whole. */
  readonly field: string;
  readonly reason: FitReason;
  /** Of the row; of the product's first one where it is missing. */
  readonly line?: number;
  readonly sku?: string;
  /** What the file says, and what was made of it, as far as they are short. */
  readonly given?: string;
  readonly kept?: string;
}

/** A change that was made to a product that is in, by reading or by the shop. */
export interface Fit {
  readonly handle: string;
  readonly field: string;
  readonly reason: string;
  /** Of the variant that is meant. */
  readonly sku?: string;
  /** On which the product or variant starts. */
  readonly line: number;
  readonly given?: string;
  readonly kept?: string;
  /** Of one of the shop's own fields. */
  readonly isOwn?: boolean;
}

/** Part of the file that was left out, by the line on which it starts. */
export interface FileRejection {
  readonly line: number;
  readonly column?: string;
  readonly scope: 'product' | 'variant' | 'image' | 'row';
  readonly reason: string;
  readonly detail: string;
  readonly suggestion: string;
}

export interface FileRefusal {
  readonly line: number;
  readonly reason: string;
  readonly detail: string;
  readonly suggestion: string;
}
