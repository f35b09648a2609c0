import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { fulfillmentShape, fulfillmentState, goodsFields, unitsOfLines } from './shapes.ts';
import {
  address,
  allocation,
  delivery,
  id,
  page,
  pageFailures,
  pageOf,
  quantity,
  sku,
  sortBy,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';
import { fulfillmentId, fulfillmentNotFound, warehouseSteps } from './warehouse-steps.ts';
import { warehousePapers } from './papers.ts';
import { warehouseStock } from './warehouse-stock.ts';
import { tracking } from '../tracking/index.ts';
import { carrierWebhook } from '../webhook-shapes.ts';

const ofOrder = z.strictObject({ fulfillmentId: id, orderId: id });

/** Fulfillment orders by location: pick, pack, ship, hold, cancel; the warehouse's receipts and counts. */
export const fulfillment = defineContract({
  service: 'fulfillment',
  operations: {
    ...promisesOfOrders,
    /** Splits an order by location, once. Lines that need no shipping are fulfilled by themselves. */
    requestFulfillment: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        orderId: id,
        orderNumber: z.string(),
        reservationId: id,
        email: z.string(),
        phone: z.string().nullable(),
        /** Whose preferences count for news of the parcel; null for people without an account. */
        customerId: z.string().nullable().default(null),
        shippingAddress: address.nullable(),
        delivery: delivery.nullable(),
        lines: z.array(
          z.strictObject({
            lineId: id,
            sku,
            title: z.string(),
            quantity,
            weightGrams: z.int(),
            requiresShipping: z.boolean(),
            ...goodsFields,
          }),
        ),
        allocations: z.array(allocation),
      }),
      output: z.strictObject({ fulfillmentIds: z.array(id) }),
    }),
    /** Stops what has not shipped and releases its stock, also when nothing was requested yet. Refused when something has shipped. */
    cancelFulfillmentOfOrder: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ orderId: id, reservationId: id }),
      output: z.strictObject({ cancelled: z.int() }),
      failures: { already_shipped: failure('conflict') },
    }),
    /**
     * Holds what has not left of an order, or lets go on what was held for this reason alone. What
     * came to be held otherwise stays so. A parcel that is being shipped is stopped and its label
     * given back; of what has left already staff are told at the fulfillment.
     */
    holdFulfillmentsOfOrder: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        orderId: id,
        reason: z.enum(['payment_disputed', 'payment_taken_back']),
        hold: z.boolean(),
      }),
      output: z.strictObject({ changed: z.int(), leftAlready: z.int().default(0) }),
    }),
    /** Begins to pick what lies open of an order; `underWay` are picked already, or packed. */
    startPickingOfOrder: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ orderId: id }),
      output: z.strictObject({ started: z.int(), underWay: z.int() }),
    }),
    /** Newest first, of the actor's channels. */
    listFulfillments: query({
      access: 'fulfillment:read',
      input: page.extend({
        state: fulfillmentState.optional(),
        orderId: id.optional(),
        orderNumber: text(40)
          .optional()
          .meta({ examples: ['K-100042'] }),
        locationId: id.optional(),
        createdFrom: timestamp.optional().meta({ examples: ['2026-11-27T00:00:00Z'] }),
        createdUntil: timestamp.optional().meta({
          description: 'Before this moment',
          examples: ['2026-11-28T00:00:00Z'],
        }),
        updatedSince,
        sort: sortBy('created', 'updated').optional().meta({
          description: '`created_descending` unless told, `updated_ascending` with `updatedSince`',
        }),
      }),
      output: pageOf(fulfillmentShape),
      failures: pageFailures,
    }),
    getFulfillment: query({
      access: 'fulfillment:read',
      input: fulfillmentId,
      output: fulfillmentShape,
      failures: fulfillmentNotFound,
    }),
    ...warehouseSteps,
    /** A carrier's webhook, raw as it came, handed to tracking. */
    receiveCarrierWebhook: command({
      ...carrierWebhook,
      output: z.strictObject({ outcome: z.string() }),
    }),
    /** What carriers told that a person has to look at, of all channels. Newest first. */
    listCarrierReviews: query({
      access: 'fulfillment:read',
      input: page,
      output: tracking.operations.listCarrierReviews.output,
      failures: { ...pageFailures, all_channels_needed: failure('forbidden') },
    }),
    ...warehouseStock,
    ...warehousePapers,
  },
  events: {
    'fulfillment.shipped': {
      version: 1,
      data: ofOrder.extend({
        lines: unitsOfLines,
        parcel: z.strictObject({ carrierCode: z.string(), trackingNumber: z.string() }).nullable(),
      }),
    },
    'fulfillment.held': { version: 1, data: ofOrder.extend({ reason: z.string() }) },
    /** What waits for units of a SKU is expected on another day, or nobody knows; by order and SKU. */
    'fulfillment.expected_on_changed': {
      version: 1,
      data: z.strictObject({
        orderId: id,
        sku: z.string(),
        lineIds: z.array(id),
        expectedOn: z.iso.date().nullable(),
        /** Rises with each change of the SKU's day. */
        change: z.int().positive(),
      }),
    },
    /** Given up by the warehouse, not with its whole order. */
    'fulfillment.cancelled': {
      version: 1,
      data: ofOrder.extend({ reason: z.string(), lines: unitsOfLines }),
    },
  },
});
