import type { FileFit, FitReason } from '../importing/product-file.ts';
import type { Read } from '../cells/parse-field.ts';
import type { Column } from './product-csv-columns.ts';
import type { ProductRow } from './product-row.ts';

const longestShown = 120;

/** What columns are called in the shop, where that is not the name of the column here. */
const fields: Partial<Record<Column, string>> = {
  body: 'descriptionHtml',
  googleCategory: 'category',
  option1Name: 'optionNames',
  option2Name: 'optionNames',
  option3Name: 'optionNames',
  option1Value: 'optionValues',
  option2Value: 'optionValues',
  option3Value: 'optionValues',
  grams: 'weightGrams',
  policy: 'inventoryPolicy',
  price: 'priceMinor',
  compareAt: 'compareAtMinor',
  cost: 'costMinor',
  taxCode: 'taxClass',
  imageAltText: 'altText',
  imagePosition: 'media',
  imageUrl: 'media',
  variantImageUrl: 'media',
  contentQuantity: 'content',
  contentUnit: 'content',
  energyClass: 'energyLabel',
  energyScale: 'energyLabel',
  energyLabelUrl: 'energyLabel',
  energySheetUrl: 'energyLabel',
};

/** Collects what reading changes of a product so that it can be taken, each with its line. */
export class ProductFits {
  readonly list: FileFit[] = [];

  add(row: ProductRow, column: Column, reason: FitReason, kept = '', given?: string): void {
    this.list.push({
      line: row.line,
      field: fields[column] ?? column,
      reason,
      given: short(given ?? row.raw(column).trim()),
      kept: short(kept),
    });
  }

  /** Of a column that the shop itself names. */
  addOwn(
    { line }: ProductRow,
    field: string,
    reason: FitReason,
    { given, kept }: { readonly given: string; readonly kept: string },
  ): void {
    this.list.push({ line, field, reason, given: short(given), kept: short(kept) });
  }

  /** The value that was read, with what had to be changed for it. */
  take<Value>(row: ProductRow, column: Column, { value, fit }: Read<Value>): Value {
    if (fit !== undefined) this.add(row, column, fit, value === null ? '' : String(value));
    return value;
  }
}

function short(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1).toWellFormed()}…`;
}
