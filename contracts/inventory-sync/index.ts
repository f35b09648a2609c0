import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { id, page, pageFailures, pageOf, quantity, timestamp } from '../shapes.ts';
import { reservation, stockOperations, openDocumentKind } from '../inventory/stock.ts';

const read = { access: 'inventory:read' } as const;
const write = { access: 'inventory:write', idempotency: 'natural' } as const;

const stockProblem = open(
  z.enum(['missing_in_inventory', 'missing_here', 'units_differ', 'unsettled']),
  { unknownAs: 'unsettled' },
);

/** What a comparison of both books found. Nothing is mended by it: staff decides. */
export const stockReconciliation = z
  .strictObject({
    reconciliationId: id,
    at: timestamp,
    since: timestamp,
    checked: z.int().min(0),
    differences: z.array(
      z.strictObject({
        kind: openDocumentKind,
        id,
        problem: stockProblem,
        unitsHere: z.int().nullable(),
        unitsInInventory: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'StockReconciliation' });

/** Turns what fulfillment did into stock movements, and finds differences. */
export const inventorySync = defineContract({
  service: 'inventory-sync',
  operations: {
    ...promisesOfOrders,
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
    /** Gives back what has not departed, once per release id. */
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
    /** What inventory holds of a reservation, and what of it is still to come. */
    getReservation: query({
      access: 'internal',
      input: z.strictObject({ reservationId: id }),
      output: reservation,
      failures: { reservation_not_found: failure('not_found') },
    }),
    receiveStock: command({ scope: 'thing', ...write, ...stockOperations.receiveStock }),
    countStock: command({ scope: 'thing', ...write, ...stockOperations.countStock }),
    listStock: query({ ...read, ...stockOperations.listStock }),
    listMovements: query({ ...read, ...stockOperations.listMovements }),
    listShortages: query({ ...read, ...stockOperations.listShortages }),
    listLocations: query({ ...read, ...stockOperations.listLocations }),
    putLocation: command({ scope: 'thing', ...write, ...stockOperations.putLocation }),
    putDispatchCalendar: command({
      scope: 'thing',
      ...write,
      ...stockOperations.putDispatchCalendar,
    }),
    setStockPolicy: command({ scope: 'thing', ...write, ...stockOperations.setStockPolicy }),
    /** Compares what was done here with what inventory has recorded, and keeps the report. */
    reconcile: command({
      scope: 'all',
      ...write,
      input: z.strictObject({ sinceHours: z.int().min(1).max(2_400).default(48) }),
      output: stockReconciliation,
    }),
    /** Reports, newest first; one is made each night. */
    listReconciliations: query({
      ...read,
      input: page,
      output: pageOf(stockReconciliation),
      failures: pageFailures,
    }),
  },
  events: {},
});
