import { currencyExponent } from '#kernel/money.ts';

import { assembleProduct } from './assemble-product.ts';
import { FirstLineIndex } from './first-line-index.ts';
import type { ColumnMap } from './product-csv-columns.ts';
import { mapColumns } from './product-csv-columns.ts';
import type { Objection, ProductCsvEvent, RefusedFile } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';
import { toProductRow } from './product-row.ts';
import type { ByteSource } from './read-rows.ts';
import { readRows } from './read-rows.ts';

export interface ProductCsvSettings {
  /** ISO 4217 code of the channel that the prices of the file are for. */
  currency: string;
}

/** Rows of one product that are still to come in the file. */
interface ProductGroup {
  handle: string;
  rows: ProductRow[];
  characters: number;
  /** Line on which the handle stood before, with another product in between; else null. */
  strayFrom: number | null;
}

/** Shopify allows 2,048 variants and 250 images. */
const rowsMaximum = 2300;
const charactersMaximum = 8 * 1024 * 1024;

/**
 * Reads the product CSV that Shopify exports, one product at a time and in bounded memory.
 * First comes one `columns` event, then products and rejected rows in the order of the file. A
 * `refused` event is the last one: the file, or the rest of it, could not be read.
 * Throws for an unknown currency, and what the source throws.
 */
export async function* parseProductCsv(
  source: ByteSource,
  settings: ProductCsvSettings,
): AsyncGenerator<ProductCsvEvent> {
  currencyExponent(settings.currency);
  const file = new ProductFile(settings.currency);
  for await (const event of readRows(source)) {
    if (event.kind === 'refused') {
      yield* file.finish();
      yield event;
      return;
    } else if (file.columns === null) {
      const columns = mapColumns(event.fields, event.line);
      if ('reason' in columns) return yield { kind: 'refused', refusal: columns };
      file.columns = columns;
      const used = [...columns.indexes.keys()].map((column) => columns.headingOf(column));
      yield { kind: 'columns', used, ignored: columns.ignored, fields: columns.fields };
    } else {
      const row = toProductRow(event.fields, event.line, event.lastLine, file.columns);
      if (row === null) continue;
      if ('reason' in row) yield { kind: 'rejected', row };
      else yield* file.take(row);
    }
  }
  yield* file.finish();
  if (file.columns === null) yield { kind: 'refused', refusal: emptyFile };
}

class ProductFile {
  columns: ColumnMap | null = null;
  private readonly currency: string;
  private readonly handles = new FirstLineIndex();
  private readonly skus = new FirstLineIndex();
  private group: ProductGroup | null = null;

  constructor(currency: string) {
    this.currency = currency;
  }

  *take(row: ProductRow): Generator<ProductCsvEvent> {
    if (this.group?.handle !== row.handle) {
      yield* this.finish();
      const strayFrom = this.handles.firstLineOrAdd(row.handle, row.line);
      this.group = { handle: row.handle, rows: [], characters: 0, strayFrom };
    }
    const group = this.group;
    const objection = objectionTo(row, group);
    if (objection !== null) {
      const column = this.columns?.headingOf('handle') ?? 'Handle';
      yield { kind: 'rejected', row: { line: row.line, column, scope: 'row', ...objection } };
      return;
    }
    group.rows.push(row);
    group.characters += row.characters;
  }

  /** The product whose rows were collected, if any. */
  *finish(): Generator<ProductCsvEvent> {
    const rows = this.group?.rows ?? [];
    this.group = null;
    if (rows.length === 0 || this.columns === null) return;
    yield* assembleProduct(rows, this.columns, this.currency, this.skus);
  }
}

function objectionTo(row: ProductRow, group: ProductGroup): Objection | null {
  if (group.strayFrom !== null) {
    return {
      reason: 'handle_not_contiguous',
      detail: `"${row.handle}" already stood on line ${group.strayFrom}, with another product between`,
      suggestion: 'Sort the file by handle, so that the rows of a product follow each other.',
    };
  }
  if (group.rows.length < rowsMaximum && group.characters + row.characters < charactersMaximum) {
    return null;
  }
  return {
    reason: 'product_too_large',
    detail: `"${row.handle}" has more than ${rowsMaximum} rows or 8 MiB of text`,
    suggestion: 'Split the product into several.',
  };
}

const emptyFile: RefusedFile = {
  reason: 'file_empty',
  line: 1,
  detail: 'The file is empty',
  suggestion: 'Export the products again.',
};
