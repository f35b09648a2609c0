import type {
  Field,
  FieldDefinition,
  fieldDefinition,
  FieldOwner,
  FieldType,
} from '#contracts/fields.ts';
import type { StoredDocument } from '../documents/documents.ts';
import { readPattern } from './text-pattern.ts';

/** What a shop says of its fields: what of it goes together. */

type Given = Omit<Field, 'version'>;

/** As it is kept beside owner and key; each service declares it. */
export type FieldDocument = StoredDocument<typeof fieldDefinition>;

/** Of definitions that a statement put together itself, as `{owner, key, version, definition}`. */
export function readFields(document: FieldDocument, rows: readonly FieldRow[]): Field[] {
  return rows.map((row) => fieldOf({ ...row, definition: document.read(row.definition) }));
}

export interface FieldRow {
  readonly owner: FieldOwner;
  readonly key: string;
  readonly version: number;
  readonly definition: FieldDefinition;
}

export function fieldOf({ owner, key, version, definition }: FieldRow): Field {
  return { owner, key, ...definition, version };
}

interface Objection {
  readonly field: string;
  readonly message: string;
}

const ofGoods: readonly FieldOwner[] = ['product', 'variant'];
/** What lists are filtered by: few different values, each short. */
const countable: readonly FieldType[] = ['choice', 'multi', 'bool', 'number', 'text'];
const longestCounted = 100;

/** Why these do not go together; undefined where they do. */
export function objectionTo(field: Given): Objection | undefined {
  return [...ofOwner(field), ...ofType(field), ...ofLimits(field), ...ofFacet(field)].find(
    ({ wrong }) => wrong,
  );
}

type Check = Objection & { readonly wrong: boolean };

const check = (wrong: boolean, field: string, message: string): Check => ({
  wrong,
  field,
  message,
});

function ofOwner(field: Given): Check[] {
  const { owner, type, onCards, onlyForTags, localised, required } = field;
  const isOfGoods = ofGoods.includes(owner);
  return [
    check(type === 'rich' && !isOfGoods, 'type', 'Only products and variants have rich text.'),
    check(
      localised && !(isOfGoods && (type === 'text' || type === 'rich')),
      'localised',
      'Only text and rich text of products and variants is given by language.',
    ),
    check(
      onCards && !(owner === 'product' && field.storefront),
      'onCards',
      'On cards there are fields of products alone, and only what shoppers may see.',
    ),
    check(
      onlyForTags.length > 0 && owner !== 'order_line',
      'onlyForTags',
      'Only fields of order lines are for products with certain tags.',
    ),
    check(required && owner === 'customer', 'required', 'Nothing asks customers for values.'),
  ];
}

function ofType({ type, choices, unit }: Given): Check[] {
  const isChosen = type === 'choice' || type === 'multi';
  return [
    check(isChosen && choices.length === 0, 'choices', 'Give the choices that there are.'),
    check(!isChosen && choices.length > 0, 'choices', 'Only choice and multi have choices.'),
    check(
      new Set(choices.map(({ value }) => value)).size < choices.length,
      'choices',
      'Two choices have the same value.',
    ),
    check(unit !== null && type !== 'number', 'unit', 'Only numbers have a unit.'),
  ];
}

function ofLimits({ type, limits }: Given): Check[] {
  const { minimum, maximum, minimumLength, maximumLength, pattern, decimals, lines } = limits;
  const bounds = minimum ?? maximum ?? decimals;
  const lengths = minimumLength ?? maximumLength;
  const isText = type === 'text' || type === 'rich';
  return [
    check(bounds !== null && type !== 'number', 'limits', 'Only numbers have these limits.'),
    check(lengths !== null && !isText, 'limits', 'Only texts have a length.'),
    check(
      (pattern !== null || lines) && type !== 'text',
      'limits',
      'Only a text has a pattern or lines.',
    ),
    check(
      (minimum ?? -Infinity) > (maximum ?? Infinity),
      'limits',
      'The minimum is above the maximum.',
    ),
    check(
      (minimumLength ?? 0) > (maximumLength ?? Infinity),
      'limits',
      'The least length is above the greatest.',
    ),
    check(
      pattern !== null && readPattern(pattern) === undefined,
      'limits.pattern',
      'This is no pattern: characters, […], \\d, \\w, \\s and ., each with ?, *, + or {2,4} after it.',
    ),
  ];
}

function ofFacet({ owner, type, facet, storefront, limits }: Given): Check[] {
  return [
    check(
      facet && !(ofGoods.includes(owner) && storefront && countable.includes(type)),
      'facet',
      'Only choices, numbers, yes or no and short texts of products and variants that shoppers may see are counted.',
    ),
    check(
      facet && type === 'text' && (limits.maximumLength ?? Infinity) > longestCounted,
      'limits.maximumLength',
      `A text that is counted has at most ${longestCounted} characters: say so.`,
    ),
  ];
}
