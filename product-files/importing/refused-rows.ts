import { fromHeadings } from '../rows/above-headings.ts';
import { readRows, type ByteSource, type RowEvent } from '../rows/read-rows.ts';
import { wooColumns } from '../other-shops/woocommerce/woo-headings.ts';
import { mapColumns } from '../reading/product-csv-columns.ts';

/** Why the rows of a product were refused, by the line on which each of them starts. */
export type ReasonsByLine = ReadonlyMap<number, string>;

/** Taken off when the file comes back, so that its rows have one of them. */
const reasonHeading = 'Import message';

type Row = Extract<RowEvent, { kind: 'row' }>;

/**
 * The rows of a product file that were refused, each with the others of its product, so that the file
 * can be mended and imported: the headings as they were, a column with the reason at the end, and the
 * same separator, since decimals are read by it. Reads the file twice and holds the names of what was
 * refused.
 */
export async function* refusedRows(
  again: () => ByteSource,
  reasons: ReasonsByLine,
): AsyncGenerator<string> {
  const refused = new Set<string>();
  for await (const { row, names } of namedRows(again())) {
    if (reasons.has(row.line)) for (const name of names) refused.add(name);
  }
  for await (const { row, names, isHeading, without } of namedRows(again())) {
    const isRefused = reasons.has(row.line) || names.some((name) => refused.has(name));
    if (!isHeading && !isRefused) continue;
    const reason = isHeading ? reasonHeading : (reasons.get(row.line) ?? '');
    const cells = row.fields.filter((_field, index) => index !== without);
    yield `${[...cells, reason].map((cell) => cellOf(cell, row.separator)).join(row.separator)}\r\n`;
  }
}

interface NamedRow {
  readonly row: Row;
  /** By which the rows of its product know each other. */
  readonly names: readonly string[];
  readonly isHeading: boolean;
  /** The column of reasons of an earlier time. */
  readonly without: number;
}

async function* namedRows(source: ByteSource): AsyncGenerator<NamedRow> {
  let headings: readonly string[] | undefined;
  let namesOf: (fields: readonly string[]) => string[] = () => [];
  for await (const row of fromHeadings(readRows(source), isHeadingRow)) {
    if (row.kind !== 'row') continue;
    const isHeading = headings === undefined;
    if (headings === undefined) {
      headings = row.fields;
      namesOf = naming(headings);
    }
    const without = headings.findIndex((heading) => heading.trim() === reasonHeading);
    yield { row, names: isHeading ? [] : namesOf(row.fields), isHeading, without };
  }
}

const plain = (text = '') => text.trim().toLowerCase();

const medusaHandle = 'product handle';

function isHeadingRow(fields: readonly string[]): boolean {
  return (
    fields.some((field) => plain(field) === medusaHandle) ||
    wooColumns(fields) !== null ||
    !('reason' in mapColumns(fields, 1))
  );
}

/** Columns that name a product; WooCommerce's variations name their parent by its id or its SKU. */
function naming(headings: readonly string[]): (fields: readonly string[]) => string[] {
  const medusa = headings.findIndex((heading) => plain(heading) === medusaHandle);
  if (medusa >= 0) return byHandle(medusa);
  const woo = wooColumns(headings);
  if (!woo) {
    const mapped = mapColumns(headings, 1);
    return byHandle('reason' in mapped ? 0 : mapped.indexes.get('handle')!);
  }
  const cell = (fields: readonly string[], column: 'id' | 'sku' | 'parent') =>
    plain(fields[woo.index.get(column) ?? -1]);
  return (fields) => {
    const parent = cell(fields, 'parent');
    if (parent !== '') return [parent];
    const id = cell(fields, 'id');
    return [id && `id:${id}`, cell(fields, 'sku')].filter((name) => name !== '');
  };
}

/** Rows without a name go on with the product above them. */
function byHandle(index: number): (fields: readonly string[]) => string[] {
  let last = '';
  return (fields) => {
    last = plain(fields[index]) || last;
    return last === '' ? [] : [last];
  };
}

/** What the file guards already is left as it is, so that it is read as it was. */
const isGuarded = /^="(?:[^"]|"")*"$/s;

function cellOf(text: string, separator: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isGuarded.test(text) ? `'${text}` : text;
  return /["\r\n]|^\s|\s$/.test(safe) || safe.includes(separator)
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
