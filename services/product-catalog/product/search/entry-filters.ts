import { hash } from 'node:crypto';
import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { attributeTerm, optionTerm, term } from '../read-model/terms.ts';
import { plainAttributesOf, rangesByKey } from '../storefront/document-filters.ts';
import type { LateNames } from '../storefront/former-shelves.ts';
import { choiceOfTerm } from '../storefront/term-book.ts';
import { allOf, anyOf } from './search-tiers.ts';

export type SearchInput = InputOf<'product', 'searchProducts'> & LateNames;

/** Terms of which a product must have one: values of one facet that somebody chose. */
export interface Choice {
  /** As `choiceOfTerm` names it. */
  readonly name: string;
  readonly terms: readonly string[];
}

/** What is chosen from facets. Several values of one widen what is found, other facets narrow it. */
export function choicesOf(input: SearchInput): Choice[] {
  const { vendor, vendors = [], option, options = [] } = input;
  const terms = [
    ...[...(vendor === undefined ? [] : [vendor]), ...vendors].map((one) => term('vendor', one)),
    ...[...(option === undefined ? [] : [option]), ...options].map(({ name, value }) =>
      optionTerm(name, value),
    ),
    ...plainAttributesOf(input).map(({ key, value }) => attributeTerm(key, value)),
  ];
  const byName = Map.groupBy(new Set(terms), choiceOfTerm);
  return [...byName].map(([name, some]) => ({ name, terms: some }));
}

/** The filters that are words of an entry, as a query of them. Empty: there are none. */
export function filterQuery(
  { category, collection, tag, lateCategories = [], lateCollections = [] }: SearchInput,
  choices: readonly Choice[],
): string {
  return allOf([
    ...(category === undefined ? [] : [named('category', category, lateCategories)]),
    ...(collection === undefined ? [] : [named('collection', collection, lateCollections)]),
    ...(tag === undefined ? [] : [wordOfTerm(term('tag', tag))]),
    ...choices.map(({ terms }) => anyOf(terms.map(wordOfTerm))),
  ]);
}

/** A shelf by the name that it has, or one that it had till lately. */
function named(kind: 'category' | 'collection', name: string, late: readonly string[]): string {
  return anyOf([name, ...late].map((one) => wordOfTerm(term(kind, one))));
}

/** A word has at most 2,046 bytes; `search_terms` writes them so. */
const longestWord = 1_000;

export function wordOfTerm(text: string): string {
  const word = Buffer.byteLength(text) > longestWord ? hash('md5', text) : text;
  return `'~${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}

/** The rest, as conditions on entries, aliased `e`. */
export function entryConditions(input: SearchInput, editionId: number): Statement {
  const { priceFromMinor, priceToMinor, inStock } = input;
  return joinSql(
    [
      sql`e.edition_id = ${editionId}::int`,
      sql`e.valid_from <= kontor_now() and e.valid_to > kontor_now()`,
      ...(priceFromMinor === undefined ? [] : [sql`e.price_minor >= ${priceFromMinor}::bigint`]),
      ...(priceToMinor === undefined ? [] : [sql`e.price_minor <= ${priceToMinor}::bigint`]),
      ...(inStock === undefined ? [] : [sql`e.in_stock = ${inStock}::boolean`]),
      ...rangesByKey(input).map(
        ([key, ranges]) => sql`(e.product_id, e.valid_from) in (
          select n.product_id, n.valid_from
          from unnest(${ranges.map(({ from }) => from)}::numeric[],
            ${ranges.map(({ to }) => to)}::numeric[]) as r (low, high)
          join number_shelf n on n.edition_id = ${editionId}::int and n.key = ${key}
            and n.value between r.low and r.high)`,
      ),
    ],
    ' and ',
  );
}
