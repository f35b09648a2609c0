import type { z } from 'zod';
import type { Attributes, AttributeValue } from '#contracts/attributes.ts';
import type { ShownAttribute } from '#contracts/shown-attribute.ts';
import type { Field, shownField } from '#contracts/fields.ts';

/** What is there in the language, else in one near it, else in any. */
export function inLanguage(texts: Readonly<Record<string, string>>, locale: string): string {
  const language = locale.slice(0, 2);
  const near = Object.keys(texts).find((key) => key.slice(0, 2) === language);
  return texts[locale] ?? (near === undefined ? Object.values(texts)[0] : texts[near]) ?? '';
}

/** The values that shoppers may see, in the order of the keys, as they are shown in a language. */
export function shownAttributes(
  fields: readonly Field[],
  attributes: Attributes,
  locale: string,
): ShownAttribute[] {
  return fields.flatMap((field) => {
    const value = Object.hasOwn(attributes, field.key) ? attributes[field.key] : undefined;
    if (value === undefined || !field.storefront) return [];
    return [shownAttribute(field, value, locale)];
  });
}

export function shownAttribute(
  field: Field,
  value: AttributeValue,
  locale: string,
): ShownAttribute {
  const shown = isByLanguage(value) ? inLanguage(value, locale) : value;
  return {
    key: field.key,
    name: inLanguage(field.names, locale),
    type: field.type,
    value: shown,
    text: textOf(field, shown, locale),
    unit: field.unit,
  };
}

function isByLanguage(value: AttributeValue): value is Record<string, string> {
  return typeof value === 'object' && !Array.isArray(value);
}

function textOf(
  { choices, unit }: Pick<Field, 'choices' | 'unit'>,
  value: ShownAttribute['value'],
  locale: string,
): string {
  if (typeof value === 'boolean') return value ? '✓' : '–';
  if (typeof value === 'number') {
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
    return unit === null ? number : `${number} ${unit}`;
  }
  const named = (one: string) => {
    const choice = choices.find((known) => known.value === one);
    return choice ? inLanguage(choice.names, locale) : one;
  };
  return typeof value === 'string' ? named(value) : value.map(named).join(', ');
}

/** As a form of the shop needs it. */
export function shownFieldOf(field: Field, locale: string): z.output<typeof shownField> {
  const { owner, key, type, unit, facet, required, onlyForTags, limits } = field;
  return {
    owner,
    key,
    name: inLanguage(field.names, locale),
    type,
    unit,
    facet,
    required,
    onlyForTags,
    limits,
    choices: field.choices.map(({ value, names }) => ({ value, name: inLanguage(names, locale) })),
  };
}
