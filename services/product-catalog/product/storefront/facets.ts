import type { OutputOf } from '#platform/calls/service.ts';
import type { Field } from '#contracts/fields.ts';
import { addAttribute, inOrder, type AttributeFacet } from './attribute-facets.ts';
import { priceRangeFrom } from '../read-model/price-ranges.ts';
import { kindOfTerm, valueOfTerm, type TermKind } from '../read-model/terms.ts';

type Facets = OutputOf<'product', 'searchProducts'>['facets'];

/** How many products have exactly these terms. */
export type TermSet = readonly [count: number, terms: readonly string[]];

const valuesPerFacet = 30;

/** Each field of the shop is counted by itself. */
function countedKindOf(term: string): string {
  const kind: TermKind = kindOfTerm(term);
  return kind === 'attribute' ? term.slice(0, term.indexOf('\n')) : kind;
}

/** Of each kind that is counted the most frequent terms, these first, then in the order of the text. */
export function frequentTerms(sets: readonly TermSet[]): [term: string, count: number][] {
  const byKind = new Map<string, Map<string, number>>();
  for (const [count, terms] of sets) {
    for (const term of terms) {
      const kind = countedKindOf(term);
      if (kind === 'tag' || kind === 'collection') continue;
      let counts = byKind.get(kind);
      if (counts === undefined) byKind.set(kind, (counts = new Map<string, number>()));
      counts.set(term, (counts.get(term) ?? 0) + count);
    }
  }
  return [...byKind.values()].flatMap((counts) =>
    [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, valuesPerFacet),
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
      // Not counted: a shop has too many of them.
      case 'collection':
      case 'tag':
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
