import { laterTextNames, productTextNames, textsAs } from '#contracts/product/product-texts.ts';
import { assembleVariants, namesOfOptions } from './assemble-variants.ts';
import type { FirstLineIndex } from './first-line-index.ts';
import { fitsOfRows } from './fits-of-rows.ts';
import { imagesOf } from './collect-images.ts';
import { parseBoolean, parseText, shown } from './parse-field.ts';
import type { Column, ColumnMap } from './product-csv-columns.ts';
import type {
  Objection,
  ParsedProduct,
  ProductCsvEvent,
  RejectedRow,
} from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';
import { sanitiseDescription } from '../sanitise-description.ts';

/** Collects objections while a product is put together. */
export type Reject = (
  line: number,
  column: Column | null,
  scope: RejectedRow['scope'],
  objection: Objection,
) => void;

/**
 * One product from all of its rows. Fields of the product are taken from the first row that has
 * them, since a sorted file need not begin with the row that holds the title. A fault in the
 * product's own fields rejects it; a fault in a variant or an image leaves out that one.
 */
export function assembleProduct(
  rows: readonly ProductRow[],
  columns: ColumnMap,
  currency: string,
  skus: FirstLineIndex,
): ProductCsvEvent[] {
  const rejected: RejectedRow[] = [];
  const reject: Reject = (line, column, scope, objection) => {
    const heading = column === null ? {} : { column: columns.headingOf(column) };
    rejected.push({ line, ...heading, scope, ...objection });
  };
  const product = productOf(rows, currency, skus, reject);
  const events: ProductCsvEvent[] = rejected.map((row) => ({ kind: 'rejected', row }));
  if (product !== null) events.push({ kind: 'product', product: limitedTo(columns, product) });
  return events;
}

/** A file without a column says nothing of it. */
function limitedTo({ indexes }: ColumnMap, product: ParsedProduct): ParsedProduct {
  const missing = new Set<string>(laterTextNames.filter((name) => !indexes.has(name)));
  if (missing.size === 0) return product;
  const reported = Object.entries(product).filter(([name]) => !missing.has(name));
  return Object.fromEntries(reported) as unknown as ParsedProduct;
}

function productOf(
  rows: readonly ProductRow[],
  currency: string,
  skus: FirstLineIndex,
  reject: Reject,
): ParsedProduct | null {
  const first = rows[0] as ProductRow;
  const fields = fieldsOf(rows, reject);
  const optionNames = namesOfOptions(rows, reject);
  if (fields === null || optionNames === null) return null;
  const variants = assembleVariants(rows, optionNames, currency, skus, reject);
  if (variants.length === 0) {
    reject(first.line, null, 'product', {
      reason: 'product_without_variant',
      detail: `"${shown(first.handle)}" has no row with a valid price`,
      suggestion: 'Give at least one row of the product a price.',
    });
    return null;
  }
  const media = imagesOf(rows, variants, reject);
  return {
    handle: first.handle,
    ...fields,
    options: optionNames.map((name, index) => ({
      name,
      values: [...new Set(variants.map((variant) => variant.optionValues[index] as string))],
    })),
    variants,
    media,
    ...fieldsOfProduct(rows),
    fitted: fitsOfRows(rows, { ...fields, media }),
    lines: { first: first.line, last: (rows.at(-1) as ProductRow).lastLine },
  };
}

/** Each from the first row that has it. */
function fieldsOfProduct(rows: readonly ProductRow[]): Pick<ParsedProduct, 'attributes'> {
  const given = rows.map((row) => row.fieldsOf('product') ?? {});
  const keys = Object.keys(given[0]!);
  if (keys.length === 0) return {};
  const first = (key: string) => given.find((cells) => cells[key])?.[key] ?? '';
  return { attributes: Object.fromEntries(keys.map((key) => [key, first(key)])) };
}

type OfRows = 'attributes' | 'handle' | 'options' | 'variants' | 'media' | 'fitted' | 'lines';
type ProductFields = Omit<ParsedProduct, OfRows>;

function fieldsOf(rows: readonly ProductRow[], reject: Reject): ProductFields | null {
  let valid = true;
  const refuse = (row: ProductRow, column: Column, objection: Objection) => {
    valid = false;
    reject(row.line, column, 'product', objection);
  };
  const rowWith = (column: Column) => rows.find((row) => row.get(column) !== '') ?? rows[0]!;
  const text = (column: Column, lengthMaximum: number): string => {
    const row = rowWith(column);
    const field = parseText(row.get(column), lengthMaximum);
    if ('value' in field) return field.value;
    refuse(row, column, field.objection);
    return '';
  };
  const truth = (column: Column, whenEmpty: boolean): boolean => {
    const row = rowWith(column);
    const field = parseBoolean(row.get(column), whenEmpty);
    if ('value' in field) return field.value;
    refuse(row, column, field.objection);
    return whenEmpty;
  };
  const title = text('title', 255);
  if (title === '' && valid) refuse(rows[0]!, 'title', titleMissing);
  if (truth('giftCard', false)) refuse(rowWith('giftCard'), 'giftCard', giftCard);
  const status = statusOf(rowWith('status').get('status'), truth('published', true));
  if (typeof status !== 'string') refuse(rowWith('status'), 'status', status);
  const description = sanitiseDescription(text('body', 512 * 1024));
  const fields: ProductFields = {
    title,
    ...textsAs(productTextNames, (name, { most }) => text(name, most)),
    descriptionHtml: description.html,
    descriptionText: description.text,
    tags: tagsOf(text('tags', 20_000)),
    status: typeof status === 'string' ? status : 'draft',
    category: categoryOf(text('category', 1000)) ?? categoryOf(text('googleCategory', 1000)),
  };
  return valid ? fields : null;
}

/** What is not published in the shop it comes from must not show in this one either. */
function statusOf(text: string, published: boolean): ParsedProduct['status'] | Objection {
  const status = text.toLowerCase();
  if (status === 'archived' || status === 'draft') return status;
  if (status === 'unlisted') return 'draft';
  if (status === '' || status === 'active') return published ? 'active' : 'draft';
  return {
    reason: 'status_unknown',
    detail: `"${shown(text)}" is not a status`,
    suggestion: 'Write active, draft or archived.',
  };
}

function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

// Older exports give a number of a taxonomy instead of a path; it names nothing to a shopper.
function categoryOf(text: string): string[] | null {
  if (text === '' || /^\d+$/.test(text) || text.startsWith('gid:')) return null;
  const path = text.split('>').map((name) => name.trim());
  return path.filter((name) => name !== '').slice(0, 8);
}

const titleMissing: Objection = {
  reason: 'title_missing',
  detail: 'No row of the product has a title',
  suggestion: 'Write a title on the first row of the product.',
};

const giftCard: Objection = {
  reason: 'gift_card_unsupported',
  detail: 'Gift cards would be sold as goods, without a code to redeem',
  suggestion: 'Leave gift cards out of the file.',
};
