import type { OpenList } from './list-sorts.ts';
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
