import type {
  AttributeProblem,
  Attributes,
  AttributeValue,
  GivenAttributes,
} from '#contracts/attributes.ts';
import type { Field } from '#contracts/fields.ts';
import { holdsCardNumber, holdsCardNumberInMarkup } from '#kernel/card-number.ts';
import { isPlainLine, isPlainText } from '#kernel/plain-text.ts';
import { fail, ok } from '#kernel/result.ts';
import { fitsPattern, readPattern } from './text-pattern.ts';

const longestText = 1_000;
const longestRich = 100_000;

/** What is wrong with a value, as `[code, message]`. */
type Wrong = readonly [code: string, message: string];

type Known = Pick<Field, 'type' | 'localised' | 'limits' | 'choices'>;

/** Why a field does not take the value; undefined where it does. */
export function objectionToValue(field: Known, value: AttributeValue): Wrong | undefined {
  if (!field.localised) return objectionToOne(field, value);
  if (typeof value !== 'object' || Array.isArray(value))
    return ['wrong_type', 'Give an object with a text for each language.'];
  const texts = Object.values(value);
  if (texts.length === 0) return ['wrong_type', 'Give the text of at least one language.'];
  for (const text of texts) {
    const wrong = objectionToOne(field, text);
    if (wrong) return wrong;
  }
  return undefined;
}

function objectionToOne(field: Known, value: AttributeValue): Wrong | undefined {
  switch (field.type) {
    case 'text':
    case 'rich':
      return objectionToText(field, value);
    case 'number':
      return objectionToNumber(field, value);
    case 'bool':
      return typeof value === 'boolean' ? undefined : ['wrong_type', 'Give true or false.'];
    case 'date':
      return typeof value === 'string' && isDate(value)
        ? undefined
        : ['wrong_type', 'Give a day, like 2026-01-31.'];
    case 'choice':
      return typeof value === 'string' ? objectionToChoices(field, [value]) : oneOf(field);
    case 'multi':
      if (!Array.isArray(value)) return ['wrong_type', 'Give a list of choices.'];
      if (new Set(value).size < value.length) return ['choice_twice', 'Name each choice once.'];
      return value.length === 0
        ? ['wrong_type', 'Name a choice, or give null for none.']
        : objectionToChoices(field, value);
  }
}

function objectionToText({ type, limits }: Known, value: AttributeValue): Wrong | undefined {
  if (typeof value !== 'string' || value.trim() === '') return ['wrong_type', 'Give a text.'];
  const { length } = Array.from(value);
  const most = limits.maximumLength ?? (type === 'rich' ? longestRich : longestText);
  if (length > most) return ['too_long', `At most ${most} characters are accepted.`];
  if (length < (limits.minimumLength ?? 0))
    return ['too_short', `At least ${limits.minimumLength} characters are needed.`];
  if (type === 'rich') return undefined;
  if (!(limits.lines ? isPlainText(value) : isPlainLine(value)))
    return ['control_character', 'Give plain text, in one line unless it may have several.'];
  if (limits.pattern !== null && !fitsPattern(readPattern(limits.pattern) ?? [], value))
    return ['pattern_mismatch', `It has to look like ${limits.pattern}.`];
  return undefined;
}

function objectionToNumber({ limits }: Known, value: AttributeValue): Wrong | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return ['wrong_type', 'Give a number.'];
  const { minimum, maximum, decimals } = limits;
  if (Math.abs(value) > 1e12) return ['too_large', 'Numbers go to 1,000,000,000,000.'];
  if (minimum !== null && value < minimum)
    return ['too_small', `It has to be at least ${minimum}.`];
  if (maximum !== null && value > maximum) return ['too_large', `It has to be at most ${maximum}.`];
  if (decimals !== null && Number(value.toFixed(decimals)) !== value)
    return ['too_exact', `At most ${decimals} places after the point are accepted.`];
  return undefined;
}

function objectionToChoices({ choices }: Known, given: readonly string[]): Wrong | undefined {
  const strange = given.find((value) => !choices.some((choice) => choice.value === value));
  return strange === undefined ? undefined : oneOf({ choices });
}

function oneOf({ choices }: Pick<Known, 'choices'>): Wrong {
  return ['choice_unknown', `Name one of ${choices.map(({ value }) => value).join(', ')}.`];
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** Card data never reaches us. A text with a pattern is a code of goods, unless shoppers write it. */
function objectionToCard({ owner, type, limits }: Field, value: AttributeValue): Wrong | undefined {
  const isShoppers = owner === 'order_line' || owner === 'customer';
  const isWritten = type === 'rich' || (type === 'text' && (isShoppers || limits.pattern === null));
  if (!isWritten) return undefined;
  const texts = typeof value === 'object' ? Object.values(value) : [value];
  const about = isShoppers ? 'people' : 'goods';
  const holds = (text: unknown) =>
    typeof text === 'string' &&
    (type === 'rich' ? holdsCardNumberInMarkup(text) : holdsCardNumber(text, about));
  return texts.some(holds) ? cardNumber : undefined;
}

const cardNumber: Wrong = [
  'card_number',
  'It looks like a card number, which goes to the payment provider alone. Leave it out.',
];

interface Rules {
  /** Reduces markup to what is harmless. */
  readonly sanitise?: (html: string) => string;
  /** Whether required fields have to have a value now. */
  readonly whole?: boolean;
  /** Before each key in what is told. */
  readonly place?: string;
}

/**
 * What is given put into what there is: null takes a value away. Keys that no field has, and values
 * that their field does not take, are refused all at once.
 */
export function changedAttributes(
  fields: readonly Field[],
  before: Attributes,
  given: GivenAttributes,
  { sanitise, whole = false, place = 'attributes' }: Rules = {},
) {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const after = new Map(Object.entries(before));
  const problems: AttributeProblem[] = [];
  const wrong = (key: string, [code, message]: Wrong) =>
    problems.push({ field: `${place}.${key}`, code, message });
  for (const [key, value] of Object.entries(given)) {
    const field = byKey.get(key);
    if (value === null) {
      // What is there and is told by no field any more can always be taken away.
      if (!field && !after.has(key)) wrong(key, unknownField);
      after.delete(key);
    } else if (field) {
      const objection = objectionToValue(field, value) ?? objectionToCard(field, value);
      if (objection) wrong(key, objection);
      else after.set(key, field.type === 'rich' && sanitise ? cleaned(value, sanitise) : value);
    } else wrong(key, unknownField);
  }
  if (whole) {
    const missing = fields.filter(({ key, required }) => required && !after.has(key));
    for (const { key } of missing) wrong(key, ['required', 'A value is needed.']);
  }
  return problems.length === 0 ? ok<Attributes>(Object.fromEntries(after)) : invalid(problems);
}

export function invalid(problems: AttributeProblem[]) {
  const message = problems.map(({ field, message: why }) => `${field}: ${why}`).join(' ');
  return fail('attributes_invalid', message.slice(0, 2_000), { problems });
}

const unknownField: Wrong = [
  'field_unknown',
  'There is no such field. List the fields to see them.',
];

function cleaned(value: AttributeValue, sanitise: (html: string) => string): AttributeValue {
  if (typeof value === 'string') return sanitise(value);
  return Object.fromEntries(
    Object.entries(value).map(([locale, html]) => [locale, sanitise(String(html))]),
  );
}
