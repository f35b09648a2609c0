import type { OutputOf } from '#platform/service.ts';
import { priceRangeFrom } from './price-ranges.ts';
import { kindOfTerm, valueOfTerm } from './terms.ts';

type Facets = OutputOf<'product', 'searchProducts'>['facets'];

/** A term, how many matching products have it, and the name of its category. */
export type TermCount = readonly [term: string, count: number, name: string | null];

export function noFacets(): Facets {
  return {
    categories: [],
    vendors: [],
    options: [],
    prices: [],
    availability: { inStock: 0, outOfStock: 0 },
  };
}

/** Sorts counted terms, the most frequent first, into facets. */
export function facetsOf(terms: readonly TermCount[], currency: string): Facets {
  const facets = noFacets();
  const options = new Map<string, Facets['options'][number]['values']>();
  for (const [term, count, name] of terms) {
    const value = valueOfTerm(term);
    switch (kindOfTerm(term)) {
      case 'category':
        facets.categories.push({ path: value, name: name ?? value, count });
        break;
      case 'vendor':
        facets.vendors.push({ value, count });
        break;
      case 'price':
        facets.prices.push({ ...priceRangeFrom(Number(value), currency), count });
        break;
      case 'availability':
        facets.availability[value === 'in_stock' ? 'inStock' : 'outOfStock'] = count;
        break;
      case 'option':
        addOption(options, value, count);
        break;
      // Filters that are not counted: a shop has too many of them.
      case 'collection':
      case 'tag':
        break;
    }
  }
  facets.prices.sort((a, b) => a.fromMinor - b.fromMinor);
  for (const [name, values] of options) facets.options.push({ name, values });
  return facets;
}

function addOption(
  options: Map<string, Facets['options'][number]['values']>,
  text: string,
  count: number,
): void {
  const [name = '', value = ''] = text.split('\n');
  const values = options.get(name);
  if (values) values.push({ value, count });
  else options.set(name, [{ value, count }]);
}
