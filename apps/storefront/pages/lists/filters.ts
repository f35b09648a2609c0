import type { z } from 'zod';
import type { facets } from '#contracts/product/store.ts';
import type { Query } from '../../serving/addresses.ts';
import type { PageRequest } from '../../serving/page.ts';

export type Facets = z.output<typeof facets>;

export const sorts = ['newest', 'price_ascending', 'price_descending', 'name'] as const;
export type Sort = (typeof sorts)[number];

/** What of an address's query narrows a list, by the name that it has there. */
const kept = [
  'query',
  'category',
  'vendor',
  'tag',
  'option',
  'attribute',
  'priceFromMinor',
  'priceToMinor',
  'inStock',
  'sort',
] as const;

/** What is filtered, as fields of the operation; what is written wrong counts as not asked. */
export function fieldsOf(query: URLSearchParams): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of kept) {
    const value = query.get(name)?.trim() ?? '';
    if (value === '' || value.length > 900) continue;
    if (name.endsWith('Minor') && !/^\d{1,12}$/.test(value)) continue;
    if (name === 'inStock' && value !== 'true') continue;
    if (name === 'sort' && !sorts.includes(value as Sort)) continue;
    fields[name] = value;
  }
  return fields;
}

export interface Filter {
  readonly label: string;
  /** Of the list without it. */
  readonly without: Query;
}

/** What narrows a list now, each with the way to be without it. */
export function appliedFilters(
  { words, formats, shop }: PageRequest,
  fields: Readonly<Record<string, string>>,
): readonly Filter[] {
  const without = (...names: string[]): Query =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
  const money = (text: string) => formats.money(Number(text), shop.currency);
  const filters: Filter[] = [];
  const { vendor, tag, option, attribute, priceFromMinor: from, priceToMinor: to } = fields;
  if (vendor) filters.push({ label: vendor, without: without('vendor') });
  if (tag) filters.push({ label: tag, without: without('tag') });
  if (option) filters.push({ label: option.replace(':', ': '), without: without('option') });
  if (attribute) {
    const label = attribute.replaceAll(';', ', ').replaceAll(':', ': ');
    filters.push({ label, without: without('attribute') });
  }
  if (from ?? to) {
    const label =
      from && to
        ? words.list.priceBetween(money(from), money(to))
        : from
          ? words.list.priceFrom(money(from))
          : words.list.priceBelow(money(to!));
    filters.push({ label, without: without('priceFromMinor', 'priceToMinor') });
  }
  if (fields['inStock']) filters.push({ label: words.list.inStock, without: without('inStock') });
  return filters;
}
