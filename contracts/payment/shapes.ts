import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { id, shownMethodKind, timestamp } from '../shapes.ts';

export const paymentState = z.enum([
  'authorizing',
  'requires_action',
  'authorized',
  'part_received',
  'capturing',
  'capturing_part',
  'part_captured',
  'releasing',
  'captured',
  'voiding',
  'voided',
  'written_off',
  'credited',
  'failed',
  'review',
]);
/** As it is told: what an older version does not know, it leaves to a person. */
export const openPaymentState = open(paymentState, { unknownAs: 'review' });

export const paymentShape = z
  .strictObject({
    paymentId: id,
    checkoutId: id,
    orderId: id,
    state: openPaymentState,
    method: shownMethodKind,
    /** Of the channel's method; null where an earlier version knew kinds alone. */
    methodCode: z.string().nullable().default(null),
    authorizationKind: z.enum(['card', 'promise']),
    /** At which it was made, and stays; null from a version that does not tell it. */
    provider: z.string().nullable().default(null),
    /** Made in the sandbox in the provider's place: no money moved. */
    sandbox: z.boolean().default(false),
    /** Why nothing goes on with it: `provider_without_keys` until those are set again. */
    heldAs: z.string().nullable().default(null),
    currency: currencyCode,
    amountMinor,
    authorizedMinor: amountMinor,
    capturedMinor: amountMinor,
    refundedMinor: amountMinor,
    disputedMinor: amountMinor,
    nextActionUrl: z.string().nullable(),
    /** Until when somebody can pay there, where that is a page of the provider's own. */
    nextActionUntil: timestamp.nullable().default(null),
    declineCode: z.string().nullable(),
    gatewayPaymentId: z.string().nullable(),
    createdAt: timestamp,
    /** How the worst dispute of it stands; `disputedMinor` is what is disputed or lost. */
    disputeState: open(z.enum(['open', 'won', 'lost']), { unknownAs: 'open' })
      .nullable()
      .default(null),
    /** When the provider gives up what it holds, if nothing is captured before; null: not known. */
    authorizedUntil: timestamp.nullable().default(null),
    /** Rises with each change; 0 from a version that does not tell it. */
    version: z.int().default(0),
  })
  .meta({ id: 'Payment' });

const ledgerEntryKind = z.enum([
  'capture',
  'capture_reversal',
  'refund',
  'refund_reversal',
  'promise',
  'promise_void',
  'receipt',
  'dispute',
  'dispute_reinstated',
  'dispute_lost',
  'bank_receipt',
  'write_off',
  'credit',
  'surplus_paid',
  'surplus_assigned',
  'assigned_receipt',
  'reminder_fee',
  'reminder_fee_back',
]);
const ledgerAccount = z.enum([
  'gateway_clearing',
  'customer_payments',
  'accounts_receivable',
  'bank_receipts',
  'disputed_payments',
  'dispute_losses',
  'bad_debt',
  'unassigned_money',
  'reminder_fees_owed',
  'reminder_fees',
]);

/** An entry balances in itself: one of a kind that is not known is left out whole. */
export const ledgerEntryShape = z
  .strictObject({
    entryId: id,
    kind: open(ledgerEntryKind, { unknownAs: leftOut }),
    postedAt: timestamp,
    postings: z.array(
      z.strictObject({
        account: open(ledgerAccount, { unknownAs: 'unassigned_money' }),
        direction: z.enum(['debit', 'credit']),
        amountMinor,
        currency: currencyCode,
      }),
    ),
  })
  .meta({ id: 'LedgerEntry' });

/** A payment as the gateway's own book has it. */
export const atGateway = z
  .strictObject({
    state: open(z.enum(['authorized', 'captured', 'voided', 'not_found', 'other']), {
      unknownAs: 'other',
    }),
    amountMinor,
    capturedMinor: amountMinor,
    currency: z.string(),
  })
  .meta({ id: 'PaymentAtGateway' });

/** What a gateway told that disagrees with our books, or that is not understood: for a person. */
export const paymentReviewShape = z
  .strictObject({
    reviewId: id,
    orderId: id.nullable(),
    paymentId: id.nullable(),
    reason: z.string().meta({ examples: ['webhook_unknown'] }),
    detail: z.record(z.string(), z.unknown()),
    createdAt: timestamp,
  })
  .meta({ id: 'PaymentReview' });
