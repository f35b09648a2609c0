import { productLimits } from '#contracts/product/limits.ts';
import { currencyExponent } from '#kernel/money.ts';

import { assembleProduct } from './assemble-product.ts';
import { FirstLineIndex } from './first-line-index.ts';
import type { ColumnMap } from './product-csv-columns.ts';
import { mapColumns } from './product-csv-columns.ts';
import { inOwnColumns } from '../other-shops/in-own-columns.ts';
import { foldedHandle, ownHandle } from './fold-handle.ts';
import { hasDecimalComma } from '../rows/separator.ts';
import type { Objection, ProductCsvEvent, RefusedFile } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';
import { toProductRow } from './product-row.ts';
import type { ByteSource } from '../rows/read-rows.ts';
import { readRows } from '../rows/read-rows.ts';

export interface ProductCsvSettings {
  /** ISO 4217 code of the channel that the prices of the file are for. */
  currency: string;
}

/** Rows of one product that are still to come in the file. */
interface ProductGroup {
  /** As the rows write it. */
  handle: string;
  /** As it is called here. */
  own: string;
  rows: ProductRow[];
  characters: number;
  /** Line on which the handle stood before, with another product in between; else null. */
  strayFrom: number | null;
}

/** Shopify allows 2,048 variants and 250 images. */
const rowsMaximum = productLimits.optionValues + productLimits.media + 2;
const charactersMaximum = 8 * 1024 * 1024;

/**
 * Reads the product CSV that Shopify exports, and those of WooCommerce and Medusa, one product at a
 * time and in bounded memory.
 * First comes one `columns` event, then products and rejected rows in the order of the file. A
 * `refused` event is the last one: the file, or the rest of it, could not be read.
 * Throws for an unknown currency, and what the source throws.
 */
export async function* parseProductCsv(
  source: ByteSource,
  settings: ProductCsvSettings,
): AsyncGenerator<ProductCsvEvent> {
  currencyExponent(settings.currency);
  let file: ProductFile | null = null;
  for await (const event of inOwnColumns(readRows(source), settings.currency)) {
    if (event.kind === 'noted' || event.kind === 'rejected') {
      yield event;
    } else if (event.kind === 'refused') {
      if (file) yield* file.finish();
      yield event;
      return;
    } else if (file === null) {
      const columns = mapColumns(event.fields, event.line, event.written);
      if ('reason' in columns) return yield { kind: 'refused', refusal: columns };
      file = new ProductFile(columns, settings.currency);
      const used = [...columns.indexes.keys()].map((column) => columns.headingOf(column));
      yield { kind: 'columns', used, ignored: columns.ignored, fields: columns.fields };
      for (const fit of columns.fits) yield { kind: 'noted', fit };
    } else {
      const place = { ...event, decimalComma: hasDecimalComma(event.separator) };
      const row = toProductRow(event.fields, place, file.columns);
      if (row === null) continue;
      if ('reason' in row) yield { kind: 'rejected', row };
      else yield* file.take(row);
    }
  }
  if (file) yield* file.finish();
  else yield { kind: 'refused', refusal: emptyFile };
}

class ProductFile {
  readonly columns: ColumnMap;
  private readonly currency: string;
  private readonly handles = new FirstLineIndex();
  private readonly ownHandles = new FirstLineIndex();
  private readonly skus = new FirstLineIndex();
  private group: ProductGroup | null = null;

  constructor(columns: ColumnMap, currency: string) {
    this.columns = columns;
    this.currency = currency;
  }

  *take(row: ProductRow): Generator<ProductCsvEvent> {
    const handle = this.handleOf(row);
    if (handle === '') return yield this.rejected(row, handleMissing);
    if (this.group?.handle !== handle) {
      yield* this.finish();
      const strayFrom = this.handles.firstLineOrAdd(handle, row.line);
      const own = strayFrom === null ? ownHandle(handle, this.ownHandles, row.line) : handle;
      this.group = { handle, own, rows: [], characters: 0, strayFrom };
    }
    const group = this.group;
    const objection = objectionTo(row, group);
    if (objection !== null) return yield this.rejected(row, objection);
    group.rows.push(row);
    group.characters += row.characters;
  }

  /** The product whose rows were collected, if any. */
  *finish(): Generator<ProductCsvEvent> {
    const group = this.group;
    this.group = null;
    if (group === null || group.rows.length === 0) return;
    const { columns, currency, skus } = this;
    yield* assembleProduct(group.rows, { handle: group.own, columns, currency, skus });
  }

  /** Where a row does not say it: a title begins a product, anything else goes on with the last one. */
  private handleOf(row: ProductRow): string {
    if (row.handle !== '') return row.handle;
    const title = row.get('title').normalize('NFC').toLowerCase();
    return title === '' ? (this.group?.handle ?? '') : foldedHandle(title);
  }

  private rejected(row: ProductRow, objection: Objection): ProductCsvEvent {
    const column = this.columns.headingOf('handle');
    return { kind: 'rejected', row: { line: row.line, column, scope: 'row', ...objection } };
  }
}

function objectionTo(row: ProductRow, group: ProductGroup): Objection | null {
  if (group.strayFrom !== null) {
    return {
      reason: 'handle_not_contiguous',
      detail: `"${group.handle}" already stood on line ${group.strayFrom}, with another product between`,
      suggestion: 'Sort the file by handle, so that the rows of a product follow each other.',
    };
  }
  if (group.rows.length < rowsMaximum && group.characters + row.characters < charactersMaximum) {
    return null;
  }
  return {
    reason: 'product_too_large',
    detail: `"${group.handle}" has more than ${rowsMaximum} rows or 8 MiB of text`,
    suggestion: 'Split the product into several.',
  };
}

const handleMissing: Objection = {
  reason: 'handle_missing',
  detail: 'The row does not say which product it belongs to',
  suggestion: 'Repeat the handle of the product on each of its rows.',
};

const emptyFile: RefusedFile = {
  reason: 'file_empty',
  line: 1,
  detail: 'The file is empty',
  suggestion: 'Export the products again.',
};
