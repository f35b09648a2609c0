import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import type { FieldColumn } from './product-csv-columns.ts';
import type { FileFit } from '../importing/product-file.ts';

/** What reading a product file yields, in the order of the file. */
export type ProductCsvEvent =
  | { kind: 'columns'; used: string[]; ignored: string[]; fields: readonly FieldColumn[] }
  | { kind: 'product'; product: ParsedProduct }
  | { kind: 'rejected'; row: RejectedRow }
  /** Of the file as a whole. */
  | { kind: 'noted'; fit: FileFit }
  | { kind: 'refused'; refusal: RefusedFile };

/**
 * A product as the file describes it, already checked. Money is in minor units of the currency
 * that the import was started with. Texts that begin with `=`, `+`, `-` or `@` are kept as they
 * are: they are data here, and whoever writes them into a spreadsheet export must escape them.
 */
export interface ParsedProduct extends ProductTexts {
  handle: string;
  title: string;
  /** Safe to show: passed through the allow-list of `sanitise-description.ts`. */
  descriptionHtml: string;
  tags: string[];
  status: 'active' | 'draft' | 'archived';
  /** Path from the root of the category tree, or null where the file names none. */
  category: string[] | null;
  /** Empty for a product with a single default variant. */
  options: { name: string; values: string[] }[];
  variants: ParsedVariant[];
  media: { url: string; position: number; altText: string }[];
  /** Texts of the shop's own fields by key; missing where the file has no such column. */
  attributes?: Record<string, string>;
  /** What was changed of the file so that it can be taken. */
  fitted: FileFit[];
  /** First and last physical line of the product's rows, starting at 1. */
  lines: { first: number; last: number };
  /** It was given before, as far as it stood above this line; quantities are those from there on. */
  returnedOn?: number;
}

export interface ParsedVariant {
  sku: string;
  /** One value for each of the product's options, in their order. */
  optionValues: string[];
  barcode: string;
  weightGrams: number;
  priceMinor: number;
  compareAtMinor: number | null;
  requiresShipping: boolean;
  taxable: boolean;
  /** The file's tax code in lower case, `standard` where it gives none. */
  taxClass: string;
  inventoryPolicy: 'deny' | 'continue';
  /** False: always for sale; missing where the file does not say. */
  tracked?: boolean;
  /** What the file calls it, where that is taken by another variant, or too long. */
  supplierSku?: string;
  /** Units on hand, none where it says that some are owed; null where the file says nothing. */
  quantity: number | null;
  /** The same by code of location, where the file tells them apart. */
  stock?: Readonly<Record<string, number>>;
  imageUrl: string | null;
  costMinor: number | null;
  hsCode?: string | undefined;
  countryOfOrigin?: string | undefined;
  content?: Content | undefined;
  energyLabel?: EnergyLabel | undefined;
  attributes?: Readonly<Record<string, string>>;
  /** On which its row starts. */
  line: number;
}

/** Part of the file that was left out while the rest loads. */
export interface RejectedRow {
  /** Physical line on which the row starts, as an editor counts them, starting at 1. */
  line: number;
  /** Heading of the column at fault, as the file spells it. */
  column?: string;
  /** What was left out because of it. */
  scope: 'product' | 'variant' | 'image' | 'row';
  reason: RejectionReason;
  detail: string;
  suggestion: string;
}

/** The file, or from `line` on the rest of it, could not be read. Ends the stream. */
export interface RefusedFile {
  reason: RefusalReason;
  line: number;
  detail: string;
  suggestion: string;
}

export type RefusalReason =
  | 'file_empty'
  | 'columns_missing'
  | 'quote_not_closed'
  | 'record_too_large';

export type RejectionReason =
  | FieldReason
  | 'handle_missing'
  | 'handle_not_contiguous'
  | 'quote_invalid'
  | 'too_many_fields'
  | 'product_without_variant'
  | 'product_too_large'
  | 'variant_duplicate'
  /** Of other shops: bundles and groups that have no price of their own. */
  | 'type_unsupported'
  | 'parent_missing'
  | 'image_url_invalid';

export type FieldReason =
  | 'price_missing'
  | 'amount_invalid'
  | 'amount_negative'
  | 'amount_too_large';

/** A reason to leave something out, before it is known where it stood. */
export interface Objection<Reason extends RejectionReason = RejectionReason> {
  reason: Reason;
  detail: string;
  suggestion: string;
}
