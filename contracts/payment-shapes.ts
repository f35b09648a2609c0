import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { id, paymentMethodKind, timestamp } from './shapes.ts';

export const paymentState = z.enum([
  'authorizing',
  'requires_action',
  'authorized',
  'capturing',
  'captured',
  'voiding',
  'voided',
  'failed',
  'review',
]);

export const paymentShape = z
  .strictObject({
    paymentId: id,
    checkoutId: id,
    orderId: id,
    state: paymentState,
    method: paymentMethodKind,
    /** Of the channel's method; null where an earlier version knew kinds alone. */
    methodCode: z.string().nullable().default(null),
    authorizationKind: z.enum(['card', 'promise']),
    currency: currencyCode,
    amountMinor,
    authorizedMinor: amountMinor,
    capturedMinor: amountMinor,
    refundedMinor: amountMinor,
    disputedMinor: amountMinor,
    nextActionUrl: z.string().nullable(),
    declineCode: z.string().nullable(),
    gatewayPaymentId: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'Payment' });

export const ledgerEntryShape = z
  .strictObject({
    entryId: id,
    kind: z.enum(['capture', 'refund', 'promise', 'promise_void', 'receipt']),
    postedAt: timestamp,
    postings: z.array(
      z.strictObject({
        account: z.enum([
          'gateway_clearing',
          'customer_payments',
          'accounts_receivable',
          'bank_receipts',
        ]),
        direction: z.enum(['debit', 'credit']),
        amountMinor,
        currency: currencyCode,
      }),
    ),
  })
  .meta({ id: 'LedgerEntry' });
