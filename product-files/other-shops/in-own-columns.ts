import { columnNames, firstHeadingOf, mapColumns } from '../reading/product-csv-columns.ts';
import type { RejectedRow, RefusedFile } from '../reading/product-csv-events.ts';
import { fromHeadings } from '../rows/above-headings.ts';
import type { RowEvent } from '../rows/read-rows.ts';
import { medusaFile } from './medusa/medusa-file.ts';
import type { Converted, Converter } from './own-row.ts';
import { wooFile } from './woocommerce/woo-file.ts';

export type OwnRowEvent =
  | (RowEvent & { written?: Converter['written'] })
  | { kind: 'rejected'; row: RejectedRow };

/**
 * Rows of WooCommerce's and Medusa's product files, known by their headings, in the columns of ours;
 * all other rows as they are.
 */
export async function* inOwnColumns(
  rows: AsyncIterable<RowEvent>,
  currency: string,
): AsyncGenerator<OwnRowEvent> {
  let converter: Converter | null | undefined;
  let refused: RowEvent | undefined;
  const isHeadings = (fields: readonly string[]) =>
    Boolean(wooFile(fields) ?? medusaFile(fields, currency)) ||
    !('reason' in mapColumns(fields, 1));
  for await (const event of fromHeadings(rows, isHeadings)) {
    if (event.kind === 'refused') refused = event;
    if (event.kind === 'noted') yield event;
    if (event.kind !== 'row') continue;
    if (converter === null) yield event;
    else if (converter) yield* asRows(converter.take(event.fields, event), converter);
    else {
      const found = wooFile(event.fields) ?? medusaFile(event.fields, currency) ?? null;
      if (found && 'reason' in found) return yield refusedAt(found, event.line);
      converter = found;
      yield found ? { ...event, fields: headingsOf(found), written: found.written } : event;
    }
  }
  if (converter) yield* asRows(converter.finish(), converter);
  if (refused) yield refused;
}

function refusedAt(refusal: Omit<RefusedFile, 'line'>, line: number): RowEvent {
  return { kind: 'refused', refusal: { ...refusal, line } };
}

function headingsOf({ moreHeadings }: Converter): string[] {
  return [...columnNames.map(firstHeadingOf), ...moreHeadings];
}

function* asRows(converted: Iterable<Converted>, converter: Converter): Generator<OwnRowEvent> {
  for (const one of converted) {
    if (one.kind !== 'own') {
      yield one;
      continue;
    }
    const { cells, fields = {}, place } = one;
    const own = columnNames.map((column) => cells[column] ?? '');
    const more = converter.moreHeadings.map((heading) => fields[heading] ?? '');
    yield { kind: 'row', ...place, fields: [...own, ...more] };
  }
}
