import { z } from 'zod';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import { idPart, PageOrder, textPart, timePart } from './page-cursor.ts';
import { joinSql, sql, type Statement } from '../ground/sql.ts';

/** What a list can be sorted by; of rows that are alike the id decides. */
export interface Sort {
  readonly by: Statement;
  readonly kind: keyof typeof kinds;
}

const kinds = {
  time: { part: timePart, cast: sql`timestamptz` },
  number: { part: z.string().regex(/^-?\d{1,18}$/), cast: sql`bigint` },
  text: { part: textPart(400), cast: sql`text` },
} as const;

export type SortWord<Name extends string> = `${Name}_ascending` | `${Name}_descending`;

/** Of a row that a cursor is made of. */
export interface Keyed {
  cursorKey: string;
  cursorId: string;
}

/** A list as one asks for it: sorted in a way, from a place on. */
export interface OpenList {
  /** Columns that the page's cursor is made of. */
  readonly key: Statement;
  /** Conditions; none on the first page. */
  readonly after: readonly Statement[];
  readonly order: Statement;
  pageOf<Row extends object>(
    rows: readonly (Row & Keyed)[],
    limit: number,
  ): { items: Row[]; nextCursor: string | null };
}

/**
 * The ways in which a list with filters is sorted. Its cursors hold the way and the filters, so one
 * of another way or other filters is refused as all wrong cursors are.
 */
export class ListSorts<Name extends string> {
  private readonly list: string;
  private readonly id: Statement;
  private readonly sorts: Readonly<Record<Name, Sort>>;

  constructor(list: string, id: Statement, sorts: Readonly<Record<Name, Sort>>) {
    this.list = list;
    this.id = id;
    this.sorts = sorts;
  }

  /** `filters`: all that is asked besides the page. */
  open(
    word: SortWord<Name>,
    filters: object,
    cursor: string | undefined,
  ): Result<OpenList, Failure<'cursor_invalid', null>> {
    const isDescending = word.endsWith('_descending');
    const { by, kind } = this.sorts[word.slice(0, word.lastIndexOf('_')) as Name];
    const { part, cast } = kinds[kind];
    const { id } = this;
    const pages = new PageOrder(`${this.list} ${word}`, z.tuple([part, idPart])).within(filters);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const place = after.value && sql`(${after.value[0]}::text::${cast}, ${after.value[1]}::uuid)`;
    return ok({
      key: sql`(${by})::text as cursor_key, ${id} as cursor_id`,
      after: !place
        ? []
        : [isDescending ? sql`(${by}, ${id}) < ${place}` : sql`(${by}, ${id}) > ${place}`],
      order: isDescending
        ? joinSql([sql`${by} desc`, sql`${id} desc`], ', ')
        : joinSql([by, id], ', '),
      pageOf: (rows, limit) =>
        pages.pageOf(
          rows,
          limit,
          ({ cursorKey, cursorId }) => [cursorKey, cursorId],
          ({ cursorKey: _key, cursorId: _id, ...row }) => row as never,
        ),
    });
  }
}
