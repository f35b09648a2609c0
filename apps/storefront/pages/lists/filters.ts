import type { z } from 'zod';
import type { collectionSort, facets } from '#contracts/product/store.ts';
import type { Query } from '../../serving/addresses.ts';
import type { PageRequest, Redirect } from '../../serving/page.ts';

export type Facets = z.output<typeof facets>;
export type OwnSort = z.output<typeof collectionSort>;

export const sorts = ['newest', 'price_ascending', 'price_descending', 'name'] as const;

/** What narrows a list, by the name that it has in its address; `vendor` and `option` may stand several times. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

const single = [
  'query',
  'category',
  'collection',
  'tag',
  'priceFromMinor',
  'priceToMinor',
  'inStock',
  'sort',
];
const several = ['vendor', 'option'];
const valuesMax = 20;
const lengthMax = 900;

/** What is filtered, as fields of the operation; what is written wrong counts as not asked. */
export function fieldsOf(query: URLSearchParams): Fields {
  const fields: Record<string, string | readonly string[]> = {};
  for (const name of single) {
    const value = query.get(name)?.trim() ?? '';
    if (isAsked(name, value)) fields[name] = value;
  }
  for (const name of several) {
    const values = [...new Set(query.getAll(name).filter((value) => isAsked(name, value)))];
    if (values.length > 0) fields[name] = values.slice(0, valuesMax);
  }
  const attribute = query.getAll('attribute').filter((value) => /^[a-z]\w*:./.test(value));
  if (attribute.length > 0) fields['attribute'] = attribute.slice(0, 5);
  return fields;
}

function isAsked(name: string, value: string): boolean {
  if (value === '' || value.length > lengthMax) return false;
  if (name.endsWith('Minor')) return /^\d{1,12}$/.test(value);
  if (name === 'inStock') return value === 'true';
  if (name === 'sort') return sorts.some((sort) => sort === value);
  if (name === 'option') return /^[^:]+:.+$/.test(value);
  return true;
}

/** All that an address asks for, for the list that has another name now: a place in the old one is none in it. */
export function askedAnew(query: URLSearchParams): Query {
  const names = new Set(query.keys());
  names.delete('cursor');
  return Object.fromEntries([...names].map((name) => [name, query.getAll(name)]));
}

export interface Option {
  readonly name: string;
  readonly value: string;
}

/** The address of a list by the words that its language has for the options, where it was asked by another's. */
export function inOwnWords(
  { query }: PageRequest,
  { translatedOptions }: { readonly translatedOptions?: readonly Option[] },
  address: (query: Query) => string,
): Redirect | undefined {
  if (translatedOptions === undefined) return undefined;
  const option = translatedOptions.map(({ name, value }) => `${name}:${value}`);
  return { status: 303, location: address({ ...askedAnew(query), option }) };
}

/** As the operation takes them. */
export function asked(fields: Fields): Readonly<Record<string, unknown>> {
  const { attribute, ...others } = fields;
  return Array.isArray(attribute) ? { ...others, attribute: attribute.join(';') } : others;
}

export interface Filter {
  readonly label: string;
  /** Of the list without it. */
  readonly without: Query;
}

/** The same without one value of a name. */
export function without(fields: Fields, name: string, value?: string): Query {
  const { [name]: given, ...others } = fields;
  const left = Array.isArray(given) ? given.filter((each) => each !== value) : [];
  return value === undefined || left.length === 0 ? others : { ...others, [name]: left };
}

/** The same with one more value of a name. */
export function withValue(fields: Fields, name: string, value: string): Query {
  const given = fields[name];
  return { ...fields, [name]: Array.isArray(given) ? [...given, value] : [value] };
}

/** What narrows a list now, each with the way to be without it. */
export function appliedFilters(
  { words, formats, shop }: PageRequest,
  fields: Fields,
): readonly Filter[] {
  const filters: Filter[] = [];
  for (const name of ['vendor', 'option', 'attribute', 'tag', 'collection']) {
    const given = fields[name];
    for (const value of given === undefined ? [] : [given].flat()) {
      filters.push({ label: value.replace(':', ': '), without: without(fields, name, value) });
    }
  }
  const [from, to] = [fields['priceFromMinor'], fields['priceToMinor']] as (string | undefined)[];
  if (from !== undefined || to !== undefined) {
    const money = (text: string) => formats.money(Number(text), shop.currency);
    const label =
      from && to
        ? words.list.priceBetween(money(from), money(to))
        : from
          ? words.list.priceFrom(money(from))
          : words.list.priceBelow(money(to!));
    const { priceFromMinor: _, priceToMinor: __, ...others } = fields;
    filters.push({ label, without: others });
  }
  if (fields['inStock']) {
    filters.push({ label: words.list.inStock, without: without(fields, 'inStock') });
  }
  return filters;
}
