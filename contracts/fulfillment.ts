import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import {
  address,
  allocation,
  delivery,
  id,
  page,
  pageOf,
  quantity,
  sku,
  timestamp,
} from './shapes.ts';

export const fulfillmentState = z.enum([
  'open',
  'picking',
  'packed',
  'shipping',
  'shipped',
  'delivered',
  'on_hold',
  'cancelled',
]);

const fulfillmentLine = z.strictObject({
  lineId: id,
  sku,
  title: z.string(),
  quantity,
  pickedQuantity: z.int().min(0),
  requiresShipping: z.boolean(),
  weightGrams: z.int(),
});

export const fulfillmentShape = z
  .strictObject({
    fulfillmentId: id,
    version: z.int(),
    orderId: id,
    orderNumber: z.string(),
    locationId: id,
    state: fulfillmentState,
    holdReason: z.string().nullable(),
    lines: z.array(fulfillmentLine),
    shippingAddress: address.nullable(),
    delivery: delivery.nullable(),
    parcel: z
      .strictObject({
        parcelId: id,
        carrierCode: z.string(),
        trackingNumber: z.string(),
        labelUrl: z.string().nullable(),
      })
      .nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'Fulfillment' });

/** One warehouse movement asked for by staff. */
export const stockChange = z.strictObject({
  sku,
  locationId: id.optional(),
  quantity: z.int().min(0).max(1_000_000),
});

const fulfillmentId = z.strictObject({ fulfillmentId: id });
const moveFailures = {
  fulfillment_not_found: failure('not_found'),
  fulfillment_state_conflict: failure('conflict', z.strictObject({ state: fulfillmentState })),
};

/** Fulfillment orders by location: pick, pack, ship, hold, cancel; the warehouse's receipts and counts. */
export const fulfillment = defineContract({
  service: 'fulfillment',
  operations: {
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
    listFulfillments: query({
      access: 'fulfillment:read',
      input: page.extend({ state: fulfillmentState.optional(), orderId: id.optional() }),
      output: pageOf(fulfillmentShape),
    }),
    getFulfillment: query({
      access: 'fulfillment:read',
      input: fulfillmentId,
      output: fulfillmentShape,
      failures: { fulfillment_not_found: failure('not_found') },
    }),
    /** Begins picking, or records what was picked; fewer than asked splits the rest off. */
    pickFulfillment: command({
      access: 'fulfillment:write',
      idempotency: 'key',
      input: fulfillmentId.extend({
        lines: z
          .array(z.strictObject({ lineId: id, quantity }))
          .min(1)
          .optional(),
      }),
      output: fulfillmentShape,
      failures: { ...moveFailures, picked_exceeds_ordered: failure('invalid') },
    }),
    packFulfillment: command({
      access: 'fulfillment:write',
      idempotency: 'key',
      input: fulfillmentId,
      output: fulfillmentShape,
      failures: moveFailures,
    }),
    /** Buys the label, records the departure, follows the parcel. */
    shipFulfillment: command({
      access: 'fulfillment:write',
      idempotency: 'key',
      input: fulfillmentId.extend({ serviceCode: z.string().max(60).optional() }),
      output: fulfillmentShape,
      failures: {
        ...moveFailures,
        label_refused: failure('conflict'),
        carrier_unavailable: failure('unavailable'),
        stock_not_on_hand: failure('conflict'),
      },
    }),
    holdFulfillment: command({
      access: 'fulfillment:write',
      idempotency: 'key',
      input: fulfillmentId.extend({ reason: z.string().trim().min(1).max(200) }),
      output: fulfillmentShape,
      failures: moveFailures,
    }),
    resumeFulfillment: command({
      access: 'fulfillment:write',
      idempotency: 'key',
      input: fulfillmentId,
      output: fulfillmentShape,
      failures: moveFailures,
    }),
    /** A carrier's webhook, raw as it came, handed to tracking. */
    receiveCarrierWebhook: command({
      access: 'public',
      idempotency: 'natural',
      input: z.strictObject({
        rawBodyBase64: z.string(),
        headers: z.record(z.string(), z.string()),
      }),
      output: z.strictObject({ outcome: z.string() }),
      failures: {
        webhook_signature_invalid: failure('unauthenticated'),
        webhook_malformed: failure('invalid'),
      },
    }),
    /** Goods that came in, per SKU and location; once per receipt id. */
    receiveStock: command({
      access: 'inventory:write',
      idempotency: 'natural',
      input: z.strictObject({
        receiptId: id,
        reason: z.string().max(200).default('receipt'),
        lines: z.array(stockChange).min(1).max(100),
      }),
      output: z.strictObject({ movements: z.int() }),
      failures: { location_unknown: failure('not_found') },
    }),
    /** What was counted, per SKU and location; the difference becomes a movement. Once per count id. */
    countStock: command({
      access: 'inventory:write',
      idempotency: 'natural',
      input: z.strictObject({
        countId: id,
        reason: z.string().max(200).default('count'),
        lines: z.array(stockChange).min(1).max(100),
      }),
      output: z.strictObject({ movements: z.int(), shortages: z.int() }),
      failures: { location_unknown: failure('not_found') },
    }),
  },
  events: {
    'fulfillment.shipped': {
      version: 1,
      data: z.strictObject({
        fulfillmentId: id,
        orderId: id,
        lines: z.array(z.strictObject({ lineId: id, quantity })),
        parcel: z.strictObject({ carrierCode: z.string(), trackingNumber: z.string() }).nullable(),
      }),
    },
    'fulfillment.held': {
      version: 1,
      data: z.strictObject({ fulfillmentId: id, orderId: id, reason: z.string() }),
    },
  },
});
