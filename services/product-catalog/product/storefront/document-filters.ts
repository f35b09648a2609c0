import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { keyTerm } from '../read-model/attribute-terms.ts';
import { attributeTerm, term } from '../read-model/terms.ts';
import type { LateNames } from './former-shelves.ts';

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
> &
  LateNames & { readonly reduced?: boolean | undefined };

/** The most telling filter first: it chooses the shelf. */
export function termsOf(filters: Filters): string[] {
  const { collection, tag, vendor, category, reduced, lateCategories, lateCollections } = filters;
  const values = [...Map.groupBy(plainAttributesOf(filters), ({ key }) => key).values()];
  return [
    ...(collection === undefined || lateCollections ? [] : [term('collection', collection)]),
    ...(tag === undefined ? [] : [term('tag', tag)]),
    ...(vendor === undefined ? [] : [term('vendor', vendor)]),
    ...values.flatMap(([one, another]) => (another ? [] : [attributeTerm(one!.key, one!.value)])),
    // Whatever has a number of that field: which one, the paths below say.
    ...rangesByKey(filters).map(([key]) => keyTerm(key)),
    ...(category === undefined || lateCategories ? [] : [term('category', category)]),
    ...(reduced === true ? [term('reduced', 'yes')] : []),
  ];
}

/** Of each of these one will do: several values of one field, several names of a shelf. */
export function alternativesOf(filters: Filters): string[][] {
  const { category, lateCategories, collection, lateCollections } = filters;
  const attributes = [...Map.groupBy(plainAttributesOf(filters), ({ key }) => key).values()]
    .filter(({ length }) => length > 1)
    .map((some) => some.map(({ key, value }) => attributeTerm(key, value)));
  return [
    ...attributes,
    ...(lateCategories ? [[category!, ...lateCategories].map((one) => term('category', one))] : []),
    ...(lateCollections
      ? [[collection!, ...lateCollections].map((one) => term('collection', one))]
      : []),
  ];
}

const range = /^(-?\d{1,12}(?:\.\d{1,6})?)?\.\.(-?\d{1,12}(?:\.\d{1,6})?)?$/;

function partsOf(filter: string): [key: string, value: string] {
  const at = filter.indexOf(':');
  return [filter.slice(0, at), filter.slice(at + 1)];
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

export function numberRangesOf({ attributes = [] }: Pick<Filters, 'attributes'>): NumberRange[] {
  return attributes.flatMap((filter) => {
    const [key, value] = partsOf(filter);
    const found = range.exec(value);
    return found
      ? [{ key, from: bound(found[1] ?? '-Infinity'), to: bound(found[2] ?? 'Infinity') }]
      : [];
  });
}

/** Those that are one value. */
export function plainAttributesOf({ attributes = [] }: Pick<Filters, 'attributes'>) {
  return attributes.flatMap((filter) => {
    const [key, value] = partsOf(filter);
    return range.test(value) ? [] : [{ key, value }];
  });
}

/** Of several ranges of one field a number must be in one. */
export function rangesByKey(filters: Pick<Filters, 'attributes'>): [string, NumberRange[]][] {
  return [...Map.groupBy(numberRangesOf(filters), ({ key }) => key)];
}

/** A path of JSON for each field with ranges; key and bounds are of the shapes that were looked at. */
export function numberPathsOf(filters: Filters): string[] {
  return rangesByKey(filters).map(([key, ranges]) => {
    const bounds = ranges.map(({ from, to }) =>
      [
        ...(from === '-Infinity' ? [] : [`@ >= ${from}`]),
        ...(to === 'Infinity' ? [] : [`@ <= ${to}`]),
      ].join(' && '),
    );
    return `$."${key}"[*]${bounds.includes('') ? '' : ` ? (${bounds.map((one) => `(${one})`).join(' || ')})`}`;
  });
}

/** Typed expressions of what documents are filtered by. */
interface Sought {
  readonly terms: readonly Statement[];
  /** Of each of them one will do. */
  readonly alternatives: readonly (readonly Statement[])[];
  /** Paths of JSON that the numbers of a document have to have something at. */
  readonly numberPaths: readonly Statement[];
  readonly priceFrom: Statement | undefined;
  readonly priceTo: Statement | undefined;
  readonly inStock: Statement | undefined;
}

/** Conditions on documents, aliased `d`: terms, price and stock. */
export function documentConditions(sought: Sought): Statement[] {
  const { terms, alternatives, numberPaths, priceFrom, priceTo, inStock } = sought;
  return [
    ...(terms.length === 0 ? [] : [sql`d.terms @> array[${joinSql(terms, ', ')}]`]),
    ...alternatives.map((some) => sql`d.terms && array[${joinSql(some, ', ')}]`),
    ...numberPaths.map((path) => sql`jsonb_path_exists(d.numbers, ${path}::jsonpath)`),
    ...(priceFrom ? [sql`d.price_minor >= ${priceFrom}`] : []),
    ...(priceTo ? [sql`d.price_minor <= ${priceTo}`] : []),
    ...(inStock ? [sql`d.in_stock = ${inStock}`] : []),
  ];
}
