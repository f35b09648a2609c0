import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { invoiceDocument } from './invoice.ts';
import { paymentShape } from './payment.ts';
import {
  address,
  delivery,
  email,
  id,
  owner,
  page,
  pageOf,
  paymentMethodKind,
  quantity,
  snapshotLine,
  timestamp,
  totals,
} from './shapes.ts';

export const orderState = z.enum([
  'placed',
  'confirmed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelling',
  'cancelled',
]);

const parcel = z
  .strictObject({
    fulfillmentId: id,
    carrierCode: z.string(),
    trackingNumber: z.string(),
    status: z.enum(['label_purchased', 'in_transit', 'out_for_delivery', 'delivered', 'exception']),
    estimatedDeliveryAt: timestamp.nullable(),
  })
  .meta({ id: 'OrderParcel' });

export const orderShape = z
  .strictObject({
    orderId: id,
    orderNumber: z.string(),
    version: z.int(),
    state: orderState,
    paymentState: z.enum([
      'authorized',
      'captured',
      'partially_refunded',
      'refunded',
      'voided',
      'disputed',
    ]),
    channel: z.string(),
    locale: z.string(),
    owner,
    email,
    phone: z.string().nullable(),
    shippingAddress: address.nullable(),
    billingAddress: address,
    lines: z.array(snapshotLine.extend({ shippedQuantity: z.int(), refundedQuantity: z.int() })),
    totals,
    delivery: delivery.nullable(),
    paymentMethod: paymentMethodKind,
    refundedMinor: amountMinor,
    parcels: z.array(parcel),
    placedAt: timestamp,
  })
  .meta({ id: 'Order' });

const orderSummary = orderShape
  .pick({
    orderId: true,
    orderNumber: true,
    state: true,
    paymentState: true,
    email: true,
    placedAt: true,
    channel: true,
  })
  .extend({ totalMinor: amountMinor, currency: currencyCode })
  .meta({ id: 'OrderSummary' });

const timelineEntry = z
  .strictObject({
    at: timestamp,
    kind: z.string(),
    message: z.string(),
    actor: z.string(),
    traceId: z.string(),
  })
  .meta({ id: 'TimelineEntry' });

const refund = z
  .strictObject({
    refundId: id,
    amountMinor,
    currency: currencyCode,
    reason: z.string(),
    state: z.enum(['pending', 'refunded', 'failed']),
    createdAt: timestamp,
  })
  .meta({ id: 'Refund' });

const orderId = z.strictObject({ orderId: id });
/** The token from completing the checkout, instead of an account. */
const proof = orderId.extend({ accessToken: z.string().max(100).optional() });
const notFound = { order_not_found: failure('not_found') };
const illegal = {
  order_state_conflict: failure('conflict', z.strictObject({ state: orderState })),
};

/** Orders from `checkout.completed` to delivered; the process that carries them; undoing. */
export const order = defineContract({
  service: 'order',
  operations: {
    getOrder: query({
      access: 'owner',
      staff: 'orders:read',
      input: proof,
      output: orderShape,
      failures: notFound,
    }),
    listOrders: query({
      access: 'owner',
      staff: 'orders:read',
      input: page.extend({ state: orderState.optional(), email: email.optional() }),
      output: pageOf(orderSummary),
    }),
    getTimeline: query({
      access: 'owner',
      staff: 'orders:read',
      input: proof,
      output: z.strictObject({ entries: z.array(timelineEntry) }),
      failures: notFound,
    }),
    /** Releases stock, then voids or refunds. Refused once something was shipped. */
    cancelOrder: command({
      access: 'owner',
      staff: 'orders:write',
      idempotency: 'key',
      input: proof.extend({ reason: z.string().trim().max(200).default('requested by customer') }),
      output: orderShape,
      failures: { ...notFound, ...illegal },
    }),
    /** Refunds an amount or lines, never more than what is left; a credit note follows. */
    refundOrder: command({
      access: 'orders:refund',
      idempotency: 'key',
      input: orderId.extend({
        amountMinor: amountMinor.min(1).optional(),
        lines: z
          .array(z.strictObject({ lineId: id, quantity }))
          .min(1)
          .optional(),
        reason: z.string().trim().min(1).max(200),
      }),
      output: refund,
      failures: {
        ...notFound,
        ...illegal,
        refund_exceeds_captured: failure(
          'conflict',
          z.strictObject({ refundableMinor: amountMinor }),
        ),
        refund_empty: failure('invalid'),
      },
    }),
    listRefunds: query({
      access: 'owner',
      staff: 'orders:read',
      input: proof,
      output: z.strictObject({ refunds: z.array(refund) }),
      failures: notFound,
    }),
    addNote: command({
      access: 'orders:write',
      idempotency: 'key',
      input: orderId.extend({ note: z.string().trim().min(1).max(2_000) }),
      output: timelineEntry,
      failures: notFound,
    }),
    listPayments: query({
      access: 'orders:read',
      input: orderId,
      output: z.strictObject({ payments: z.array(paymentShape) }),
      failures: notFound,
    }),
    listLedgerEntries: query({
      access: 'orders:read',
      input: orderId,
      output: z.strictObject({ entries: z.array(z.unknown()) }),
      failures: notFound,
    }),
    listDocuments: query({
      access: 'owner',
      staff: 'orders:read',
      input: proof,
      output: z.strictObject({ documents: z.array(invoiceDocument) }),
      failures: notFound,
    }),
    getDocumentPdf: query({
      access: 'owner',
      staff: 'orders:read',
      input: proof.extend({ documentId: id }),
      output: z.strictObject({ fileName: z.string(), sha256: z.string(), pdfBase64: z.string() }),
      failures: { ...notFound, document_not_found: failure('not_found') },
    }),
    /** Hands a payment gateway's webhook to payment. */
    receivePaymentWebhook: command({
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
  },
  events: {
    'order.placed': {
      version: 1,
      data: z.strictObject({
        orderId: id,
        orderNumber: z.string(),
        owner,
        email,
        totalMinor: amountMinor,
        currency: currencyCode,
        placedAt: timestamp,
      }),
    },
  },
});
