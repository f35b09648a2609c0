import type { Invocation } from '#kernel/invocation.ts';
import { okPrepared } from '#platform/ground/prepared-json.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { nameKey } from '../read-model/build-documents.ts';
import type { Editions, OpenEdition } from '../read-model/editions.ts';
import { term } from '../read-model/terms.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { SharedReads } from '../storefront/tick-batch.ts';
import { fold } from '../words/fold-words.ts';
import { piecesOf, wordsOf } from '../words/typed-words.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import type { CategoryCounts } from './category-counts.ts';
import { CategoryTree } from './category-tree.ts';
import { tiersOf } from './search-tiers.ts';

type Input = InputOf<'product', 'getSearchSuggestions'>;

interface Found {
  readonly words: string[];
  /** Elements of an array as JSON text, with commas between them. */
  readonly products: string | null;
  readonly paths: string[];
}

/** Of words that begin so as many are looked at as a moment of typing may cost. */
const wordsLookedAt = sql`200`;
const titlesLookedAt = sql`100`;
/** A single letter begins half of all words. */
const fewestLetters = 2;
const lastWord = /[\p{L}\p{M}\p{N}]+$/u;

/** Words that go on what was typed, titles and categories that begin so: what the next search may be. */
export function getSearchSuggestions(
  { database }: ServiceContext<'product'>,
  editions: Editions,
  vocabulary: Vocabulary,
  counts: CategoryCounts,
): Handler<'product', 'getSearchSuggestions'> {
  const reads = new SharedReads<string>();
  const categories = new CategoryTree(database);
  const find = async (input: Input, edition: OpenEdition, invocation: Invocation) => {
    const { query, limit } = input;
    const begun = await categories.begunBy(query, edition, 4 * limit, invocation);
    const asked = await askedOf(query, edition, vocabulary, invocation);
    const found = await database.first<Found>(
      statement(
        asked,
        limit,
        edition,
        begun.map(({ path }) => path),
      ),
      invocation,
    );
    const { words, products, paths } = found!;
    const head = query.trimStart().slice(0, query.trimStart().length - asked.last.length);
    const named = begun.filter(({ path }) => paths.includes(path)).slice(0, limit);
    const inEach = await counts.of(
      named.map(({ path }) => path),
      edition.editionId,
      invocation,
    );
    return JSON.stringify({
      query,
      words: words.map((word) => `${head}${word}`),
      categories: named.map(({ path, name }) => ({ path, name, products: inEach.get(path) })),
    }).replace('{', () => `{"products":[${products ?? ''}],`);
  };
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const key = JSON.stringify([edition.editionId, input]);
    return okPrepared(await reads.share(key, () => find(input, edition, invocation)));
  };
}

interface Asked {
  /** The word that is being typed, as it stands there. */
  readonly last: string;
  readonly begins: string;
  /** What stands before it, as a query; empty: nothing. */
  readonly before: string;
  /** All of it in a title. */
  readonly titles: string;
  readonly name: string;
}

async function askedOf(
  query: string,
  edition: OpenEdition,
  vocabulary: Vocabulary,
  invocation: Invocation,
): Promise<Asked> {
  const last = lastWord.exec(query)?.[0] ?? '';
  const queryOf = async (text: string) => {
    const pieces = piecesOf(text, edition.locale);
    const known = await vocabulary.of(wordsOf(pieces), edition, invocation);
    return tiersOf({ text, pieces, known, instead: [] });
  };
  const before = await queryOf(query.slice(0, query.length - last.length));
  const titles = last.length < fewestLetters ? undefined : await queryOf(query);
  return {
    last,
    begins: last.length < fewestLetters ? '' : fold(last),
    before: before?.anywhere ?? '',
    titles: titles?.wideTitle ?? '',
    name: nameKey(query.trim()),
  };
}

/**
 * Titles that begin so are read from the index that sorts by name, and only what is left open is filled
 * with titles that have the words elsewhere. A word is told only if something has it: what is read of a
 * `with` is planned as if it were read whole, since for the first row alone PostgreSQL would walk the
 * table and unpack the words of each entry.
 */
function statement(
  asked: Asked,
  limit: number,
  { editionId }: OpenEdition,
  paths: readonly string[],
): Statement {
  const valid = (of: Statement) =>
    sql`${of}.edition_id = ${editionId} and ${of}.valid_from <= kontor_now()
    and ${of}.valid_to > kontor_now()`;
  return sql`
    with typed as materialized (
      select ${asked.before}::tsquery as before, ${asked.titles}::tsquery as titles),
    words as materialized (
      select word, min(shown) as shown from (
        select word, coalesce(shown, word) as shown from search_word
        where edition_id = ${editionId} and ${asked.begins}::text <> '' and word >= ${asked.begins}
          and word < ${asked.begins} || U&'\\FFFD' and trigrams is not null
        order by word limit ${wordsLookedAt}) w
      group by word order by length(word), word limit ${2 * limit}::int),
    begun as materialized (
      select d.product_id, d.valid_from, d.name_key, 0 as tier, d.title_words from document d
      where ${valid(sql`d`)} and ${asked.name}::text <> '' and d.name_key >= ${asked.name}
        and d.name_key < ${asked.name} || U&'\\FFFD'
      order by d.name_key, d.product_id limit ${limit}::int),
    titled as materialized (
      select e.product_id, e.valid_from, substr(e.name, 2, length(e.name) - 2), 1, e.title_words from search_entry e
      where (select count(*) from begun) < ${limit}::int and e.search @@ (select titles from typed)
        and ${valid(sql`e`)} limit ${titlesLookedAt})
    select
      array(
        select w.shown from words w
        where exists (
          with having_it as materialized (
            select from search_entry e where ${valid(sql`e`)} and e.search @@ (
              select case when numnode(t.before) = 0 then ('''' || w.word || '''')::tsquery
                else t.before && ('''' || w.word || '''')::tsquery end
              from typed t))
          select from having_it)
        order by length(w.word), w.word limit ${limit}::int) as words,
      (select string_agg(d.card::text, ',' order by h.tier, h.title_words, h.name_key, h.product_id)
        from (
          select product_id, valid_from, name_key, title_words, min(tier) as tier
          from (select * from begun union all select * from titled) every
          group by product_id, valid_from, name_key, title_words
          order by min(tier), title_words, name_key, product_id limit ${limit}::int) h
        join document d on d.edition_id = ${editionId} and d.product_id = h.product_id
          and d.valid_from = h.valid_from) as products,
      array(
        select path from unnest(${paths}::text[]) as path
        where exists (select from shelf s where s.edition_id = ${editionId}
          and s.term = hashtextextended(${term('category', '')}::text || path, 0))) as paths`;
}
