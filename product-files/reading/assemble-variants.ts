import type { Reject } from './assemble-product.ts';
import { customsOf } from './customs-of-row.ts';
import { deriveSku } from './derive-sku.ts';
import type { FirstLineIndex } from './first-line-index.ts';
import { checkImageUrl } from './collect-images.ts';
import * as parse from './parse-field.ts';
import type { Field } from './parse-field.ts';
import type { Column } from './product-csv-columns.ts';
import type { Objection, ParsedVariant } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';

const nameColumns = ['option1Name', 'option2Name', 'option3Name'] as const;
const valueColumns = ['option1Value', 'option2Value', 'option3Value'] as const;

/** Names of the product's options; none where Shopify writes its `Title` / `Default Title`. */
export function namesOfOptions(rows: readonly ProductRow[], reject: Reject): string[] | null {
  const names: string[] = [];
  for (const [index, column] of nameColumns.entries()) {
    const row = rows.find((candidate) => candidate.get(column) !== '');
    if (row === undefined) continue;
    const name = row.get(column);
    const objection = objectionToName(name, names, index);
    if (objection !== null) {
      reject(row.line, column, 'product', objection);
      return null;
    }
    names.push(name);
  }
  const isDefault =
    names.length === 1 &&
    names[0] === 'Title' &&
    rows.every((row) => ['', 'Default Title'].includes(row.get('option1Value')));
  return isDefault ? [] : names;
}

function objectionToName(name: string, earlier: string[], index: number): Objection | null {
  const long = parse.parseText(name, 100);
  if ('objection' in long) return long.objection;
  if (earlier.length < index) {
    return {
      reason: 'option_name_missing',
      detail: `"${parse.shown(name)}" is option ${index + 1}, but option ${earlier.length + 1} has no name`,
      suggestion: 'Name the options from the first on.',
    };
  }
  if (!earlier.includes(name)) return null;
  return {
    reason: 'option_name_duplicate',
    detail: `Two options are called "${parse.shown(name)}"`,
    suggestion: 'Give each option of a product a name of its own.',
  };
}

/** The variants whose rows hold; each of the others is rejected with the reason. */
export function assembleVariants(
  rows: readonly ProductRow[],
  optionNames: readonly string[],
  currency: string,
  skus: FirstLineIndex,
  reject: Reject,
): ParsedVariant[] {
  const variants: ParsedVariant[] = [];
  const lineByOptions = new Map<string, number>();
  for (const row of rows) {
    if (!isVariantRow(row, rows)) continue;
    const refuse = (column: Column, objection: Objection) =>
      reject(row.line, column, 'variant', objection);
    const optionValues = optionValuesOf(row, optionNames, refuse);
    const variant = optionValues && variantOf(row, optionValues, currency, refuse, reject);
    if (!variant) continue;
    const key = JSON.stringify(variant.optionValues);
    const objection =
      sameOptions(lineByOptions.get(key)) ??
      sameSku(variant.sku, skus.firstLineOrAdd(variant.sku, row.line));
    if (objection !== null) {
      refuse(objection.reason === 'sku_duplicate' ? 'sku' : 'option1Value', objection);
      continue;
    }
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

function optionValuesOf(
  row: ProductRow,
  optionNames: readonly string[],
  refuse: (column: Column, objection: Objection) => void,
): string[] | null {
  const values: string[] = [];
  for (const [index, column] of valueColumns.entries()) {
    const value = row.get(column).normalize('NFC');
    const name = optionNames[index];
    if (name === undefined) {
      if (value === '' || (optionNames.length === 0 && value === 'Default Title')) continue;
      refuse(column, {
        reason: 'option_value_without_name',
        detail: `"${parse.shown(value)}" is the value of an option without a name`,
        suggestion: 'Name the option on the first row of the product.',
      });
      return null;
    }
    const field = parse.parseText(value, 255);
    if (value === '' || 'objection' in field) {
      refuse(column, 'objection' in field ? field.objection : missingValue(name));
      return null;
    }
    values.push(value);
  }
  return values;
}

function missingValue(name: string): Objection {
  return {
    reason: 'option_value_missing',
    detail: `The variant has no value for "${parse.shown(name)}"`,
    suggestion: 'Give each variant a value for every option of the product.',
  };
}

function variantOf(
  row: ProductRow,
  optionValues: string[],
  currency: string,
  refuse: (column: Column, objection: Objection) => void,
  reject: Reject,
): ParsedVariant | null {
  let valid = true;
  const take = <Value>(column: Column, field: Field<Value>): Value => {
    if ('value' in field) return field.value;
    valid = false;
    refuse(column, field.objection);
    return undefined as never;
  };
  if (row.get('price') === '') {
    refuse('price', priceMissing);
    return null;
  }
  const sku = take('sku', parse.parseText(row.get('sku').replace(/^'/, ''), 128));
  const price = take('price', parse.parseAmountMinor(row.get('price'), currency));
  const compareAt = take('compareAt', parse.parseAmountMinor(row.get('compareAt'), currency));
  const variant: ParsedVariant = {
    sku: sku === '' ? deriveSku(row.handle, optionValues) : sku,
    optionValues,
    barcode: take('barcode', parse.parseBarcode(row.get('barcode'))),
    weightGrams: take('grams', parse.parseWeightGrams(row.get('grams'))),
    priceMinor: price as number,
    // Shops write 0 for "no earlier price".
    compareAtMinor: compareAt === 0 ? null : compareAt,
    requiresShipping: take(
      'requiresShipping',
      parse.parseBoolean(row.get('requiresShipping'), true),
    ),
    taxable: take('taxable', parse.parseBoolean(row.get('taxable'), true)),
    taxClass: take('taxCode', parse.parseText(row.get('taxCode'), 64))?.toLowerCase() || 'standard',
    inventoryPolicy: take('policy', parse.parseInventoryPolicy(row.get('policy'))),
    quantity: take('quantity', parse.parseQuantity(row.get('quantity'))),
    imageUrl: checkImageUrl(row, 'variantImageUrl', reject),
    costMinor: take('cost', parse.parseAmountMinor(row.get('cost'), currency)),
    ...customsOf(row, reject),
    ...fieldsOfVariant(row),
  };
  return valid ? variant : null;
}

/** With the line to name where a value does not fit: its field is the shop's. */
function fieldsOfVariant(row: ProductRow): Pick<ParsedVariant, 'attributes' | 'line'> {
  const attributes = row.fieldsOf('variant');
  return attributes ? { attributes, line: row.line } : {};
}

function sameOptions(line: number | undefined): Objection | null {
  if (line === undefined) return null;
  return {
    reason: 'variant_duplicate',
    detail: `The variant on line ${line} has the same option values`,
    suggestion: 'Remove one of the two rows, or give it other option values.',
  };
}

function sameSku(sku: string, line: number | null): Objection | null {
  if (line === null) return null;
  return {
    reason: 'sku_duplicate',
    detail: `"${parse.shown(sku)}" is already the SKU of the variant on line ${line}`,
    suggestion: 'Give each variant a SKU of its own, or leave the field empty to get one.',
  };
}

const priceMissing: Objection = {
  reason: 'price_missing',
  detail: 'The variant has no price',
  suggestion: 'Write the price in digits, such as 19.99; 0 if it is free.',
};
