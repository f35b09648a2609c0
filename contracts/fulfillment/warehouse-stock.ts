import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { exportPart } from '../every-service/exports.ts';
import { inventorySync } from '../inventory-sync/index.ts';
import { stockOperations } from '../inventory/stock.ts';
import { ofKind } from '../text-kinds.ts';

const read = { access: 'inventory:read' } as const;
const write = { access: 'inventory:write', idempotency: 'natural' } as const;
const { receiveStock, countStock } = stockOperations;
const { reconcile, listReconciliations } = inventorySync.operations;

/** Stock as staff see and change it: inventory-sync's operations, reached through fulfillment. */
export const warehouseStock = {
  /** Goods that came in, per SKU and location; once per receipt id. */
  receiveStock: command({
    scope: 'thing',
    ...write,
    ...receiveStock,
    input: receiveStock.input.extend({
      reason: ofKind('written', z.string().max(200)).default('receipt'),
    }),
  }),
  /** What was counted, per SKU and location; the difference becomes a movement. Once per count id. */
  countStock: command({
    scope: 'thing',
    ...write,
    ...countStock,
    input: countStock.input.extend({
      reason: ofKind('written', z.string().max(200)).default('count'),
    }),
  }),
  listStock: query({ ...read, ...stockOperations.listStock }),
  /** Stock as CSV; that it begins is audited. */
  exportStock: query({
    ...read,
    input: stockOperations.listStock.input.omit({ limit: true, updatedSince: true }),
    output: exportPart,
    failures: stockOperations.listStock.failures,
  }),
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
  /** Compares the warehouse's book with inventory's, and keeps the report. */
  reconcileStock: command({
    scope: 'all',
    ...write,
    input: reconcile.input,
    output: reconcile.output,
  }),
  listStockReconciliations: query({
    ...read,
    input: listReconciliations.input,
    output: listReconciliations.output,
    failures: { ...listReconciliations.failures, all_channels_needed: failure('forbidden') },
  }),
} as const;
