import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { keyTerm } from '../read-model/attribute-terms.ts';
import { attributeTerm, term } from '../read-model/terms.ts';

/** A value of a question with its PostgreSQL type. */
export interface Given {
  readonly name: string;
  readonly type: 'int' | 'bigint' | 'text' | 'uuid' | 'boolean';
  readonly value: unknown;
}

export type Filters = Pick<
  InputOf<'product', 'listProducts'>,
  | 'category'
  | 'collection'
  | 'vendor'
  | 'tag'
  | 'priceFromMinor'
  | 'priceToMinor'
  | 'inStock'
  | 'attributes'
>;

/** The most telling filter first: it chooses the shelf. */
export function termsOf({ collection, tag, vendor, category, attributes }: Filters): string[] {
  return [
    ...(collection === undefined ? [] : [term('collection', collection)]),
    ...(tag === undefined ? [] : [term('tag', tag)]),
    ...(vendor === undefined ? [] : [term('vendor', vendor)]),
    ...(attributes ?? []).map(termOfAttribute),
    ...(category === undefined ? [] : [term('category', category)]),
  ];
}

const range = /^(-?\d{1,12}(?:\.\d{1,6})?)?\.\.(-?\d{1,12}(?:\.\d{1,6})?)?$/;

function partsOf(filter: string): [key: string, value: string] {
  const at = filter.indexOf(':');
  return [filter.slice(0, at), filter.slice(at + 1)];
}

/** Of a range whatever has a number of that field: which one, the paths below say. */
function termOfAttribute(filter: string): string {
  const [key, value] = partsOf(filter);
  return range.test(value) ? keyTerm(key) : attributeTerm(key, value);
}

/** Bounds as decimals, both included; one that is left out is an infinity. */
export interface NumberRange {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** As a number is written: a path of JSON takes no leading noughts. */
function bound(digits: string): string {
  return String(Number(digits));
}

export function numberRangesOf({ attributes = [] }: Filters): NumberRange[] {
  return attributes.flatMap((filter) => {
    const [key, value] = partsOf(filter);
    const found = range.exec(value);
    return found
      ? [{ key, from: bound(found[1] ?? '-Infinity'), to: bound(found[2] ?? 'Infinity') }]
      : [];
  });
}

/** A path of JSON for each range of numbers; key and bounds are of the shapes that were looked at. */
export function numberPathsOf(filters: Filters): string[] {
  return numberRangesOf(filters).map(({ key, from, to }) => {
    const bounds = [
      ...(from === '-Infinity' ? [] : [`@ >= ${from}`]),
      ...(to === 'Infinity' ? [] : [`@ <= ${to}`]),
    ];
    return `$."${key}"[*]${bounds.length === 0 ? '' : ` ? (${bounds.join(' && ')})`}`;
  });
}

/** Typed expressions of what documents are filtered by. */
interface Sought {
  readonly terms: readonly Statement[];
  /** Paths of JSON that the numbers of a document have to have something at. */
  readonly numberPaths: readonly Statement[];
  readonly priceFrom: Statement | undefined;
  readonly priceTo: Statement | undefined;
  readonly inStock: Statement | undefined;
}

/** Conditions on documents, aliased `d`: terms, price and stock. */
export function documentConditions(sought: Sought): Statement[] {
  const { terms, numberPaths, priceFrom, priceTo, inStock } = sought;
  return [
    ...(terms.length === 0 ? [] : [sql`d.terms @> array[${joinSql(terms, ', ')}]`]),
    ...numberPaths.map((path) => sql`jsonb_path_exists(d.numbers, ${path}::jsonpath)`),
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
    numberPaths: numberPathsOf(filters).map((path) => sql`${path}::text`),
    priceFrom: priceFromMinor === undefined ? undefined : sql`${priceFromMinor}::bigint`,
    priceTo: priceToMinor === undefined ? undefined : sql`${priceToMinor}::bigint`,
    inStock: inStock === undefined ? undefined : sql`${inStock}::boolean`,
  });
}
