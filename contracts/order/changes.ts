import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import { orderShape, refundShape, timelineEntry, openOrderState } from './shapes.ts';
import { paymentShape, openPaymentState } from '../payment/shapes.ts';
import { staffPayOutOperations } from '../payment/pay-outs.ts';
import {
  openFailures,
  receiptFailures,
  receiptGiven,
  receiptShape,
  receivableShape,
  receivablesAsked,
} from '../payment/receivables.ts';
import { id, pageFailures, pageOf, quantity } from '../shapes.ts';
import { paymentWebhook } from '../webhook-shapes.ts';

export const orderId = z.strictObject({ orderId: id });
/** The token from completing the checkout, instead of an account. */
export const orderProof = orderId.extend({ orderToken: z.string().max(100).optional() });
export const orderNotFound = { order_not_found: failure('not_found') };
const stateConflict = {
  order_state_conflict: failure('conflict', z.strictObject({ state: openOrderState })),
};

const paymentStateConflict = {
  payment_state_conflict: failure('conflict', z.strictObject({ state: openPaymentState })),
};
const refundAsked = orderId.extend({
  amountMinor: amountMinor.min(1).optional(),
  lines: z
    .array(z.strictObject({ lineId: id, quantity }))
    .min(1)
    .max(100)
    .optional(),
  reason: z.string().trim().min(1).max(200),
});
const refundLineFailures = {
  /** Neither an amount nor lines, or both, or lines that cost nothing. */
  refund_empty: failure('invalid'),
  /** A line that the order does not have, or more of it than is left to refund. */
  refund_line_invalid: failure('invalid', z.strictObject({ lineId: id, left: z.int() })),
  /** So many were ordered, and others have been refunded meanwhile. */
  refund_line_exceeded: failure('conflict', z.strictObject({ lineId: id, left: z.int() })),
};

/** What customers and staff may do to an order. */
export const orderChanges = {
  /** Releases stock, then voids or refunds. Refused once something was shipped. */
  cancelOrder: command({
    scope: 'thing',
    access: 'owner',
    staff: 'orders:write',
    idempotency: 'key',
    input: orderProof.extend({
      reason: z.string().trim().max(200).default('requested by customer'),
    }),
    output: orderShape,
    failures: { ...orderNotFound, ...stateConflict },
  }),
  /** Refunds an amount or lines, never more than what is left; a credit note follows. */
  refundOrder: command({
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: refundAsked,
    output: refundShape,
    failures: {
      ...orderNotFound,
      ...stateConflict,
      refund_exceeds_captured: failure(
        'conflict',
        z.strictObject({ refundableMinor: amountMinor }),
      ),
      /** The customer’s bank has that money already, or asks for it. */
      payment_disputed: failure('conflict', z.strictObject({ refundableMinor: amountMinor })),
      ...refundLineFailures,
    },
  }),
  /** Goods come back that nobody paid: less is owed, a credit note follows, nothing is paid out. */
  creditOrder: command({
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: refundAsked,
    output: refundShape,
    failures: { ...orderNotFound, ...stateConflict, ...refundLineFailures, ...openFailures },
  }),
  /** Money that came in for an order let go on a promise; once per source and reference. */
  recordReceipt: command({
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: orderId.extend(receiptGiven.shape),
    output: receiptShape,
    failures: { ...orderNotFound, ...receiptFailures, ...paymentStateConflict },
  }),
  listReceipts: query({
    access: 'orders:read',
    input: orderId,
    output: pageOf(receiptShape),
    failures: orderNotFound,
  }),
  /** The rest that is open is given up. */
  writeOffOrder: command({
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: orderId.extend({ reason: z.string().trim().min(1).max(200) }),
    output: paymentShape,
    failures: { ...orderNotFound, ...paymentStateConflict },
  }),
  /** What is open, in the actor's channels; what is due first before the others. */
  listReceivables: query({
    access: 'orders:read',
    input: receivablesAsked,
    output: pageOf(receivableShape),
    failures: pageFailures,
  }),
  ...staffPayOutOperations,
  /** Written for staff alone. */
  addNote: command({
    scope: 'thing',
    access: 'orders:write',
    idempotency: 'key',
    input: orderId.extend({ note: z.string().trim().min(1).max(2_000) }),
    output: timelineEntry,
    failures: orderNotFound,
  }),
  /** Hands a payment gateway's webhook to payment. */
  receivePaymentWebhook: command({
    ...paymentWebhook,
    output: z.strictObject({ outcome: z.string() }),
  }),
} as const;
