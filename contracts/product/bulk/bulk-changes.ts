import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { id, page, pageFailures, pageOf, timestamp } from '../../shapes.ts';
import { ofKind } from '../../text-kinds.ts';
import { channelCode, productFilters } from '../admin-shapes.ts';
import { productStatus } from '../import.ts';
import { productLimits as limits } from '../limits.ts';

/** One change of many products. Schemas only. */

/** So many products are changed by one bulk change. */
export const mostInBulk = 10_000;

const tag = ofKind('label', z.string().min(1).max(limits.tag));
const tags = z.array(tag).max(limits.tags);
const collection = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

const deeds = [
  'set_status',
  'list',
  'unlist',
  'set_tags',
  'change_tags',
  'change_price',
  'add_to_collection',
  'remove_from_collection',
] as const;

export const bulkAction = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('set_status'), status: productStatus }),
    z.strictObject({ do: z.literal('list'), channel: channelCode }),
    z.strictObject({ do: z.literal('unlist'), channel: channelCode }),
    z.strictObject({ do: z.literal('set_tags'), tags }),
    z.strictObject({ do: z.literal('change_tags'), add: tags, remove: tags }),
    z.strictObject({
      do: z.literal('change_price'),
      channel: channelCode,
      /** Hundredths of a percent, or minor units: one of them. */
      basisPoints: z.int().min(-9_999).max(100_000).optional(),
      differenceMinor: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
      endsWithMinor: z.int().min(0).max(99).optional().meta({
        description: 'Rounded to the nearest price that ends with these two digits, e.g. 99',
      }),
    }),
    z.strictObject({ do: z.literal('add_to_collection'), collection }),
    z.strictObject({ do: z.literal('remove_from_collection'), collection }),
  ])
  .meta({ id: 'ProductBulkAction', examples: [{ do: 'set_tags', tags: ['summer'] }] });
export type BulkAction = z.output<typeof bulkAction>;

/** What an action touches of a product, as it was or as it is to be. */
export const bulkValues = z.strictObject({
  status: productStatus.optional(),
  channels: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  collections: z.array(z.string()).optional(),
  prices: z
    .strictObject({
      channel: z.string(),
      currency: z.string(),
      items: z.array(
        z.strictObject({ sku: z.string(), amountMinor, compareAtMinor: amountMinor.nullable() }),
      ),
    })
    .optional(),
});
export type BulkValues = z.output<typeof bulkValues>;

const bulkState = z.enum(['running', 'stopped', 'done']);
export const bulkStates = bulkState.options;
const outcome = z.enum(['waiting', 'changed', 'unchanged', 'refused']);

export const productBulk = z
  .strictObject({
    bulkId: id,
    channel: z.string(),
    does: open(z.enum([...deeds, 'undo', 'other']), { unknownAs: 'other' }),
    about: z.string().meta({
      description: 'Of what: tags, a status, a channel, a collection, a difference of prices',
    }),
    undoes: id.nullable(),
    undoneBy: id.nullable(),
    state: open(bulkState, { unknownAs: 'running' }),
    total: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    startedBy: z.string(),
    createdAt: timestamp,
    finishedAt: timestamp.nullable(),
  })
  .meta({ id: 'ProductBulk' });

const productBulkItem = z
  .strictObject({
    productId: id,
    title: z.string().nullable().meta({ description: 'Null where it is gone' }),
    outcome: open(outcome, { unknownAs: 'waiting' }),
    code: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'ProductBulkItem' });

const one = z.strictObject({ bulkId: id });
const notFound = { bulk_not_found: failure('not_found') };
const reads = { access: 'catalog:read' } as const;
const writes = { access: 'catalog:write', scope: 'channel' } as const;
const { updatedSince: _copied, sort: _order, ...filters } = productFilters;

/** It goes on by itself with the rights of who began it; what becomes of each product is told. */
export const bulkPromises = {
  startProductBulk: command({
    ...writes,
    idempotency: 'key',
    input: z.strictObject({
      action: bulkAction,
      productIds: z.array(id).min(1).max(1_000).optional(),
      where: z
        .strictObject(filters)
        .optional()
        .meta({
          description:
            'Of these, or of all that there are, those that the list finds by these filters',
          examples: [{ title: 'nothing is called so' }],
        }),
      expected: z
        .int()
        .min(0)
        .meta({
          description: 'How many they are, as somebody confirmed; by now others are refused',
          examples: [1],
        }),
    }),
    output: productBulk,
    failures: {
      bulk_count_changed: failure('conflict', z.strictObject({ count: z.int() })),
      bulk_empty: failure('invalid'),
      bulk_too_large: failure('invalid', z.strictObject({ count: z.int(), most: z.int() })),
      bulk_action_invalid: failure('invalid'),
    },
  }),
  stopProductBulk: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: productBulk,
    failures: notFound,
  }),
  /** Takes back what was changed, where nobody has changed it since; once. */
  undoProductBulk: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: productBulk,
    failures: { ...notFound, bulk_under_way: failure('conflict') },
  }),
  getProductBulk: query({ ...reads, input: one, output: productBulk, failures: notFound }),
  listProductBulks: query({
    ...reads,
    input: page,
    output: pageOf(productBulk),
    failures: pageFailures,
  }),
  listProductBulkItems: query({
    ...reads,
    input: page.extend({ bulkId: id, outcome: outcome.optional() }),
    output: pageOf(productBulkItem),
    failures: { ...notFound, ...pageFailures },
  }),
};
