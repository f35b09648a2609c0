import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { rangesByKey, type Filters, type NumberRange } from './document-filters.ts';

/** Written into the text, so that PostgreSQL plans for few rows. */
const few = 1_000;
const fewAndOne = sql`1001`;

/**
 * Of the ranges of numbers in a question the one that fewest products fit, where these are so few
 * that they are read and sorted sooner than a shelf is walked: a walk that meets nothing has no end
 * but the shelf's. Nothing is asked where no range is given.
 */
export async function narrowRange(
  database: Database,
  editionId: number,
  filters: Filters,
  invocation: Invocation,
): Promise<NumberRange | undefined> {
  // Of a field with several ranges a number may be in any of them.
  const ranges = rangesByKey(filters).flatMap(([, some]) => (some.length === 1 ? some : []));
  if (ranges.length === 0) return undefined;
  const rows = await database.query<{ place: number; fitting: number }>(
    sql`
      select k.place::int, q.fitting
      from unnest(${ranges.map(({ key }) => key)}::text[], ${ranges.map(({ from }) => from)}::numeric[],
        ${ranges.map(({ to }) => to)}::numeric[]) with ordinality as k (key, low, high, place),
      lateral (select count(*)::int as fitting from (
        select from number_shelf n where ${fits(sql`${editionId}::int`, sql`k.key`, sql`k.low`, sql`k.high`)}
        limit ${fewAndOne}) s) q
      order by q.fitting limit 1`,
    invocation,
  );
  const [{ place, fitting }] = rows as [{ place: number; fitting: number }];
  return fitting > few ? undefined : ranges[place - 1];
}

/** What a range holds, aliased `n`, as a range of its index. */
export function fits(edition: Statement, key: Statement, low: Statement, high: Statement) {
  return sql`n.edition_id = ${edition} and n.key = ${key} and n.value between ${low} and ${high}`;
}

/** Documents `x` of what a narrow range holds. */
export function documentsWithin(
  edition: Statement,
  key: Statement,
  low: Statement,
  high: Statement,
): Statement {
  return sql`(select distinct n.product_id, n.valid_from from number_shelf n
      where ${fits(edition, key, sql`${low}::numeric`, sql`${high}::numeric`)} limit ${fewAndOne}) m
    join document x on x.edition_id = ${edition} and x.product_id = m.product_id
      and x.valid_from = m.valid_from`;
}
