import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { term } from '../read-model/terms.ts';

/** A value of a question with its PostgreSQL type. */
export interface Given {
  readonly name: string;
  readonly type: 'int' | 'bigint' | 'text' | 'uuid' | 'boolean';
  readonly value: unknown;
}

type Filters = Pick<
  InputOf<'product', 'listProducts'>,
  'category' | 'collection' | 'vendor' | 'tag' | 'priceFromMinor' | 'priceToMinor' | 'inStock'
>;

/** The most telling filter first: it chooses the shelf. */
export function termsOf({ collection, tag, vendor, category }: Filters): string[] {
  return [
    ...(collection === undefined ? [] : [term('collection', collection)]),
    ...(tag === undefined ? [] : [term('tag', tag)]),
    ...(vendor === undefined ? [] : [term('vendor', vendor)]),
    ...(category === undefined ? [] : [term('category', category)]),
  ];
}

/** Typed expressions of what documents are filtered by. */
interface Sought {
  readonly terms: readonly Statement[];
  readonly priceFrom: Statement | undefined;
  readonly priceTo: Statement | undefined;
  readonly inStock: Statement | undefined;
}

/** Conditions on documents, aliased `d`: terms, price and stock. */
export function documentConditions({ terms, priceFrom, priceTo, inStock }: Sought): Statement[] {
  return [
    ...(terms.length === 0 ? [] : [sql`d.terms @> array[${joinSql(terms, ', ')}]`]),
    ...(priceFrom ? [sql`d.price_minor >= ${priceFrom}`] : []),
    ...(priceTo ? [sql`d.price_minor <= ${priceTo}`] : []),
    ...(inStock ? [sql`d.in_stock = ${inStock}`] : []),
  ];
}

/** The filters as parameters of a statement of their own, with more terms that must be there. */
export function filterConditions(filters: Filters, more: readonly string[] = []): Statement[] {
  const { priceFromMinor, priceToMinor, inStock } = filters;
  return documentConditions({
    terms: [...termsOf(filters), ...more].map((value) => sql`${value}::text`),
    priceFrom: priceFromMinor === undefined ? undefined : sql`${priceFromMinor}::bigint`,
    priceTo: priceToMinor === undefined ? undefined : sql`${priceToMinor}::bigint`,
    inStock: inStock === undefined ? undefined : sql`${inStock}::boolean`,
  });
}
