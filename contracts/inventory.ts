import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { allocation, id, quantity, sku, timestamp } from './shapes.ts';

export const reservationState = z.enum(['active', 'confirmed', 'released', 'expired', 'departed']);

const reservation = z.strictObject({
  reservationId: id,
  state: reservationState,
  /** Null once confirmed: it then lasts until it is released or has departed. */
  expiresAt: timestamp.nullable(),
  allocations: z.array(allocation),
});

const shortLine = z.strictObject({ sku, requested: z.int(), available: z.int() });

/** Stock by SKU and location: reservations all or none, movements with a reason each. */
export const inventory = defineContract({
  service: 'inventory',
  operations: {
    /** Units that can be sold now in the invocation's channel. */
    getAvailability: query({
      access: 'internal',
      input: z.strictObject({ skus: z.array(sku).min(1).max(500) }),
      output: z.strictObject({
        items: z.array(
          z.strictObject({
            sku,
            available: z.int().min(0),
            /** With `continue` more than `available` may be sold. */
            policy: z.enum(['deny', 'continue']),
            tracked: z.boolean(),
          }),
        ),
      }),
    }),
    /**
     * Reserves all lines or none. The same id again gives the same reservation with its expiry
     * moved; group-committed, so calling it concurrently is cheap.
     */
    reserveStock: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        reservationId: id,
        lines: z
          .array(z.strictObject({ lineId: id, sku, quantity }))
          .min(1)
          .max(100),
        expiresInSeconds: z.int().min(1).max(86_400),
      }),
      output: reservation,
      failures: {
        out_of_stock: failure('conflict', z.strictObject({ lines: z.array(shortLine) })),
        reservation_finished: failure('conflict', z.strictObject({ state: reservationState })),
      },
    }),
    /** Removes the expiry: the units now belong to an order. */
    confirmReservation: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ reservationId: id }),
      output: reservation,
      failures: {
        reservation_expired: failure('gone'),
        reservation_not_found: failure('not_found'),
      },
    }),
    /** Gives back what has not departed. Releasing what is released or unknown changes nothing. */
    releaseReservation: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        reservationId: id,
        reason: z.enum(['checkout_ended', 'order_cancelled', 'fulfillment_cancelled']),
        /** Only these lines' units; all that is left where it is missing. */
        lines: z.array(z.strictObject({ lineId: id, quantity })).optional(),
        /** Key of a partial release, so that repeating it changes nothing. */
        releaseId: id.optional(),
      }),
      output: z.strictObject({ releasedUnits: z.int() }),
    }),
    getReservation: query({
      access: 'internal',
      input: z.strictObject({ reservationId: id }),
      output: reservation,
      failures: { reservation_not_found: failure('not_found') },
    }),
    /** Turns reserved units into departed ones. `departureId` makes repeating it harmless. */
    recordDeparture: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        departureId: id,
        reservationId: id,
        lines: z.array(z.strictObject({ lineId: id, locationId: id, quantity })).min(1),
      }),
      output: z.strictObject({ departedUnits: z.int() }),
      failures: {
        reservation_not_found: failure('not_found'),
        departure_exceeds_reservation: failure('conflict'),
        stock_not_on_hand: failure('conflict', z.strictObject({ lines: z.array(shortLine) })),
      },
    }),
  },
  events: {
    'inventory.stock_changed': {
      version: 1,
      data: z.strictObject({
        items: z.array(
          z.strictObject({
            sku,
            locationId: id,
            available: z.int(),
            policy: z.enum(['deny', 'continue']),
          }),
        ),
      }),
    },
    'inventory.low_stock': {
      version: 1,
      data: z.strictObject({ sku, locationId: id, available: z.int(), threshold: z.int() }),
    },
  },
});
