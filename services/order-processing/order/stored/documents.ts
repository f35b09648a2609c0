import { z } from 'zod';
import { id, orderSnapshot, quantity } from '#contracts/shapes.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** An order as its checkout froze it. */
export const snapshotDocument = defineDocument({
  name: 'order-snapshot',
  columns: ['orders.snapshot'],
  v: 1,
  schema: orderSnapshot,
});

export const refundLinesDocument = defineDocument({
  name: 'refund-lines',
  columns: ['refund.lines'],
  v: 1,
  schema: z.array(z.strictObject({ lineId: id, quantity })),
});

export const orderDocuments = [snapshotDocument, refundLinesDocument];
