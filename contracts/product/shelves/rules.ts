import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import { channelCode } from '../admin-shapes.ts';
import { categoryPath } from '../shapes.ts';
import { ofKind } from '../../text-kinds.ts';
import { text } from '../../shapes.ts';

/** By which rule products stand in a collection. Schemas only. */

const label = (most: number) => ofKind('label', text(most));

const condition = z
  .discriminatedUnion('field', [
    z.strictObject({ field: z.literal('tag'), tag: label(255) }),
    z.strictObject({ field: z.literal('vendor'), vendor: label(255) }),
    z.strictObject({
      field: z.literal('category'),
      category: categoryPath.meta({ description: 'With all below it' }),
    }),
    z.strictObject({
      field: z.literal('price'),
      channel: channelCode,
      fromMinor: amountMinor.nullable(),
      toMinor: amountMinor.nullable().meta({ description: 'Included' }),
    }),
    z.strictObject({ field: z.literal('stock'), channel: channelCode, inStock: z.boolean() }),
    z.strictObject({ field: z.literal('created'), withinDays: z.int().min(1).max(3_650) }),
    z.strictObject({
      field: z.literal('attribute'),
      key: ofKind('code', z.string().min(1).max(40)),
      value: z.union([ofKind('label', z.string().max(255)), z.number(), z.boolean()]),
    }),
  ])
  .meta({
    id: 'CollectionCondition',
    description:
      '`price`: what one of its variants costs in the channel, sales aside; `stock`: as shoppers of the channel are told; `created`: so many days ago at most; `attribute`: a value of a field of the shop’s own',
  });

/** Products that are for sale and fit all of these, or any. */
export const collectionRule = z
  .strictObject({
    match: z.enum(['all', 'any']),
    conditions: z.array(condition).min(1).max(20),
  })
  .meta({
    id: 'CollectionRule',
    examples: [{ match: 'all', conditions: [{ field: 'tag', tag: 'summer' }] }],
  });
export type CollectionRule = z.output<typeof collectionRule>;
export type Condition = z.output<typeof condition>;

/** What a rule names is not there. */
export const ruleFailures = {
  condition_names_nothing: failure(
    'invalid',
    z.strictObject({ at: z.int().meta({ description: 'Place of the condition, from 0' }) }),
  ),
  too_many_rules: failure('conflict', z.strictObject({ most: z.int() })),
};
