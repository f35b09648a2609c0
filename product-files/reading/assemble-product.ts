import { laterTextNames } from '#contracts/product/product-texts.ts';
import { shown } from '../cells/parse-field.ts';
import { assembleVariants, type VariantReading } from './assemble-variants.ts';
import { imagesOf } from './collect-images.ts';
import type { FirstLineIndex } from './first-line-index.ts';
import { optionsOf } from './options-of-rows.ts';
import type { Column, ColumnMap } from './product-csv-columns.ts';
import type {
  Objection,
  ParsedProduct,
  ProductCsvEvent,
  RejectedRow,
} from './product-csv-events.ts';
import { fieldsOfRows } from './product-fields.ts';
import { ProductFits } from './product-fits.ts';
import type { ProductRow } from './product-row.ts';

/** Collects objections while a product is put together. */
export type Reject = (
  line: number,
  column: Column | null,
  scope: RejectedRow['scope'],
  objection: Objection,
) => void;

export interface ProductReading {
  readonly handle: string;
  readonly columns: ColumnMap;
  readonly currency: string;
  readonly skus: FirstLineIndex;
}

/**
 * One product from all of its rows. Fields of the product are taken from the first row that has
 * them, since a sorted file need not begin with the row that holds the title. What cannot be taken
 * as it is is made to fit and said; left out are what has no price and what is no image.
 */
export function assembleProduct(
  rows: readonly ProductRow[],
  given: ProductReading,
): ProductCsvEvent[] {
  const rejected: RejectedRow[] = [];
  const reject: Reject = (line, column, scope, objection) => {
    const heading = column === null ? {} : { column: given.columns.headingOf(column) };
    rejected.push({ line, ...heading, scope, ...objection });
  };
  const product = productOf(rows, { ...given, fits: new ProductFits(), reject });
  const events: ProductCsvEvent[] = rejected.map((row) => ({ kind: 'rejected', row }));
  if (product !== null)
    events.push({ kind: 'product', product: limitedTo(given.columns, product) });
  return events;
}

/** A file without a column says nothing of it. */
function limitedTo({ indexes }: ColumnMap, product: ParsedProduct): ParsedProduct {
  const missing = new Set<string>(laterTextNames.filter((name) => !indexes.has(name)));
  if (missing.size === 0) return product;
  const reported = Object.entries(product).filter(([name]) => !missing.has(name));
  return Object.fromEntries(reported) as unknown as ParsedProduct;
}

function productOf(rows: readonly ProductRow[], reading: VariantReading): ParsedProduct | null {
  const first = rows[0]!;
  const { handle, fits, reject } = reading;
  for (const row of rows) sayHandle(row, handle, fits);
  const fields = fieldsOfRows(rows, handle, fits);
  const options = optionsOf(rows, fits);
  const variants = assembleVariants(rows, options, reading);
  if (variants.length === 0) {
    reject(first.line, null, 'product', {
      reason: 'product_without_variant',
      detail: `"${shown(handle)}" has no row that can be sold, for the reasons above`,
      suggestion: 'Give at least one row of the product a price.',
    });
    return null;
  }
  const media = imagesOf(rows, variants, fits, reject);
  const { names } = options;
  return {
    handle,
    ...fields,
    status: statusOf(fields.status, rows, fits),
    options: names.map((name, index) => ({
      name,
      values: [...new Set(variants.map((variant) => variant.optionValues[index]!))],
    })),
    variants,
    media,
    ...fieldsOfProduct(rows),
    fitted: fits.list,
    lines: { first: first.line, last: rows.at(-1)!.lastLine },
  };
}

/** Once for each way in which the rows of the product write it. */
function sayHandle(row: ProductRow, handle: string, fits: ProductFits): void {
  const given = row.raw('handle').trim();
  const said = fits.list.some((fit) => fit.field === 'handle' && fit.given === given.slice(0, 120));
  if (given !== handle && !said) fits.add(row, 'handle', 'normalised', handle);
}

/** What may cost a thousand times more or less is looked at before it is sold. */
function statusOf(
  status: ParsedProduct['status'],
  rows: readonly ProductRow[],
  fits: ProductFits,
): ParsedProduct['status'] {
  const isDoubtful = fits.list.some(
    ({ field, reason }) => field === 'priceMinor' && reason === 'doubtful',
  );
  if (status !== 'active' || !isDoubtful) return status;
  fits.add(rows[0]!, 'status', 'kept_as_draft', 'draft');
  return 'draft';
}

/** Each from the first row that has it. */
function fieldsOfProduct(rows: readonly ProductRow[]): Pick<ParsedProduct, 'attributes'> {
  const given = rows.map((row) => row.fieldsOf('product') ?? {});
  const keys = Object.keys(given[0]!);
  if (keys.length === 0) return {};
  const first = (key: string) => given.find((cells) => cells[key])?.[key] ?? '';
  return { attributes: Object.fromEntries(keys.map((key) => [key, first(key)])) };
}
