import { z } from 'zod';
import { command, defineContract, failure } from '#kernel/contract.ts';
import { stockChange } from './fulfillment.ts';
import { id, quantity } from './shapes.ts';

/** Turns what fulfillment did into stock movements, and finds differences. */
export const inventorySync = defineContract({
  service: 'inventory-sync',
  operations: {
    /** Reserved units have left; once per departure id (the fulfillment's). */
    recordDeparture: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        departureId: id,
        reservationId: id,
        orderId: id,
        lines: z.array(z.strictObject({ lineId: id, locationId: id, quantity })).min(1),
      }),
      output: z.strictObject({ departedUnits: z.int() }),
      failures: {
        stock_not_on_hand: failure('conflict'),
        reservation_not_found: failure('not_found'),
        departure_exceeds_reservation: failure('conflict'),
      },
    }),
    releaseReservation: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        reservationId: id,
        orderId: id,
        releaseId: id,
        lines: z.array(z.strictObject({ lineId: id, quantity })).optional(),
      }),
      output: z.strictObject({ releasedUnits: z.int() }),
    }),
    receiveStock: command({
      access: 'inventory:write',
      idempotency: 'natural',
      input: z.strictObject({
        receiptId: id,
        reason: z.string(),
        lines: z.array(stockChange).min(1).max(100),
      }),
      output: z.strictObject({ movements: z.int() }),
      failures: { location_unknown: failure('not_found') },
    }),
    countStock: command({
      access: 'inventory:write',
      idempotency: 'natural',
      input: z.strictObject({
        countId: id,
        reason: z.string(),
        lines: z.array(stockChange).min(1).max(100),
      }),
      output: z.strictObject({ movements: z.int(), shortages: z.int() }),
      failures: { location_unknown: failure('not_found') },
    }),
  },
  events: {},
});
