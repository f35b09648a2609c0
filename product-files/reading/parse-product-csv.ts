import { productLimits } from '#contracts/product/limits.ts';
import { currencyExponent } from '#kernel/money.ts';
import type { ByteSource } from '../rows/read-rows.ts';
import { assembleProduct } from './assemble-product.ts';
import { FirstLineIndex } from './first-line-index.ts';
import { ownHandle } from './fold-handle.ts';
import type { ColumnMap } from './product-csv-columns.ts';
import type { Objection, ProductCsvEvent, RefusedFile } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';
import { handleOf, productRows } from './product-rows.ts';
import { returnedProducts } from './returned-products.ts';

export interface ProductCsvSettings {
  /** ISO 4217 code of the channel that the prices of the file are for. */
  currency: string;
  /** The file once more, for products whose rows stand apart; without it such rows are left out. */
  again?: () => ByteSource;
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
/** Their handles are kept in memory until the file is read. */
const returnedMaximum = 100_000;

/**
 * Reads the product CSV that Shopify exports, and those of WooCommerce and Medusa, one product at a
 * time and in bounded memory.
 * First comes one `columns` event, then products and rejected rows in the order of the file. A
 * `refused` event is the last one: the file, or the rest of it, could not be read. Products whose rows
 * stand apart come again at the end, whole, where the file can be read again.
 * Throws for an unknown currency, and what the source throws.
 */
export async function* parseProductCsv(
  source: ByteSource,
  { currency, again }: ProductCsvSettings,
): AsyncGenerator<ProductCsvEvent> {
  currencyExponent(currency);
  let file: ProductFile | null = null;
  for await (const event of productRows(source, currency)) {
    if (event.kind === 'headings') {
      file = new ProductFile(event.columns, currency, again !== undefined);
      yield* columnsOf(event.columns);
    } else if (event.kind === 'row') {
      yield* file!.take(event.row);
    } else {
      if (event.kind === 'refused' && file) yield* file.finish();
      yield event;
      if (event.kind === 'refused') return;
    }
  }
  if (file === null) return yield { kind: 'refused', refusal: emptyFile };
  yield* file.finish();
  if (again && file.returned.size > 0)
    yield* returnedProducts(productRows(again(), currency), file.returned, currency);
}

function* columnsOf(columns: ColumnMap): Generator<ProductCsvEvent> {
  const used = [...columns.indexes.keys()].map((column) => columns.headingOf(column));
  yield { kind: 'columns', used, ignored: columns.ignored, fields: columns.fields };
  for (const fit of columns.fits) yield { kind: 'noted', fit };
}

class ProductFile {
  readonly columns: ColumnMap;
  private readonly currency: string;
  private readonly handles = new FirstLineIndex();
  private readonly ownHandles = new FirstLineIndex();
  private readonly skus = new FirstLineIndex();
  private readonly takesReturned: boolean;
  /** Handles that came back after other products. */
  readonly returned = new Set<string>();
  private group: ProductGroup | null = null;

  constructor(columns: ColumnMap, currency: string, takesReturned: boolean) {
    this.columns = columns;
    this.currency = currency;
    this.takesReturned = takesReturned;
  }

  *take(row: ProductRow): Generator<ProductCsvEvent> {
    const handle = handleOf(row, this.group?.handle);
    if (handle === '') return yield this.rejected(row, handleMissing);
    if (this.group?.handle !== handle) {
      yield* this.finish();
      const strayFrom = this.handles.firstLineOrAdd(handle, row.line);
      const own = strayFrom === null ? ownHandle(handle, this.ownHandles, row.line) : handle;
      this.group = { handle, own, rows: [], characters: 0, strayFrom };
    }
    const group = this.group;
    if (group.strayFrom !== null && this.mayReturn(handle)) return;
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

  /** So many are read again at the end; there is no sorting of a whole file here. */
  private mayReturn(handle: string): boolean {
    if (this.takesReturned && this.returned.size < returnedMaximum) this.returned.add(handle);
    return this.returned.has(handle);
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
