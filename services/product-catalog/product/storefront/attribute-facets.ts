import type { Field } from '#contracts/fields.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { inLanguage } from '#platform/fields/shown-values.ts';
import { boundAt } from '../read-model/number-ranges.ts';

type Facets = OutputOf<'product', 'searchProducts'>['facets'];
export type AttributeFacet = NonNullable<Facets['attributes']>[number];

/** Counts a value of a field that shoppers filter by; what is defined no more is not counted. */
export function addAttribute(
  facets: Map<string, AttributeFacet>,
  text: string,
  count: number,
  fields: ReadonlyMap<string, Field>,
  locale: string,
): void {
  const at = text.indexOf('\n');
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const field = fields.get(key);
  if (field === undefined || value === '') return;
  const range = field.type === 'number' ? Number(value.slice(1)) : 0;
  // A field of products and one of variants may share a key and not the type.
  if (!Number.isInteger(range)) return;
  let facet = facets.get(key);
  if (facet === undefined) {
    const name = inLanguage(field.names, locale);
    facet = { key, name, unit: field.unit, values: [], ranges: [] };
    facets.set(key, facet);
  }
  if (field.type === 'number') {
    facet.ranges.push({ from: boundAt(range), below: boundAt(range + 1), count });
  } else {
    const choice = field.choices.find((known) => known.value === value);
    facet.values.push({ value, name: choice ? inLanguage(choice.names, locale) : value, count });
  }
}

/** By key, ranges from the lowest up; values stay as they came, the most frequent first. */
export function inOrder(facets: ReadonlyMap<string, AttributeFacet>): AttributeFacet[] {
  for (const { ranges } of facets.values()) ranges.sort((a, b) => a.from - b.from);
  return [...facets.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
