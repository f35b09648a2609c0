import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import { orderShape, refundPreview, refundShape, timelineEntry, openOrderState } from './shapes.ts';
import { paymentShape, openPaymentState } from '../payment/shapes.ts';
import { staffPayOutOperations } from '../payment/pay-outs.ts';
import { staffReconciliationOperations } from '../payment/reconciliations.ts';
import {
  noFees,
  openFailures,
  receiptFailures,
  receiptGiven,
  receiptShape,
  receivableShape,
  receivablesAsked,
  waivedFees,
} from '../payment/receivables.ts';
import { id, pageFailures, pageOf, quantity, text } from '../shapes.ts';
import { paymentWebhook } from '../webhook-shapes.ts';
import { ofKind } from '../text-kinds.ts';
import { mayWait, outgoing_waits, waitsSinceVersion2 } from '../every-service/outgoing.ts';

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
  amountMinor: amountMinor
    .min(1)
    .optional()
    .meta({ description: 'An adjustment alone, instead of all the others' }),
  lines: z
    .array(z.strictObject({ lineId: id, quantity }))
    .min(1)
    .max(100)
    .optional(),
  shippingMinor: amountMinor
    .optional()
    .meta({ description: 'Of the delivery, with its tax: at the rate that it was invoiced with' }),
  adjustmentMinor: z.int().min(-999_999_999_999).max(999_999_999_999).optional().meta({
    description:
      'Given beyond goods and delivery, or held back of them where it is negative. What is given takes its share of every tax that is left of the invoice, what is held back of those that are given back',
  }),
  reason: text(200),
});
const refundLineFailures = {
  /** Nothing is given back, or more is held back than given; or an amount and parts at once. */
  refund_empty: failure('invalid'),
  /** A line that the order does not have, or more of it than is left to refund. */
  refund_line_invalid: failure('invalid', z.strictObject({ lineId: id, left: z.int() })),
  /** So many were ordered, and others have been refunded meanwhile. */
  refund_line_exceeded: failure('conflict', z.strictObject({ lineId: id, left: z.int() })),
  /** The payment provider takes multiples of the step alone in this currency. */
  refund_off_step: failure('invalid', z.strictObject({ stepMinor: amountMinor })),
  /** More than the delivery cost, or than is left of it. */
  refund_delivery_exceeded: failure('conflict', z.strictObject({ leftMinor: amountMinor })),
};
const refundFailures = {
  refund_exceeds_captured: failure('conflict', z.strictObject({ refundableMinor: amountMinor })),
  /** Captured in parts as it leaves: these units have not, so nothing was charged for them. */
  refund_not_charged: failure('conflict', z.strictObject({ lineId: id, left: z.int() })),
  /** The customer’s bank has that money already, or asks for it. */
  payment_disputed: failure('conflict', z.strictObject({ refundableMinor: amountMinor })),
};

/** More than staff may give back without showing once more that it is them. */
const refund_needs_proof = failure('forbidden', z.strictObject({ limitMinor: amountMinor }));

const byProven = {
  /** The gateway says it, which asked auth: the session showed lately who it is. */
  isProven: z.boolean().optional(),
};

/** What customers and staff may do to an order. */
export const orderChanges = {
  /** Releases stock, then voids or refunds. Refused once something was shipped. */
  cancelOrder: command({
    ...waitsSinceVersion2,
    scope: 'thing',
    access: 'owner',
    staff: 'orders:write',
    idempotency: 'key',
    input: orderProof.extend({
      reason: ofKind('written', z.string().trim().max(200)).default('requested by customer'),
      ...mayWait,
      ...byProven,
    }),
    output: orderShape,
    failures: { ...orderNotFound, ...stateConflict, outgoing_waits, refund_needs_proof },
  }),
  /** Gives lines, delivery or an amount back, never more than what is left; a credit note follows. */
  refundOrder: command({
    ...waitsSinceVersion2,
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: refundAsked.extend({ ...mayWait, ...byProven }),
    output: refundShape,
    failures: {
      ...orderNotFound,
      ...stateConflict,
      ...refundFailures,
      ...refundLineFailures,
      refund_needs_proof,
      /** A cancellation, which gives back all that is left. */
      outgoing_waits,
    },
  }),
  /** What a refund, or a credit, would give back and its credit note would say. Writes nothing. */
  previewRefund: query({
    access: 'orders:refund',
    input: refundAsked.omit({ reason: true }).extend({
      of: z
        .enum(['refund', 'credit'])
        .default('refund')
        .meta({ description: '`credit`: of what nobody has paid' }),
    }),
    output: refundPreview,
    failures: {
      ...orderNotFound,
      ...stateConflict,
      ...refundFailures,
      ...refundLineFailures,
      ...openFailures,
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
    input: orderId.extend({ reason: text(200) }),
    output: paymentShape,
    failures: { ...orderNotFound, ...paymentStateConflict },
  }),
  /** What reminders cost is asked for no more: all that is open of it. */
  waiveReminderFees: command({
    scope: 'thing',
    access: 'orders:refund',
    idempotency: 'key',
    input: orderId.extend({ reason: text(200) }),
    output: waivedFees,
    failures: { ...orderNotFound, ...noFees },
  }),
  /** What is open, in the actor's channels; what is due first before the others. */
  listReceivables: query({
    access: 'orders:read',
    input: receivablesAsked,
    output: pageOf(receivableShape),
    failures: pageFailures,
  }),
  ...staffPayOutOperations,
  ...staffReconciliationOperations,
  /** Written for staff alone. */
  addNote: command({
    scope: 'thing',
    access: 'orders:write',
    idempotency: 'key',
    input: orderId.extend({ note: text(2_000) }),
    output: timelineEntry,
    failures: orderNotFound,
  }),
  /** Hands a payment gateway's webhook to payment. */
  receivePaymentWebhook: command({
    ...paymentWebhook,
    output: z.strictObject({ outcome: z.string() }),
  }),
} as const;
