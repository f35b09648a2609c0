import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import { orderShape, orderState, refundShape, timelineEntry } from './order-shapes.ts';
import { id, quantity } from './shapes.ts';
import { rawWebhook } from './webhook-shapes.ts';

export const orderId = z.strictObject({ orderId: id });
/** The token from completing the checkout, instead of an account. */
export const orderProof = orderId.extend({ accessToken: z.string().max(100).optional() });
export const orderNotFound = { order_not_found: failure('not_found') };
const stateConflict = {
  order_state_conflict: failure('conflict', z.strictObject({ state: orderState })),
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
    input: orderId.extend({
      amountMinor: amountMinor.min(1).optional(),
      lines: z
        .array(z.strictObject({ lineId: id, quantity }))
        .min(1)
        .max(100)
        .optional(),
      reason: z.string().trim().min(1).max(200),
    }),
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
      /** Neither an amount nor lines, or both, or lines that cost nothing. */
      refund_empty: failure('invalid'),
      /** A line that the order does not have, or more of it than is left to refund. */
      refund_line_invalid: failure('invalid', z.strictObject({ lineId: id, left: z.int() })),
      /** So many were ordered, and others have been refunded meanwhile. */
      refund_line_exceeded: failure('conflict', z.strictObject({ lineId: id, left: z.int() })),
    },
  }),
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
    ...rawWebhook,
    output: z.strictObject({ outcome: z.string() }),
  }),
} as const;
