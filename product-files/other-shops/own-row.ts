import type { FileFit, FitReason } from '../importing/product-file.ts';
import type { RejectedRow } from '../reading/product-csv-events.ts';
import type { Column } from '../reading/product-csv-columns.ts';
import type { RowEvent } from '../rows/read-rows.ts';

type Row = Extract<RowEvent, { kind: 'row' }>;
export type Place = Pick<Row, 'line' | 'lastLine' | 'separator'>;

/** A row of another shop's file in the columns of ours. */
export interface OwnRow {
  readonly kind: 'own';
  readonly cells: Partial<Record<Column, string>>;
  /** By heading, such as `attribute.material`. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly place: Place;
}

/** What becomes of a row of another shop's file. */
export type Converted =
  | OwnRow
  | { readonly kind: 'rejected'; readonly row: RejectedRow }
  | { readonly kind: 'noted'; readonly fit: FileFit };

/** Reads the files of another shop: rows come in as they stand there. */
export interface Converter {
  /** Headings of the shop's own fields, and of columns that mean nothing. */
  readonly moreHeadings: readonly string[];
  /** What the file calls columns of ours of which something may be said. */
  readonly written: Readonly<Partial<Record<Column, string>>>;
  take(fields: readonly string[], place: Place): Iterable<Converted>;
  finish(): Iterable<Converted>;
}

export function noted(
  line: number,
  field: string,
  reason: FitReason,
  texts: { readonly given?: string; readonly kept?: string } = {},
): Converted {
  const { given = '', kept = '' } = texts;
  return { kind: 'noted', fit: { line, field, reason, given: given.slice(0, 120), kept } };
}

/** Counts what has no place here, by column: each is said once at the end. */
export class WithoutPlace {
  private readonly columns = new Map<string, { line: number; rows: number; given: string }>();

  add(heading: string, line: number, given: string): void {
    const before = this.columns.get(heading);
    if (before) before.rows += 1;
    else this.columns.set(heading, { line, rows: 1, given });
  }

  *notes(): Generator<Converted> {
    for (const [heading, { line, rows, given }] of this.columns) {
      const counted = `${heading}: ${rows === 1 ? '1 row' : `${rows} rows`}, such as ${given}`;
      yield noted(line, heading, 'left_out', { given: counted, kept: 'nothing' });
    }
  }
}
