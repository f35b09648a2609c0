import { productLimits } from '#contracts/product/limits.ts';
import * as parse from '../cells/parse-field.ts';
import type { Field } from '../cells/parse-field.ts';
import { plainCode } from '../cells/plain-cell.ts';
import { ownSku } from '../sku/own-sku.ts';
import type { Reject } from './assemble-product.ts';
import { imageAddressOf } from './collect-images.ts';
import { customsOf } from './customs-of-row.ts';
import type { FirstLineIndex } from './first-line-index.ts';
import { valueColumns, type Options } from './options-of-rows.ts';
import type { Column, ColumnMap } from './product-csv-columns.ts';
import type { Objection, ParsedVariant } from './product-csv-events.ts';
import type { ProductFits } from './product-fits.ts';
import { measuresOf } from './measures/measures-of-row.ts';
import type { ProductRow } from './product-row.ts';

/** What the variants of a product are put together with. */
export interface VariantReading {
  /** Of the product, in the form of this shop. */
  readonly handle: string;
  readonly currency: string;
  readonly columns: ColumnMap;
  /** Those that the file has used so far. */
  readonly skus: FirstLineIndex;
  readonly fits: ProductFits;
  readonly reject: Reject;
}

/** The variants of a product; one that has no price or stands there twice is rejected. */
export function assembleVariants(
  rows: readonly ProductRow[],
  options: Options,
  reading: VariantReading,
): ParsedVariant[] {
  const variants: ParsedVariant[] = [];
  const lineByOptions = new Map<string, number>();
  for (const row of rows) {
    if (!isVariantRow(row, rows)) continue;
    const optionValues = options.valuesOf(row);
    const key = JSON.stringify(optionValues);
    const earlier = lineByOptions.get(key);
    if (earlier !== undefined) {
      reading.reject(row.line, 'option1Value', 'variant', sameOptions(earlier));
      continue;
    }
    const variant = variantOf(row, optionValues, reading);
    if (variant === null) continue;
    lineByOptions.set(key, row.line);
    variants.push(variant);
  }
  return variants;
}

/** Rows with an image alone follow those of the variants; any other row without a price is a slip. */
function isVariantRow(row: ProductRow, rows: readonly ProductRow[]): boolean {
  const columns = ['price', 'sku', ...valueColumns] as const;
  if (columns.some((column) => row.get(column) !== '')) return true;
  return row.get('imageUrl') === '' || (row === rows[0] && rows.length === 1);
}

function variantOf(
  row: ProductRow,
  optionValues: string[],
  reading: VariantReading,
): ParsedVariant | null {
  const { currency, fits, reject } = reading;
  const { decimalComma } = row;
  const price = priceOf(row, reading);
  if (price === null) return null;
  const amount = (column: Column) =>
    optional(row, column, parse.parseAmountMinor(row.get(column), currency, decimalComma), fits);
  const tracked = isTracked(row, reading.columns);
  const quantity = parse.parseQuantity(row.get('quantity'), decimalComma);
  return {
    ...skuOf(row, optionValues, reading),
    optionValues,
    barcode: fits.take(row, 'barcode', parse.parseBarcode(row.get('barcode'))),
    weightGrams: fits.take(row, 'grams', parse.parseWeightGrams(row.get('grams'), decimalComma)),
    priceMinor: price,
    // Shops write 0 for "no earlier price".
    compareAtMinor: amount('compareAt') || null,
    requiresShipping: fits.take(
      row,
      'requiresShipping',
      parse.parseBoolean(row.get('requiresShipping'), true),
    ),
    taxable: fits.take(row, 'taxable', parse.parseBoolean(row.get('taxable'), true)),
    taxClass: taxClassOf(row, fits),
    inventoryPolicy: fits.take(row, 'policy', parse.parseInventoryPolicy(row.get('policy'))),
    ...(tracked === undefined ? {} : { tracked }),
    // There is nothing to count of what is always for sale.
    quantity: tracked === false ? null : fits.take(row, 'quantity', quantity),
    ...(tracked === false ? {} : stockOf(row, fits)),
    imageUrl: imageAddressOf(row, 'variantImageUrl', fits, reject),
    costMinor: amount('cost'),
    ...customsOf(row, fits),
    ...measuresOf(row, fits),
    ...fieldsOfVariant(row),
    line: row.line,
  };
}

/** Without a price nothing can be sold, and nobody but the shop knows it. */
function priceOf(row: ProductRow, { currency, fits, reject }: VariantReading): number | null {
  const field = parse.parseAmountMinor(row.get('price'), currency, row.decimalComma);
  if ('value' in field && field.value !== null)
    return fits.take(row, 'price', { ...field, value: field.value });
  reject(row.line, 'price', 'variant', 'objection' in field ? field.objection : priceMissing);
  return null;
}

function optional<Value>(
  row: ProductRow,
  column: Column,
  field: Field<Value | null>,
  fits: ProductFits,
): Value | null {
  if ('value' in field) return fits.take(row, column, field);
  return fits.take(row, column, { value: null, fit: 'left_out' });
}

function skuOf(
  row: ProductRow,
  optionValues: readonly string[],
  { handle, skus, fits }: VariantReading,
): Pick<ParsedVariant, 'sku' | 'supplierSku'> {
  const own = ownSku(row.get('sku'), { handle, optionValues, line: row.line }, skus);
  for (const reason of own.fits) fits.add(row, 'sku', reason, own.sku);
  const supplierSku =
    plainCode(row.get('supplierSku')).slice(0, productLimits.sku) || own.supplierSku;
  return { sku: own.sku, ...(supplierSku === undefined ? {} : { supplierSku }) };
}

/** Shopify names who tracks the stock of a variant, and nobody where it is always for sale. */
function isTracked(row: ProductRow, { indexes }: ColumnMap): boolean | undefined {
  return indexes.has('tracker') ? row.get('tracker') !== '' : undefined;
}

/** What is on hand at each location that the file has a column for; an empty cell says nothing. */
function stockOf(row: ProductRow, fits: ProductFits): Pick<ParsedVariant, 'stock'> {
  const cells = Object.entries(row.fieldsOf('stock') ?? {}).filter(([, cell]) => cell !== '');
  if (cells.length === 0) return {};
  const stock: Record<string, number> = {};
  for (const [code, cell] of cells) {
    const read = parse.parseQuantity(cell, row.decimalComma);
    if (read.fit !== undefined)
      fits.addOwn(row, `stock.${code}`, read.fit, { given: cell, kept: String(read.value ?? '') });
    if (read.value !== null) stock[code] = read.value;
  }
  return { stock };
}

const taxClassForm = /^[a-z0-9][a-z0-9_.-]*$/;

/** A code of another shop that is none here is taxed as most goods are, and said. */
function taxClassOf(row: ProductRow, fits: ProductFits): string {
  const taxClass = row.get('taxCode').toLowerCase();
  if (taxClass === '') return 'standard';
  if (taxClassForm.test(taxClass) && taxClass.length <= productLimits.taxClass) return taxClass;
  return fits.take(row, 'taxCode', { value: 'standard', fit: 'replaced' });
}

function fieldsOfVariant(row: ProductRow): Pick<ParsedVariant, 'attributes'> {
  const attributes = row.fieldsOf('variant');
  return attributes ? { attributes } : {};
}

function sameOptions(line: number): Objection {
  return {
    reason: 'variant_duplicate',
    detail: `The variant on line ${line} has the same option values`,
    suggestion: 'Remove one of the two rows, or give it other option values.',
  };
}

const priceMissing: Objection = {
  reason: 'price_missing',
  detail: 'The variant has no price',
  suggestion: 'Write the price in digits, such as 19.99; 0 if it is free.',
};
