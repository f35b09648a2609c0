import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { id, page, pageFailures, pageOf, text, timestamp } from '../../shapes.ts';
import { channelCode } from '../../product/admin-shapes.ts';
import { orderFilters } from '../list.ts';
import { orderTags } from '../tags.ts';

/** One thing done to many orders. Schemas only. */

/** So many orders are changed by one bulk change. */
export const mostInBulk = 10_000;

const deeds = ['cancel', 'add_note', 'change_tags', 'start_picking'] as const;

export const orderBulkAction = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('cancel'), reason: text(200) }),
    z.strictObject({ do: z.literal('add_note'), note: text(2_000) }),
    z.strictObject({ do: z.literal('change_tags'), add: orderTags, remove: orderTags }),
    /** Begins to pick all of it that is open in the warehouse. */
    z.strictObject({ do: z.literal('start_picking') }),
  ])
  .meta({ id: 'OrderBulkAction', examples: [{ do: 'change_tags', add: ['gift'], remove: [] }] });
export type OrderBulkAction = z.output<typeof orderBulkAction>;

const bulkState = z.enum(['running', 'stopped', 'done']);
export const orderBulkStates = bulkState.options;
const outcome = z.enum(['waiting', 'changed', 'unchanged', 'refused']);

export const orderBulk = z
  .strictObject({
    bulkId: id,
    does: open(z.enum([...deeds, 'undo', 'other']), { unknownAs: 'other' }),
    about: z.string().meta({ description: 'A reason, a note or tags' }),
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
  .meta({ id: 'OrderBulk' });

const orderBulkItem = z
  .strictObject({
    orderId: id,
    orderNumber: z.string(),
    outcome: open(outcome, { unknownAs: 'waiting' }),
    code: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'OrderBulkItem' });

/** What cancelling many orders comes to, as they stand now. `digest` names just that. */
const cancellation = z.strictObject({
  count: z.int(),
  cancellable: z.int().meta({ description: 'Of these; the others have left, or are cancelled' }),
  releasedUnits: z.int(),
  sums: z.array(
    z.strictObject({
      currency: currencyCode,
      refundedMinor: amountMinor,
      voidedMinor: amountMinor,
    }),
  ),
  digest: z.string(),
});
export type BulkCancellation = z.output<typeof cancellation>;

const one = z.strictObject({ bulkId: id });
const notFound = { bulk_not_found: failure('not_found') };
const reads = { access: 'orders:read' } as const;
const writes = { access: 'orders:write', scope: 'thing' } as const;
const filters = orderFilters
  .omit({
    orderNumber: true,
    email: true,
    name: true,
    sku: true,
    trackingNumber: true,
    updatedSince: true,
  })
  .extend({ channel: channelCode.optional() });

/** It goes on by itself with the rights of who began it; what becomes of each order is told. */
export const orderBulkPromises = {
  startOrderBulk: command({
    ...writes,
    idempotency: 'key',
    input: z.strictObject({
      action: orderBulkAction,
      orderIds: z.array(id).min(1).max(1_000).optional(),
      where: filters.optional().meta({
        description:
          'Of these, or of all that there are, those that the list finds by these filters',
        examples: [{ query: 'nobody is called so' }],
      }),
      expected: z
        .int()
        .min(0)
        .meta({
          description: 'How many they are, as somebody confirmed; by now others are refused',
          examples: [1],
        }),
      digest: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional()
        .meta({
          description:
            'Of a cancellation: what `bulk_cancellation_unconfirmed` told, as somebody confirmed it; another one by now is refused',
        }),
      /** The gateway says it, which asked auth: the session showed lately who it is. */
      isProven: z.boolean().optional(),
    }),
    output: orderBulk,
    failures: {
      order_not_found: failure('not_found'),
      bulk_count_changed: failure('conflict', z.strictObject({ count: z.int() })),
      /** Nothing is cancelled that nobody was told of: what would be released, voided and given back. */
      bulk_cancellation_unconfirmed: failure('conflict', cancellation),
      bulk_empty: failure('invalid'),
      bulk_too_large: failure('invalid', z.strictObject({ count: z.int(), most: z.int() })),
      bulk_action_invalid: failure('invalid'),
      /** Picking is for who may do it in the warehouse. */
      picking_not_permitted: failure('forbidden'),
      /** What they would give back together is more than staff may without showing that it is them. */
      refund_needs_proof: failure('forbidden', z.strictObject({ limitMinor: amountMinor })),
    },
  }),
  stopOrderBulk: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: orderBulk,
    failures: notFound,
  }),
  /** Takes tags back that were changed, where nobody has changed them since; once. */
  undoOrderBulk: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: orderBulk,
    failures: {
      ...notFound,
      bulk_under_way: failure('conflict'),
      bulk_cannot_be_undone: failure('conflict'),
    },
  }),
  getOrderBulk: query({ ...reads, input: one, output: orderBulk, failures: notFound }),
  listOrderBulks: query({
    ...reads,
    input: page,
    output: pageOf(orderBulk),
    failures: pageFailures,
  }),
  listOrderBulkItems: query({
    ...reads,
    input: page.extend({ bulkId: id, outcome: outcome.optional() }),
    output: pageOf(orderBulkItem),
    failures: { ...notFound, ...pageFailures },
  }),
};
