import { inOwnColumns } from '../other-shops/in-own-columns.ts';
import { joinedFields, mendedFit } from '../rows/mended-quotes.ts';
import { EmptyWords } from '../rows/empty-words.ts';
import { readRows, type ByteSource } from '../rows/read-rows.ts';
import { hasDecimalComma } from '../rows/separator.ts';
import { foldedHandle } from './fold-handle.ts';
import { mapColumns, type ColumnMap } from './product-csv-columns.ts';
import type { ProductCsvEvent } from './product-csv-events.ts';
import { toProductRow, type ProductRow } from './product-row.ts';

export type ProductRowEvent =
  | { readonly kind: 'headings'; readonly columns: ColumnMap }
  | { readonly kind: 'row'; readonly row: ProductRow }
  | Extract<ProductCsvEvent, { kind: 'noted' | 'rejected' | 'refused' }>;

/** The rows of a file below its headings, each by itself. A `refused` event is the last one. */
export async function* productRows(
  source: ByteSource,
  currency: string,
): AsyncGenerator<ProductRowEvent> {
  let columns: ColumnMap | undefined;
  let words: EmptyWords | undefined;
  for await (const event of inOwnColumns(readRows(source), currency)) {
    if (event.kind !== 'row') {
      yield event;
    } else if (columns === undefined) {
      const found = mapColumns(event.fields, event.line, event.written);
      if ('reason' in found) return yield { kind: 'refused', refusal: found };
      columns = found;
      words = new EmptyWords(event.fields);
      yield { kind: 'headings', columns };
    } else {
      const { fieldCount } = columns;
      const { fields, separator } = event;
      const joined =
        fields.length > fieldCount ? joinedFields(fields, fieldCount, separator) : undefined;
      if (joined) {
        const kept = joined.find((field, at) => field !== fields[at])!;
        yield { kind: 'noted', fit: mendedFit(event.line, fields.join(separator), kept) };
      }
      const place = { ...event, decimalComma: hasDecimalComma(separator) };
      const said = words!.taken(joined ?? fields, event.line);
      for (const fit of said.fits) yield { kind: 'noted', fit };
      const row = toProductRow(said.fields, place, columns);
      if (row === null) continue;
      if ('reason' in row) yield { kind: 'rejected', row };
      else yield { kind: 'row', row };
    }
  }
  for (const fit of words?.notes() ?? []) yield { kind: 'noted', fit };
}

/** Where a row does not say it: a title begins a product, anything else goes on with the last one. */
export function handleOf(row: ProductRow, last = ''): string {
  if (row.handle !== '') return row.handle;
  const title = row.get('title').normalize('NFC').toLowerCase();
  return title === '' ? last : foldedHandle(title);
}
