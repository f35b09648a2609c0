import { productTextNames, textsAs } from '#contracts/product/product-texts.ts';
import { plainCell, plainCode } from '../cells/plain-cell.ts';
import type { FileFit } from '../importing/product-file.ts';
import type { RefusedFile } from './product-csv-events.ts';

/** Every column that has an effect, with the headings under which Shopify has exported it. */
const headingsByColumn = {
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  body: ['Body (HTML)', 'Body HTML', 'Description'],
  category: ['Product Category', 'Standard Product Type'],
  googleCategory: ['Google Shopping / Google Product Category'],
  tags: ['Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status'],
  option1Name: ['Option1 Name'],
  option1Value: ['Option1 Value'],
  option2Name: ['Option2 Name'],
  option2Value: ['Option2 Value'],
  option3Name: ['Option3 Name'],
  option3Value: ['Option3 Value'],
  sku: ['Variant SKU', 'SKU'],
  supplierSku: ['Variant Supplier SKU', 'Supplier SKU'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  tracker: ['Variant Inventory Tracker', 'Inventory tracker'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  policy: ['Variant Inventory Policy', 'Continue selling when out of stock'],
  price: ['Variant Price', 'Price'],
  compareAt: ['Variant Compare At Price', 'Compare-at price'],
  requiresShipping: ['Variant Requires Shipping', 'Requires shipping'],
  taxable: ['Variant Taxable', 'Charge tax'],
  barcode: ['Variant Barcode', 'Barcode'],
  imageUrl: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position'],
  imageAltText: ['Image Alt Text'],
  giftCard: ['Gift Card'],
  variantImageUrl: ['Variant Image', 'Variant image URL'],
  taxCode: ['Variant Tax Code', 'Tax code'],
  cost: ['Cost per item'],
  hsCode: ['Variant HS Code', 'HS Code', 'Harmonized System Code'],
  countryOfOrigin: ['Variant Country of Origin', 'Country of Origin', 'COO'],
  contentQuantity: ['Unit Price Total Measure', 'Variant Content'],
  contentUnit: ['Unit Price Total Measure Unit', 'Variant Content Unit'],
  energyClass: ['Variant Energy Class', 'Energy Efficiency Class'],
  energyScale: ['Variant Energy Scale'],
  energyLabelUrl: ['Variant Energy Label'],
  energySheetUrl: ['Variant Energy Data Sheet'],
  ...textsAs(productTextNames, (_, { headings }) => headings),
} as const;

export type Column = keyof typeof headingsByColumn;
export const columnNames = Object.keys(headingsByColumn) as readonly Column[];

export function firstHeadingOf(column: Column): string {
  return headingsByColumn[column][0];
}

const mandatory: readonly Column[] = ['handle', 'title', 'price'];

/** A column of a field or a location that the shop defines itself: whether it has it, only the shop knows. */
export interface FieldColumn {
  /** `stock`: units on hand at the location whose code is the key. */
  readonly owner: 'product' | 'variant' | 'stock';
  readonly key: string;
  readonly heading: string;
  readonly index: number;
}

/** Where each known column stands in the file at hand, and how the file spells it. */
export interface ColumnMap {
  indexes: ReadonlyMap<Column, number>;
  fields: readonly FieldColumn[];
  fieldCount: number;
  ignored: string[];
  /** Columns that are there twice: the first one counts. */
  fits: FileFit[];
  headingOf(column: Column): string;
}

/**
 * Reads the heading row. Headings match in any case and with stray spaces around them; `called` says
 * what the file itself calls a column of which something is said.
 */
export function mapColumns(
  written: readonly string[],
  line: number,
  called: Readonly<Partial<Record<Column, string>>> = {},
): ColumnMap | RefusedFile {
  const headings = written.map((heading) => plainCode(plainCell(heading)));
  const columnByHeading = new Map<string, Column>();
  for (const column of columnNames) {
    for (const heading of headingsByColumn[column]) columnByHeading.set(plain(heading), column);
  }
  const indexes = new Map<Column, number>();
  const fields: FieldColumn[] = [];
  const ignored: string[] = [];
  const fits: FileFit[] = [];
  const twice = (heading: string, earlier: string) =>
    fits.push({ line, field: 'file', reason: 'left_out', given: heading, kept: earlier });
  for (const [index, heading] of headings.entries()) {
    const column = columnByHeading.get(plain(heading));
    const field = column === undefined ? fieldColumn(heading.trim(), index) : undefined;
    if (field) {
      const twin = fields.find(({ owner, key }) => owner === field.owner && key === field.key);
      if (twin) twice(heading, twin.heading);
      else fields.push(field);
    } else if (column === undefined) {
      if (heading.trim() !== '') ignored.push(heading.trim());
    } else if (indexes.has(column)) {
      twice(heading, headings[indexes.get(column)!]!);
    } else {
      indexes.set(column, index);
    }
  }
  const missing = mandatory.filter((column) => !indexes.has(column));
  if (missing.length > 0) return otherFormat(headings) ?? missingColumns(missing, line);
  return {
    indexes,
    fields,
    ignored,
    fits,
    fieldCount: headings.length,
    headingOf: (column) =>
      called[column] ||
      (headings[indexes.get(column) ?? -1]?.trim() ?? headingsByColumn[column][0]),
  };
}

const ownHeading = /^(variant_)?attribute\.([a-z][a-z0-9_]{0,39})$/i;
const stockHeading = /^stock\.([a-z0-9][a-z0-9_-]{0,63})$/i;
/** As Shopify exports the fields of a shop's own there. */
const metafieldHeading = /\((product|variant)\.metafields\.custom\.([a-z][a-z0-9_-]{0,39})\)$/i;

function fieldColumn(heading: string, index: number): FieldColumn | undefined {
  const own = ownHeading.exec(heading);
  if (own) {
    const key = own[2]!.toLowerCase();
    return { owner: own[1] === undefined ? 'product' : 'variant', key, heading, index };
  }
  const location = stockHeading.exec(heading)?.[1]?.toLowerCase();
  if (location !== undefined) return { owner: 'stock', key: location, heading, index };
  const [, owner, name] = metafieldHeading.exec(heading) ?? [];
  if (owner === undefined) return undefined;
  const key = name!.toLowerCase().replaceAll('-', '_');
  return { owner: owner.toLowerCase() as FieldColumn['owner'], key, heading, index };
}

function plain(heading: string): string {
  return heading
    .trim()
    .replaceAll(/[\s_]+/g, ' ')
    .toLowerCase();
}

function missingColumns(missing: readonly Column[], line: number): RefusedFile {
  const names = missing.map((column) => `"${headingsByColumn[column][0]}"`).join(', ');
  return {
    reason: 'columns_missing',
    line,
    detail: `The first row does not name the column${missing.length > 1 ? 's' : ''} ${names}`,
    suggestion: `Add ${names} to the first row; a product export of Shopify has all of them.`,
  };
}

/** By its first bytes: what people take for a product file, and what it is. */
function otherFormat([first = '']: readonly string[]): RefusedFile | undefined {
  const [what, suggestion] = first.startsWith('PK\u0003\u0004')
    ? ['a workbook', 'Open it with the program that made it and save it as CSV in UTF-8.']
    : /^\s*<(?:!doctype|html|\?xml)/i.test(first)
      ? ['a page or XML', 'Export the products as CSV; a page may say that one has to sign in.']
      : /^\s*[{[]/.test(first)
        ? ['JSON', 'Export the products as CSV.']
        : [];
  if (what === undefined) return undefined;
  return {
    reason: 'columns_missing',
    line: 1,
    detail: `The file is ${what}, no CSV`,
    suggestion: suggestion!,
  };
}
