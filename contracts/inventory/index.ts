import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { commonPromises } from '../every-service/promises.ts';
import { id, quantity, sku } from '../shapes.ts';
import { aboveUnpaidLimit, unpaidLimit } from '../unpaid-limit.ts';
import {
  documentKind,
  expectedOn,
  reservation,
  reservationState,
  stockLocation,
  stockOperations,
  openDocumentKind,
  openStockPolicy,
} from './stock.ts';

const natural = { access: 'internal', idempotency: 'natural' } as const;

const shortLine = z.strictObject({ sku, requested: z.int(), available: z.int() });

/** Stock by SKU and location: reservations all or none, movements with a reason each. */
export const inventory = defineContract({
  service: 'inventory',
  operations: {
    ...commonPromises,
    /**
     * Units that can be sold now in the invocation's channel. A SKU that the catalog never
     * announced has none; one that is not tracked always has 1,000,000.
     */
    getAvailability: query({
      access: 'internal',
      input: z.strictObject({ skus: z.array(sku).min(1).max(500) }),
      output: z.strictObject({
        items: z.array(
          z.strictObject({
            sku,
            available: z.int().min(0),
            /** With `continue` more than `available` may be sold. */
            policy: openStockPolicy,
            tracked: z.boolean(),
            /** Null where nobody said so, and once the day is over. */
            expectedOn: expectedOn.optional(),
          }),
        ),
      }),
    }),
    /**
     * Reserves all lines or none. The same id again gives the same reservation with its expiry
     * moved (other lines replace the held ones); one that expired or that its checkout gave back is
     * reserved anew. Group-committed, so calling it concurrently is cheap.
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
        /** Of a hold that waits for a person to pay: how much of a SKU may be held like that. */
        unpaid: unpaidLimit.optional(),
      }),
      output: reservation,
      failures: {
        out_of_stock: failure('conflict', z.strictObject({ lines: z.array(shortLine) })),
        reservation_finished: failure('conflict', z.strictObject({ state: reservationState })),
        /** It is held all the same: whoever asked gives it back. */
        unpaid_units_exceeded: failure('conflict', aboveUnpaidLimit),
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
    /** Which of these departures, releases, receipts and counts are recorded, and how many units. */
    getStockDocuments: query({
      access: 'internal',
      input: z.strictObject({
        documents: z.array(z.strictObject({ kind: documentKind, id })).max(500),
      }),
      output: z.strictObject({
        found: z.array(z.strictObject({ kind: openDocumentKind, id, units: z.int() })),
      }),
    }),
    listStock: query({ access: 'internal', ...stockOperations.listStock }),
    listMovements: query({ access: 'internal', ...stockOperations.listMovements }),
    listShortages: query({ access: 'internal', ...stockOperations.listShortages }),
    listLocations: query({ access: 'internal', ...stockOperations.listLocations }),
    putLocation: command({ scope: 'thing', ...natural, ...stockOperations.putLocation }),
    putDispatchCalendar: command({
      scope: 'thing',
      ...natural,
      ...stockOperations.putDispatchCalendar,
    }),
    setStockPolicy: command({ scope: 'thing', ...natural, ...stockOperations.setStockPolicy }),
    receiveStock: command({ scope: 'thing', ...natural, ...stockOperations.receiveStock }),
    countStock: command({ scope: 'thing', ...natural, ...stockOperations.countStock }),
  },
  events: {
    'inventory.stock_changed': {
      version: 1,
      data: z.strictObject({
        items: z.array(
          z.strictObject({
            sku,
            locationId: id,
            /** Of the location: `*` serves all. */
            channels: z.array(z.string()),
            available: z.int(),
            policy: openStockPolicy,
            /** Rises with each change there. The aggregate is the commit: order by this. */
            version: z.int(),
          }),
        ),
      }),
    },
    /**
     * Of what was sold out some can be bought again, or more came in while little was left. Never told
     * of what only becomes less, so not by a purchase.
     */
    'inventory.back_in_stock': {
      version: 1,
      data: z.strictObject({
        items: z.array(
          z.strictObject({
            sku,
            locationId: id,
            /** Of the location: `*` serves all. */
            channels: z.array(z.string()),
            available: z.int().min(1),
          }),
        ),
      }),
    },
    /**
     * Units came for lines of a reservation that waited for them. How many it still waits for its
     * reservation says.
     */
    'inventory.reservation_filled': {
      version: 1,
      data: z.strictObject({
        reservationId: id,
        lines: z.array(z.strictObject({ lineId: id, sku, locationId: id, quantity })),
      }),
    },
    /** Staff said another day, or none, on which more of a SKU is expected. The aggregate is the SKU. */
    'inventory.expected_on_changed': {
      version: 1,
      data: z.strictObject({ sku, expectedOn: z.iso.date().nullable() }),
    },
    /** A location as it is now; its version orders what is told of it. */
    'inventory.location_changed': { version: 1, data: stockLocation.omit({ version: true }) },
    'inventory.low_stock': {
      version: 1,
      data: z.strictObject({ sku, locationId: id, available: z.int(), threshold: z.int() }),
    },
  },
});
