import type { AttributeValue } from '#contracts/attributes.ts';
import type { Field } from '#contracts/fields.ts';
import { shownAttribute } from '#platform/fields/shown-values.ts';
import { numberRangeOf } from './number-ranges.ts';
import { attributeTerm } from './terms.ts';

export interface ValuedField {
  readonly field: Field;
  readonly value: AttributeValue;
}

/** By what lists are filtered and what they count: of fields that are facets. */
export function attributeTerms(valued: readonly ValuedField[], locale: string): string[] {
  return valued.flatMap(({ field, value }) => {
    if (!field.facet) return [];
    const reported = shownAttribute(field, value, locale).value;
    if (typeof reported === 'number') {
      return [keyTerm(field.key), attributeTerm(field.key, `#${numberRangeOf(reported)}`)];
    }
    const values = Array.isArray(reported) ? reported : [String(reported)];
    return values.map((one) => attributeTerm(field.key, one));
  });
}

/** Whatever has a number of that field, whichever. */
export function keyTerm(key: string): string {
  return attributeTerm(key, '');
}

/** Numbers by key, by which documents are filtered exactly. */
export function numbersOf(valued: readonly ValuedField[]): Record<string, number[]> {
  const numbers = new Map<string, Set<number>>();
  for (const { field, value } of valued) {
    if (!field.facet || typeof value !== 'number') continue;
    numbers.set(field.key, (numbers.get(field.key) ?? new Set<number>()).add(value));
  }
  return Object.fromEntries([...numbers].map(([key, values]) => [key, [...values]]));
}

/** Words that a search finds a product by. */
export function attributeWords(valued: readonly ValuedField[], locale: string): string[] {
  return valued.flatMap(({ field, value }) => {
    const isInWords = field.type === 'text' || field.type === 'choice' || field.type === 'multi';
    return isInWords ? [shownAttribute(field, value, locale).text] : [];
  });
}
