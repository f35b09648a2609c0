import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { expectedVersion, expectsSinceVersion2, versionConflict } from './overtaken.ts';
import { codeText, locale, pageOf, text } from './shapes.ts';
import { fieldType } from './shown-attribute.ts';
import { ofKind } from './text-kinds.ts';

/** Fields that a shop defines itself; contracts/attributes.ts has the values of them. Schemas only. */

const reserved = new Set(['constructor', 'prototype']);
/** Of one and the same owner, unique; it never changes. */
export const fieldKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  .refine((key) => !reserved.has(key), 'This word is never accepted as a key.')
  .meta({ description: 'Lower-case letters, digits and `_`', examples: ['material'] });
export const fieldOwner = z
  .enum(['product', 'variant', 'customer', 'order_line'])
  .meta({ description: 'What has values of it', examples: ['product'] });
export type FieldOwner = z.output<typeof fieldOwner>;

export type FieldType = z.output<typeof fieldType>;

const names = z
  .record(locale, text(255))
  .refine((given) => Object.keys(given).length > 0, 'Give at least one language.')
  .meta({ description: 'By language; another one stands in for one that is missing' });
const choice = z.strictObject({ value: fieldKey.meta({ examples: ['oak'] }), names });
const limit = z.number().min(-1e12).max(1e12).nullable().default(null);

export const fieldLimits = z
  .strictObject({
    minimum: limit.meta({ description: 'Of a number' }),
    maximum: limit.meta({ description: 'Of a number' }),
    decimals: z.int().min(0).max(6).nullable().default(null).meta({
      description: 'At most as many places after the point of a number',
    }),
    minimumLength: z.int().min(0).max(100_000).nullable().default(null),
    maximumLength: z.int().min(1).max(100_000).nullable().default(null).meta({
      description: 'In characters; of a text at most 1,000 where it is null',
    }),
    pattern: codeText(200)
      .nullable()
      .default(null)
      .meta({
        description:
          'What a text looks like from end to end: characters, `[…]`, `\\d`, `\\w`, `\\s` and `.`, each with `?`, `*`, `+` or `{2,4}` after it; no groups and no alternatives',
        examples: ['[A-Z]{2}\\d{4}'],
      }),
    lines: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether a text may have several lines' }),
  })
  .meta({ id: 'FieldLimits', examples: [{}] });

/** All that is said of a field. */
export const fieldFields = {
  names: names.meta({ examples: [{ en: 'Material', de: 'Material' }] }),
  type: fieldType.meta({
    description:
      '`choice` is one of `choices`, `multi` several of them; `date` is `2026-01-31`; `rich` is markup, reduced to what is harmless, and only of products and variants',
    examples: ['choice'],
  }),
  unit: text(20)
    .nullable()
    .default(null)
    .meta({ description: 'Of a number', examples: [null] }),
  localised: z
    .boolean()
    .default(false)
    .meta({
      description: 'A text for each language; of `text` and `rich` of products and variants',
      examples: [false],
    }),
  storefront: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Shown to shoppers; of order lines and customers: filled in by them. Otherwise only staff ever see it',
      examples: [true],
    }),
  facet: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Counted and filtered by in lists and search; of products and variants, with `storefront`',
      examples: [true],
    }),
  onCards: z
    .boolean()
    .default(false)
    .meta({ description: 'Shown on the cards of lists, too; of products, with `storefront`' }),
  required: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Of products and variants: asked for where they are published. Of order lines: asked of who puts them into the cart',
      examples: [false],
    }),
  onlyForTags: z
    .array(ofKind('label', text(255)))
    .max(20)
    .default([])
    .meta({
      description: 'Of order lines: only of products with one of these tags; none: of all products',
      examples: [[]],
    }),
  limits: fieldLimits
    .default({
      minimum: null,
      maximum: null,
      decimals: null,
      minimumLength: null,
      maximumLength: null,
      pattern: null,
      lines: false,
    })
    .meta({ examples: [{}] }),
  choices: z
    .array(choice)
    .max(100)
    .default([])
    .meta({
      description: 'Of `choice` and `multi`, in the order in which they are shown',
      examples: [[{ value: 'oak', names: { en: 'Oak', de: 'Eiche' } }]],
    }),
};

export const fieldDefinition = z.strictObject(fieldFields);
export type FieldDefinition = z.output<typeof fieldDefinition>;

const fieldName = z.strictObject({ owner: fieldOwner, key: fieldKey });

export const adminField = z
  .strictObject({ ...fieldName.shape, ...fieldFields, version: z.int() })
  .meta({ id: 'Field' });
export type Field = z.output<typeof adminField>;

/** As a shopper's form needs it. */
export const shownField = z
  .strictObject({
    ...fieldName.shape,
    name: z.string(),
    type: open(fieldType, { unknownAs: 'text' }),
    unit: z.string().nullable(),
    facet: z.boolean(),
    required: z.boolean(),
    onlyForTags: z.array(z.string()),
    limits: fieldLimits,
    choices: z.array(z.strictObject({ value: z.string(), name: z.string() })),
  })
  .meta({ id: 'ShownField' });

const inUse = failure(
  'conflict',
  z.strictObject({ values: z.int(), examples: z.array(z.string()) }),
);

/** What each service promises of the fields of its own things. */
export const fieldPromises = {
  listFields: query({
    access: 'settings:read',
    input: z.strictObject({ owner: fieldOwner.optional() }),
    output: pageOf(adminField),
  }),
  /** Those that shoppers see, in the language of the invocation. */
  listShownFields: query({
    access: 'public',
    input: z.strictObject({ owner: fieldOwner }),
    output: pageOf(shownField),
  }),
  /** Adds a field, or defines it anew: refused where values that are there would not fit any more. */
  putField: command({
    scope: 'all',
    access: 'settings:write',
    idempotency: 'natural',
    input: fieldName.extend({ ...fieldFields, expectedVersion: z.int().min(1).optional() }),
    output: adminField,
    failures: {
      field_invalid: failure('invalid', z.strictObject({ field: z.string() })),
      field_in_use: inUse,
      too_many_fields: failure('conflict', z.strictObject({ limit: z.int() })),
      ...versionConflict,
    },
  }),
  /** With its values, of which it has to be said how many there are. */
  deleteField: command({
    ...expectsSinceVersion2,
    scope: 'all',
    access: 'settings:write',
    idempotency: 'natural',
    input: fieldName.extend({ values: z.int().min(0).default(0), expectedVersion }),
    output: z.strictObject({}),
    failures: {
      ...versionConflict,
      field_not_found: failure('not_found'),
      field_in_use: inUse,
    },
  }),
};
