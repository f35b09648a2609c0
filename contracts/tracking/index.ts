import { z } from 'zod';
import { command, defineContract, query } from '#kernel/contract.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { id, page, pageFailures, pageOf, timestamp } from '../shapes.ts';
import { carrierWebhook, webhookOutcome } from '../webhook-shapes.ts';

const news = z.strictObject({
  parcelId: id,
  fulfillmentId: id,
  orderId: id,
  carrierCode: z.string(),
  trackingNumber: z.string(),
  occurredAt: timestamp,
  estimatedDeliveryAt: timestamp.nullable(),
});

/** What a carrier told that is not understood, or is of no parcel of ours: for a person. */
export const carrierReviewShape = z
  .strictObject({
    reviewId: id,
    reason: z.string().meta({ examples: ['webhook_unknown', 'parcel_unknown'] }),
    detail: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: 'CarrierReview' });

/** Follows parcels by webhook and poll, and tells the customer. */
export const tracking = defineContract({
  service: 'tracking',
  operations: {
    ...promisesOfOrders,
    /** Follows a parcel from now on, once per parcel id. */
    followParcel: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        parcelId: id,
        fulfillmentId: id,
        orderId: id,
        orderNumber: z.string(),
        carrierCode: z.string(),
        trackingNumber: z.string(),
        email: z.string(),
        phone: z.string().nullable(),
        /** Whose preferences count; null for people without an account. */
        customerId: z.string().nullable().default(null),
        customerName: z.string().nullable().default(null),
        /** Of its label, and thereby who is asked about it; null where that is not known. */
        provider: z.string().nullable().default(null),
        sandbox: z.boolean().nullable().default(null),
      }),
      output: z.strictObject({ parcelId: id }),
    }),
    receiveWebhook: command({
      ...carrierWebhook,
      output: z.strictObject({
        outcome: webhookOutcome,
      }),
    }),
    /** Newest first: what of the carriers’ news a person has to look at. */
    listCarrierReviews: query({
      access: 'internal',
      input: page,
      output: pageOf(carrierReviewShape),
      failures: pageFailures,
    }),
  },
  events: {
    'tracking.shipped': { version: 1, data: news },
    'tracking.out_for_delivery': { version: 1, data: news },
    'tracking.delivered': { version: 1, data: news },
    /** A parcel whose state did not change is expected on another day than was told. */
    'tracking.day_changed': { version: 1, data: news },
    'tracking.exception': { version: 1, data: news.extend({ description: z.string() }) },
  },
});
