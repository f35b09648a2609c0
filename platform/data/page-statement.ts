import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Database } from './database.ts';
import type { OpenList } from './list-sorts.ts';
import { PageOrder, timeAndId } from './page-cursor.ts';
import { joinSql, sql, type Statement } from '../ground/sql.ts';

/** So many rows are read in the list's order before anything is looked for. */
const near = 2_000;

/** A page of a list: `table` is e.g. `product p`, `columns` are read of the page's rows alone. */
export interface Page {
  readonly table: Statement;
  readonly id: Statement;
  readonly columns: Statement;
  readonly conditions: readonly Statement[];
  /** A condition of which nobody knows how many rows it is true of, such as how a word begins. */
  readonly guess?: Statement | undefined;
  readonly list: OpenList;
  readonly limit: number;
}

/**
 * The rows of a page first, and only then what is told of them: a sort would carry it along for every row
 * that was found. What is asked by a guess is looked for among the rows that come first; where these do not
 * fill the page it is rare, and is counted by its index: few are sorted, many are read in the list's order.
 */
export function pageStatement(page: Page): Statement {
  const { table, id, columns, conditions, guess, list, limit } = page;
  const rowsWhere = (all: readonly Statement[], most: number, reported = sql``) => sql`
    select ${id} as found_id${reported} from ${table}
    where ${joinSql([...all, ...conditions, ...list.after], ' and ')}
    order by ${list.order} limit ${most}`;
  const whole = limit + 1;
  const shown = sql`
    select ${columns}, ${list.key} from found join ${table} on ${id} = found_id
    order by ${list.order} limit ${whole}`;
  if (!guess) return sql`with found as materialized (${rowsWhere([], whole)}) ${shown}`;
  const counted = (condition: Statement) => sql`
    case when (select count(*) from first) >= ${whole} then false
      else (select count(*) from guessed) ${condition} end`;
  return sql`
    with first as materialized (
      select found_id from (${rowsWhere([], near, sql`, ${guess} as meant`)}) near
      join ${table} on ${id} = found_id where meant order by ${list.order} limit ${whole}),
    guessed as materialized (
      select ${id} as guess_id from ${table} where ${guess} limit ${near + 1}),
    found as materialized (
      (select found_id from first where (select count(*) from first) >= ${whole})
      union all
      (${rowsWhere([counted(sql`<= ${near}`), sql`${id} in (select guess_id from guessed)`], whole)})
      union all
      (${rowsWhere([counted(sql`> ${near}`), guess], whole)}))
    ${shown}`;
}

/** Where what people must look at is kept: `from` is a table or a join, `at` and `id` are columns of it. */
interface KeptReviews {
  readonly columns: Statement;
  readonly from: Statement;
  readonly at: Statement;
  readonly id: Statement;
}

interface AskedReviews {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** What is asked besides, of which a cursor is good for the same alone. */
  readonly filters?: object;
  readonly where: Statement;
}

type ReviewRow<Review> = Review & { readonly cursorAt: string; readonly cursorId: string };

/**
 * A list of what people must look at, the newest first: one statement a page, whose rows have `createdAt`
 * beside `columns`.
 */
export class ReviewList<Review extends object> {
  private readonly order: PageOrder<[string, string]>;
  private readonly kept: KeptReviews;

  constructor(name: string, kept: KeptReviews) {
    this.order = new PageOrder(name, timeAndId);
    this.kept = kept;
  }

  async page(
    database: Pick<Database, 'query'>,
    { limit, cursor, filters = {}, where }: AskedReviews,
    invocation: Invocation,
  ) {
    const { columns, from, at, id } = this.kept;
    const pages = this.order.within(filters);
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const older = after.value
      ? sql`(${at}, ${id}) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
      : sql`true`;
    const rows = await database.query<ReviewRow<Review>>(
      sql`
        select ${columns}, ${at} as created_at, ${at}::text as cursor_at, ${id} as cursor_id
        from ${from} where (${where}) and ${older}
        order by ${at} desc, ${id} desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = (row: ReviewRow<Review>): [string, string] => [row.cursorAt, row.cursorId];
    const toReview = ({ cursorAt: _at, cursorId: _id, ...review }: ReviewRow<Review>) =>
      review as unknown as Review;
    return ok(pages.pageOf(rows, limit, keyOf, toReview));
  }
}
