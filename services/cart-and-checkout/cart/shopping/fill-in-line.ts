import type { GivenAttributes } from '#contracts/attributes.ts';
import { sumMinor } from '#kernel/money.ts';
import { ok } from '#kernel/result.ts';
import { changedAttributes, invalid } from '#platform/fields/check-values.ts';
import { readFields, type FieldRow } from '#platform/fields/define-field.ts';
import { shownAttributes } from '#platform/fields/shown-values.ts';
import type { StoredCart, StoredLine } from '../carts/cart-store.ts';
import { fieldDocument } from '../stored/documents.ts';

/** Carts, orders and what is told of them hold the values of up to 100 lines. */
const lineLength = 10_000;

export type LineAttributes = StoredLine['attributes'];

/**
 * What a shopper filled in for a line: only fields that are for shoppers and for products like this,
 * and all of those that are required. It is kept as it was shown, whatever becomes of the field.
 */
export function filledIn(
  rows: readonly FieldRow[],
  given: GivenAttributes | undefined,
  { tags, locale }: { readonly tags: readonly string[]; readonly locale: string },
) {
  if (rows.length === 0 && given === undefined) return ok<LineAttributes>(undefined);
  const fields = readFields(fieldDocument, rows).filter(
    ({ storefront, onlyForTags }) =>
      storefront && (onlyForTags.length === 0 || onlyForTags.some((tag) => tags.includes(tag))),
  );
  const values = changedAttributes(fields, {}, given ?? {}, { whole: true });
  if (!values.ok) return values;
  const shown = shownAttributes(fields, values.value, locale);
  if (JSON.stringify(shown).length > lineLength) {
    const message = `All values of a line together are ${lineLength} characters at most, as they are shown.`;
    return invalid([{ field: 'attributes', code: 'too_long', message }]);
  }
  return ok<LineAttributes>(shown.length === 0 ? undefined : shown);
}

/** Two lines of a SKU with different values are two lines. */
export function isSameLine(
  line: Pick<StoredLine, 'sku' | 'attributes'>,
  other: Pick<StoredLine, 'sku' | 'attributes'>,
): boolean {
  return line.sku === other.sku && valuesIn(line) === valuesIn(other);
}

function valuesIn({ attributes = [] }: Pick<StoredLine, 'attributes'>): string {
  return JSON.stringify(attributes.map(({ key, value }) => [key, value]));
}

/** Units of the SKU in other lines than this one. */
export function unitsBeside(
  { lines }: Pick<StoredCart, 'lines'>,
  line: StoredLine | undefined,
  sku: string,
): number {
  const others = lines.filter((other) => other !== line && other.sku === sku);
  return sumMinor(others.map(({ quantity }) => quantity));
}
