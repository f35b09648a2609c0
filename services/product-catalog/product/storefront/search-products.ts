import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { PageOrder } from '#platform/data/page-cursor.ts';
import { okPrepared } from '#platform/ground/prepared-json.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import type { Field } from '#contracts/fields.ts';
import { CategoryNames } from './category-names.ts';
import { FacetFields } from './facet-fields.ts';
import type { Editions, OpenEdition } from '../read-model/editions.ts';
import { facetsOf, frequentTerms, noFacets, type TermSet } from './facets.ts';
import { filterConditions } from './document-filters.ts';
import { channelNotFound } from './list-products.ts';
import { SharedReads } from './tick-batch.ts';
import { kindOfTerm, optionTerm, valueOfTerm } from '../read-model/terms.ts';
import { searchQuery, type SearchQuery } from '../read-model/text-search.ts';

type Input = InputOf<'product', 'searchProducts'>;
type Output = OutputOf<'product', 'searchProducts'>;

interface Found {
  /** Elements of an array as JSON text, with commas between them. */
  readonly items: string | null;
  readonly sets: TermSet[] | null;
  readonly matches: number;
}

/**
 * What is looked at, ranked and counted of the documents that match; more than anybody reads. Written
 * into the text: of a limit that it does not know PostgreSQL expects few rows.
 */
const matchesLimit = { rows: sql`1000`, count: 1_000 };
const allPages = new PageOrder('matches', z.tuple([z.int().min(1).max(matchesLimit.count)]));

/** The best matches with facets over all that match, from one statement on the documents. */
export function searchProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'searchProducts'> {
  const reads = new SharedReads<Found>();
  const categories = new CategoryNames(database);
  const facetFields = new FacetFields(database);
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const pages = allPages.within(input);
    const after = pages.after(input.cursor);
    if (!after.ok) return after;
    const query = searchQuery(input.query, edition.locale);
    if (query === undefined)
      return ok<Output>({ items: [], nextCursor: null, matches: 0, facets: noFacets() });
    const from = after.value?.[0] ?? 0;
    const key = JSON.stringify([edition.editionId, input]);
    const { items, sets, matches } = await reads.share(key, () =>
      database
        .first<Found>(statement(input, query, edition, from), invocation)
        .then((found) => found!),
    );
    const end = from + input.limit;
    const next = end < matches ? `"${pages.cursorOf([end])}"` : 'null';
    const terms = frequentTerms(sets ?? []);
    const paths = terms.flatMap(([term]) =>
      kindOfTerm(term) === 'category' ? [valueOfTerm(term)] : [],
    );
    const names = await categories.of(paths, edition.locale, invocation);
    const named = terms.map(
      ([term, count]) => [term, count, names.get(valueOfTerm(term)) ?? null] as const,
    );
    const fields: ReadonlyMap<string, Field> = terms.some(
      ([term]) => kindOfTerm(term) === 'attribute',
    )
      ? await facetFields.all()
      : new Map();
    const facets = JSON.stringify(facetsOf(named, edition.currency, fields, edition.locale));
    return okPrepared(
      `{"items":[${items ?? ''}],"nextCursor":${next},"matches":${matches},"facets":${facets}}`,
    );
  };
}

const foundColumns = sql`d.ctid as place, d.product_id,
  coalesce(d.terms_hash, hash_array_extended(d.terms, 0)) as terms_hash,
  ts_rank(d.search, (select query from typed)) as rank`;

/**
 * The words as they are come first: where they alone fill what is looked at, nobody asks for the
 * beginnings of words, which cost the index more; what has both is left out by the index already.
 * Where a document lies (`ctid`) holds within a statement, so matches are carried on as that, a rank
 * and a hash; terms are read once for all matches that have the same ones, and cards for the page alone.
 */
function statement(
  input: Input,
  query: SearchQuery,
  edition: OpenEdition,
  from: number,
): Statement {
  const { option, limit } = input;
  const conditions = joinSql(
    [
      sql`d.edition_id = ${edition.editionId}`,
      sql`d.valid_from <= kontor_now() and d.valid_to > kontor_now()`,
      ...filterConditions(input, option ? [optionTerm(option.name, option.value)] : []),
    ],
    ' and ',
  );
  return sql`
    with typed as materialized (select ${query.all} as query, ${query.exact} as exact),
    matched as materialized (
      select ${foundColumns} from document d
      where d.search @@ (select exact from typed) and ${conditions}
      union all
      select ${foundColumns} from document d
      where d.search @@ (select query && !!exact from typed) and ${conditions}
      limit ${matchesLimit.rows}),
    alike as materialized (
      select min(place) as place, count(*)::int as count from matched group by terms_hash)
    select
      (select string_agg(d.card::text, ',' order by h.rank desc, h.product_id desc) from (
        select * from matched order by rank desc, product_id desc limit ${limit} offset ${from}) h
        join document d on d.ctid = h.place) as items,
      (select json_agg(json_build_array(a.count, d.terms))
        from alike a join document d on d.ctid = a.place) as sets,
      (select coalesce(sum(count), 0)::int from alike) as matches`;
}
