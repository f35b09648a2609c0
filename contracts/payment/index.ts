import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import {
  buyer,
  methodUnavailable,
  offeredMethodOperations,
  paymentMethodCode,
  paymentMethodOperations,
} from './methods.ts';
import {
  atGateway,
  ledgerEntryShape,
  paymentReviewShape,
  paymentShape,
  openPaymentState,
} from './shapes.ts';
import { countryCode, id, page, pageFailures, pageOf, paymentMethodKind } from '../shapes.ts';
import { providerTermOperations, tokenOrPage } from './provider-terms.ts';
import { changeEvents } from './change-events.ts';
import { payOutOperations } from './pay-outs.ts';
import { settlementEvents } from './settlement-events.ts';
import { reconciliationOperations } from './reconciliations.ts';
import { receivableOperations } from './receivables.ts';
import { paymentWebhook, webhookOutcome } from '../webhook-shapes.ts';

export { paymentShape, paymentState } from './shapes.ts';

const paymentId = z.strictObject({ paymentId: id });
/** Whoever asked asks again. */
const notKnown = { unknownAs: 'unknown' } as const;
const notFound = { payment_not_found: failure('not_found') };
const stateConflict = {
  payment_state_conflict: failure('conflict', z.strictObject({ state: openPaymentState })),
};

/** Authorizations, captures, voids, refunds and the ledger. Unknown answers are queried before they are compensated. */
export const payment = defineContract({
  service: 'payment',
  operations: {
    ...promisesOfOrders,
    /**
     * Authorizes once per payment id. Repeating it answers the state reached. `unknown`: the
     * gateway's answer was lost and the sweep asks again.
     */
    authorizePayment: command({
      access: 'internal',
      idempotency: 'natural',
      input: paymentId.extend({
        checkoutId: id,
        orderId: id,
        orderNumber: z.string(),
        amountMinor,
        currency: currencyCode,
        /** The kind, where an earlier version asks, or where a method's code is its kind. */
        method: paymentMethodKind.optional(),
        methodCode: paymentMethodCode.optional(),
        /** Who buys, and where: whoever does not say is a stranger. */
        buyer: buyer.optional(),
        countries: z.array(countryCode).max(2).optional(),
        ...tokenOrPage,
        forceChallenge: z.boolean(),
        returnUrl: z.string(),
      }),
      output: z.strictObject({
        status: open(z.enum(['authorized', 'requires_action', 'declined', 'unknown']), notKnown),
        payment: paymentShape,
      }),
      failures: {
        payment_method_unavailable: methodUnavailable,
        payment_token_missing: failure('invalid'),
      },
    }),
    /** The state now; with `refresh` the gateway is asked when ours is not final. */
    getPayment: query({
      access: 'internal',
      input: paymentId.extend({ refresh: z.boolean().default(false) }),
      output: paymentShape,
      failures: notFound,
    }),
    ...providerTermOperations,
    /**
     * Captures the whole authorization, or less, once. Of a promise (pay later) it records that the
     * money came in. With `part` it captures so much that `untilMinor` are captured in all, and what is
     * left stays held until the last part; a payment that can be captured once alone is captured whole
     * with the first one, which `payment.capturedMinor` says.
     */
    capturePayment: command({
      access: 'internal',
      idempotency: 'natural',
      input: paymentId.extend({
        amountMinor,
        part: z.strictObject({ untilMinor: amountMinor, isLast: z.boolean() }).optional(),
      }),
      output: z.strictObject({
        status: open(z.enum(['captured', 'unknown']), notKnown),
        payment: paymentShape,
      }),
      failures: { ...notFound, ...stateConflict, capture_refused: failure('conflict') },
    }),
    /**
     * Gives an authorization back; harmless where nothing was or is held (`payment.state` says).
     * With `unbegun` a payment that is not known yet is voided before it begins: an authorization
     * that was asked for before, and comes late, finds that it is over.
     */
    voidPayment: command({
      access: 'internal',
      idempotency: 'natural',
      input: paymentId.extend({
        unbegun: z
          .strictObject({
            checkoutId: id,
            orderId: id,
            orderNumber: z.string(),
            amountMinor,
            currency: currencyCode,
            method: paymentMethodKind,
            methodCode: paymentMethodCode.optional(),
          })
          .optional(),
      }),
      output: z.strictObject({
        status: open(z.enum(['voided', 'unknown']), notKnown),
        payment: paymentShape,
      }),
      failures: { ...notFound, ...stateConflict },
    }),
    /** Gives money back, once per refund id, never more than was captured. */
    refundPayment: command({
      access: 'internal',
      idempotency: 'natural',
      input: paymentId.extend({ refundId: id, amountMinor, reason: z.string().max(200) }),
      output: z.strictObject({
        status: open(z.enum(['refunded', 'pending', 'unknown']), notKnown),
        payment: paymentShape,
      }),
      failures: {
        ...notFound,
        ...stateConflict,
        refund_exceeds_captured: failure(
          'conflict',
          z.strictObject({ refundableMinor: amountMinor }),
        ),
        refund_refused: failure('conflict'),
        /** The buyer’s bank has the money already, or asks for it. */
        payment_disputed: failure('conflict', z.strictObject({ refundableMinor: amountMinor })),
      },
    }),
    listPaymentsOfOrder: query({
      access: 'internal',
      input: z.strictObject({ orderId: id }),
      output: pageOf(paymentShape),
    }),
    ...paymentMethodOperations,
    ...receivableOperations,
    ...payOutOperations,
    ...reconciliationOperations,
    ...offeredMethodOperations,
    /** A gateway's webhook, raw as it came: signature, time, duplicates, amount and currency are checked. */
    receiveWebhook: command({
      ...paymentWebhook,
      output: z.strictObject({
        outcome: webhookOutcome,
      }),
    }),
    /** Newest first: what of the gateway’s news a person has to look at. */
    listPaymentReviews: query({
      access: 'internal',
      input: page,
      output: pageOf(paymentReviewShape),
      failures: pageFailures,
    }),
    /**
     * Asks the gateway anew about a payment that is held for review, and learns what it says where that is
     * just what was asked of it. `atGateway`: what it says where it is not.
     */
    settleReview: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({ paymentId: id }),
      output: z.strictObject({ state: openPaymentState, atGateway: atGateway.nullable() }),
      failures: { payment_not_found: failure('not_found'), gateway_silent: failure('unavailable') },
    }),
    /** Double-entry postings of an order's payments. */
    listLedgerEntries: query({
      access: 'orders:read',
      input: z.strictObject({ orderId: id }),
      output: pageOf(ledgerEntryShape),
    }),
  },
  events: {
    'payment.authorized': {
      version: 1,
      data: z.strictObject({
        paymentId: id,
        checkoutId: id,
        authorizedMinor: amountMinor,
        currency: currencyCode,
      }),
    },
    'payment.failed': {
      version: 1,
      data: z.strictObject({ paymentId: id, checkoutId: id, declineCode: z.string() }),
    },
    ...changeEvents,
    ...settlementEvents,
  },
});
