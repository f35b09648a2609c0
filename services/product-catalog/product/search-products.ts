import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { okPrepared } from '#platform/prepared-json.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/service.ts';
import { joinSql, sql, type Statement } from '#platform/sql.ts';
import { cursorOf, keyOfCursor } from './cursors.ts';
import type { Editions, OpenEdition } from './editions.ts';
import { facetsOf, noFacets, type TermCount } from './facets.ts';
import { filterConditions } from './document-filters.ts';
import { channelNotFound } from './list-products.ts';
import { SharedReads } from './tick-batch.ts';
import { optionTerm } from './terms.ts';
import { searchQuery } from './text-search.ts';

type Input = InputOf<'product', 'searchProducts'>;
type Output = OutputOf<'product', 'searchProducts'>;

interface Found {
  /** Elements of an array as JSON text, with commas between them. */
  readonly items: string | null;
  readonly terms: TermCount[] | null;
  readonly matches: number;
}

/**
 * What is looked at, ranked and counted of the documents that match; more than anybody reads. Written
 * into the text: of a limit that it does not know PostgreSQL expects few rows.
 */
const matchesLimit = { rows: sql`1000`, count: 1_000 };
const valuesPerFacet = sql`30`;
const cursorKey = z.tuple([z.int().min(1).max(matchesLimit.count)]);

/** The best matches with facets over all that match, in one statement on the documents. */
export function searchProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'searchProducts'> {
  const reads = new SharedReads<Found>();
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const after = keyOfCursor(input.cursor, cursorKey);
    if (!after.ok) return after;
    const query = searchQuery(input.query, edition.locale);
    if (query === undefined)
      return ok<Output>({ items: [], nextCursor: null, matches: 0, facets: noFacets() });
    const from = after.value?.[0] ?? 0;
    const key = JSON.stringify([edition.editionId, input]);
    const { items, terms, matches } = await reads.share(key, () =>
      database
        .first<Found>(statement(input, query, edition, from), invocation)
        .then((found) => found!),
    );
    const end = from + input.limit;
    const next = end < matches ? `"${cursorOf([end])}"` : 'null';
    const facets = JSON.stringify(facetsOf(terms ?? [], edition.currency));
    return okPrepared(
      `{"items":[${items ?? ''}],"nextCursor":${next},"matches":${matches},"facets":${facets}}`,
    );
  };
}

/**
 * Where a document lies (`ctid`) holds within a statement, so the matches are carried on as that, a
 * rank and a hash; terms are taken apart once for all matches that have the same ones, and cards are
 * read for the page alone.
 */
function statement(input: Input, query: Statement, edition: OpenEdition, from: number): Statement {
  const { option, limit } = input;
  const conditions = [
    sql`d.search @@ (select query from typed)`,
    sql`d.edition_id = ${edition.editionId}`,
    sql`d.valid_from <= kontor_now() and d.valid_to > kontor_now()`,
    ...filterConditions(input, option ? [optionTerm(option.name, option.value)] : []),
  ];
  return sql`
    with typed as materialized (select ${query} as query),
    matched as materialized (
      select d.ctid as place, d.product_id,
        coalesce(d.terms_hash, hash_array_extended(d.terms, 0)) as terms_hash,
        ts_rank(d.search, (select query from typed)) as rank
      from document d where ${joinSql(conditions, ' and ')} limit ${matchesLimit.rows}),
    alike as materialized (
      select min(place) as place, count(*)::int as count from matched group by terms_hash),
    counted as (
      select term, split_part(term, ':', 1) as kind, sum(count)::int as count
      from (select unnest(d.terms) as term, a.count
        from alike a join document d on d.ctid = a.place) each_term
      group by term),
    ranked as (
      select term, count, kind, row_number() over (partition by kind order by count desc, term) as place
      from counted where kind not in ('tag', 'collection'))
    select
      (select string_agg(d.card::text, ',' order by h.rank desc, h.product_id desc) from (
        select * from matched order by rank desc, product_id desc limit ${limit} offset ${from}) h
        join document d on d.ctid = h.place) as items,
      (select json_agg(json_build_array(l.term, l.count, coalesce(c.names ->> ${edition.locale}, c.name))
          order by l.place)
        from ranked l
        left join category c on l.kind = 'category' and c.path = substr(l.term, 10)
        where l.place <= ${valuesPerFacet}) as terms,
      (select coalesce(sum(count), 0)::int from alike) as matches`;
}
