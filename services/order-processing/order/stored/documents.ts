import { z } from 'zod';
import { orderBulkAction } from '#contracts/order/bulk/bulk-changes.ts';
import { id, orderSnapshot, orderTender, quantity } from '#contracts/shapes.ts';
import { actor } from '#kernel/actor.ts';
import { amountMinor } from '#kernel/money.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** An order as its checkout froze it. */
export const snapshotDocument = defineDocument({
  name: 'order-snapshot',
  columns: ['orders.snapshot'],
  v: 1,
  schema: orderSnapshot,
  readBySql: [
    {
      at: 'placing/place-orders.ts',
      fields: [
        'orderId',
        'orderNumber',
        'channel',
        'locale',
        'owner.kind',
        'owner.id',
        'accessTokenHash',
        'email',
        'paymentId',
        'totals.currency',
        'totals.totalMinor',
        'placedAt',
      ],
      v: 1,
    },
    { at: 'reading/list-orders.ts', fields: ['paymentMethod', 'billingAddress.name'], v: 1 },
    { at: 'orders/order-store.ts', fields: ['authorizationKind'], v: 1 },
    { at: 'orders/mailed-texts.ts', fields: ['shownTexts'], v: 1 },
    { at: 'bulk-changes/bulk-story.ts', fields: ['locale'], v: 1 },
    {
      at: 'bulk-changes/preview-cancellation.ts',
      fields: ['lines', 'lines[].quantity', 'authorizationKind'],
      v: 1,
    },
    { at: 'paying/watch-authorizations.ts', fields: ['authorizationKind'], v: 1 },
    { at: 'refunding/givable-order.ts', fields: ['authorizationKind'], v: 1 },
    {
      at: 'migrations/0004-lists.sql',
      fields: [
        'orderNumber',
        'email',
        'paymentMethod',
        'billingAddress.name',
        'billingAddress.company',
        'shippingAddress.name',
        'shippingAddress.company',
        'lines',
        'lines[].sku',
      ],
      v: 1,
    },
  ],
});

/** What an order is paid with: each payment with its part, the one that leads among them. */
export const tendersDocument = defineDocument({
  name: 'order-tenders',
  columns: ['orders.tenders'],
  v: 1,
  schema: z.array(orderTender).min(1),
});

export const refundLinesDocument = defineDocument({
  name: 'refund-lines',
  columns: ['refund.lines'],
  v: 1,
  schema: z.array(z.strictObject({ lineId: id, quantity, amountMinor: amountMinor.optional() })),
});

export const withdrawnLinesDocument = defineDocument({
  name: 'withdrawn-lines',
  columns: ['withdrawal.lines'],
  v: 1,
  schema: z.array(z.strictObject({ lineId: id, quantity })),
});

/** What is done to many orders at once. */
export const bulkActionDocument = defineDocument({
  name: 'order-bulk-action',
  columns: ['order_bulk.action'],
  v: 1,
  schema: orderBulkAction.nullable(),
  readBySql: [{ at: 'bulk-changes/on-rights-changed.ts', fields: ['do'], v: 1 }],
});

/** Who had many orders changed: it acts with what they may. */
export const bulkActorDocument = defineDocument({
  name: 'order-bulk-actor',
  columns: ['order_bulk.actor'],
  v: 1,
  schema: actor.nullable(),
});

export const orderDocuments = [
  bulkActionDocument,
  bulkActorDocument,
  snapshotDocument,
  tendersDocument,
  refundLinesDocument,
  withdrawnLinesDocument,
];
