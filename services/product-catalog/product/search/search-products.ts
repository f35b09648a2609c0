import { z } from 'zod';
import type { Database } from '#platform/data/database.ts';
import { PageOrder } from '#platform/data/page-cursor.ts';
import { okPrepared } from '#platform/ground/prepared-json.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import type { Field } from '#contracts/fields.ts';
import { CategoryNames } from '../storefront/category-names.ts';
import { FacetFields } from '../storefront/facet-fields.ts';
import type { Editions, OpenEdition } from '../read-model/editions.ts';
import { facetsOf, frequentTerms, type TermSet } from '../storefront/facets.ts';
import { filterConditions } from '../storefront/document-filters.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { SharedReads } from '../storefront/tick-batch.ts';
import { kindOfTerm, optionTerm, valueOfTerm } from '../read-model/terms.ts';
import { piecesOf, wordsOf } from '../words/typed-words.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { tiersOf, type Tiers, type Typed } from './search-tiers.ts';
import type { Synonyms } from './synonyms.ts';
import { WiderSearch } from './widen-search.ts';

type Input = InputOf<'product', 'searchProducts'>;

interface Found {
  /** Elements of an array as JSON text, with commas between them. */
  readonly items: string | null;
  readonly sets: TermSet[] | null;
  readonly matches: number;
}

const mostMatches = 100_000_000;
const allPages = new PageOrder('matches', z.tuple([z.int().min(1).max(mostMatches)]));
/** Where fewer are found, what else may have been meant is looked for. */
const little = 3;

/** The best matches with facets over all that match, from one statement on the documents. */
export function searchProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
  vocabulary: Vocabulary,
  synonyms: Synonyms,
): Handler<'product', 'searchProducts'> {
  const reads = new SharedReads<Found>();
  const categories = new CategoryNames(database);
  const facetFields = new FacetFields(database);
  const finder = new Finder(database, vocabulary, synonyms);
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const pages = allPages.within(input);
    const after = pages.after(input.cursor);
    if (!after.ok) return after;
    const from = after.value?.[0] ?? 0;
    const key = JSON.stringify([edition.editionId, input]);
    const { items, sets, matches } = await reads.share(key, () =>
      finder.find(input, edition, from, invocation),
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

/** From what was typed to what matches, widened where that is little. */
class Finder {
  private readonly database: Database;
  private readonly vocabulary: Vocabulary;
  private readonly synonyms: Synonyms;
  private readonly wider: WiderSearch;

  constructor(database: Database, vocabulary: Vocabulary, synonyms: Synonyms) {
    this.database = database;
    this.vocabulary = vocabulary;
    this.synonyms = synonyms;
    this.wider = new WiderSearch(database, vocabulary);
  }

  async find(
    input: Input,
    edition: OpenEdition,
    from: number,
    invocation: Invocation,
  ): Promise<Found> {
    const typed = await this.known(input.query, edition, invocation);
    const tiers = tiersOf(typed);
    if (tiers === undefined) return nothingFound;
    const read = async (asked: Asked) =>
      (await this.database.first<Found>(statement(input, asked, edition, from), invocation))!;
    const found = await read({ ...tiers, wider: '' });
    if (found.matches >= little) return found;
    const more = await this.wider.of(typed, edition, invocation);
    if (more === undefined) return found;
    const widened = tiersOf(more)!;
    return read(
      found.matches === 0 ? { ...widened, wider: '' } : { ...tiers, wider: widened.anywhere },
    );
  }

  private async known(text: string, edition: OpenEdition, invocation: Invocation): Promise<Typed> {
    const pieces = piecesOf(text, edition.locale);
    const words = await this.vocabulary.of(wordsOf(pieces), edition, invocation);
    const instead = await this.synonyms.of(pieces, words, edition.locale);
    if (instead.length === 0) return { text, pieces, known: words, instead };
    const others = instead.flatMap(({ groups }) => groups.flat());
    const more = await this.vocabulary.of(others, edition, invocation);
    return { text, pieces, known: new Map([...more, ...words]), instead };
  }
}

/** With what little is found widened by. */
type Asked = Tiers & { readonly wider: string };

const nothingFound: Found = { items: null, sets: null, matches: 0 };

/**
 * All that match, however many, the best first: by tier, in a tier titles that have what was typed as
 * it is, then short titles before long ones, then the newest. What has the words in its title is found by the index alone; what else is found is asked
 * for its tier, and is not looked for twice. Where a document lies (`ctid`) holds within a statement,
 * so matches are carried on as that and a hash; terms are read once for all matches that have the same
 * ones, and cards for the page alone.
 */
function statement(input: Input, asked: Asked, edition: OpenEdition, from: number): Statement {
  const { option, limit } = input;
  const conditions = joinSql(
    [
      sql`d.edition_id = ${edition.editionId}`,
      sql`d.valid_from <= kontor_now() and d.valid_to > kontor_now()`,
      ...filterConditions(input, option ? [optionTerm(option.name, option.value)] : []),
    ],
    ' and ',
  );
  const columns = sql`d.ctid as place, d.product_id, d.title_words,
    coalesce(d.terms_hash, hash_array_extended(d.terms, 0)) as terms_hash`;
  const widened = sql`
      union all
      select 5, true, ${columns} from document d
      where d.search @@ (select wider && !!(code || title || anywhere) from typed) and ${conditions}`;
  return sql`
    with typed as materialized (
      select ${asked.code}::tsquery as code, ${asked.title}::tsquery as title,
        ${asked.names}::tsquery as names, ${asked.wideTitle}::tsquery as wide_title,
        ${asked.anywhere}::tsquery as anywhere, ${asked.wider}::tsquery as wider),
    matched as materialized (
      select 1 as tier, strpos(' ' || d.name_key || ' ', ${asked.phrase}) = 0 as apart, ${columns}
      from document d
      where d.search @@ (select title && !!code from typed) and ${conditions}
      union all
      select case when d.search @@ (select code from typed) then 0
          when d.search @@ (select names from typed) then 2
          when d.search @@ (select wide_title from typed) then 3 else 4 end, true,
        ${columns}
      from document d
      where d.search @@ (select (code || anywhere) && !!(title && !!code) from typed)
        and ${conditions}${asked.wider === '' ? sql`` : widened}),
    alike as materialized (
      select min(place) as place, count(*)::int as count from matched group by terms_hash)
    select
      (select string_agg(d.card::text, ',' order by h.tier, h.apart, h.title_words, h.product_id desc) from (
        select * from matched order by tier, apart, title_words, product_id desc
        limit ${limit} offset ${from}) h
        join document d on d.ctid = h.place) as items,
      (select json_agg(json_build_array(a.count, d.terms))
        from alike a join document d on d.ctid = a.place) as sets,
      (select coalesce(sum(count), 0)::int from alike) as matches`;
}
