import type { OutputOf } from '#platform/calls/service.ts';
import type { Field } from '#contracts/fields.ts';
import { addAttribute, inOrder, type AttributeFacet } from './attribute-facets.ts';
import { priceRangeFrom } from '../read-model/prices/price-ranges.ts';
import { kindOfTerm, valueOfTerm } from '../read-model/terms.ts';
import type { Facet, TermBook } from './term-book.ts';

type Facets = OutputOf<'product', 'searchProducts'>['facets'];

const valuesPerFacet = 30;

/** Products that are counted alike. */
export interface Group {
  /** Of their terms, as the book has them. */
  readonly hash: string;
  readonly count: number;
  readonly inStock: number;
}

/** Of each kind that is counted the most frequent terms, these first, then in the order of the text. */
export function frequentTerms(
  counts: ReadonlyMap<number, number>,
  book: TermBook,
): [term: string, count: number][] {
  const byFacet = new Map<Facet, [term: string, count: number][]>();
  for (const [place, count] of counts) {
    const { text, facet } = book.term(place);
    const some = byFacet.get(facet);
    if (some === undefined) byFacet.set(facet, [[text, count]]);
    else some.push([text, count]);
  }
  return [...byFacet.values()].flatMap((some) =>
    some.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, valuesPerFacet),
  );
}

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
export function facetsOf(
  terms: readonly TermCount[],
  currency: string,
  fields: ReadonlyMap<string, Field>,
  locale: string,
): Facets {
  const facets = noFacets();
  const attributes = new Map<string, AttributeFacet>();
  const options = new Map<string, Facets['options'][number]['values']>();
  for (const [term, count, name] of terms) {
    const value = valueOfTerm(term);
    switch (kindOfTerm(term)) {
      case 'category':
        // One that was renamed or removed has none.
        if (name !== null) facets.categories.push({ path: value, name, count });
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
      // Not counted: a shop has too many of them, and whether something is reduced is no choice yet.
      case 'collection':
      case 'tag':
      case 'reduced':
        break;
      case 'attribute':
        addAttribute(attributes, value, count, fields, locale);
        break;
    }
  }
  facets.prices.sort((a, b) => a.fromMinor - b.fromMinor);
  if (attributes.size > 0) facets.attributes = inOrder(attributes);
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
