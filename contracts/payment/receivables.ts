import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { paymentShape, openPaymentState } from './shapes.ts';
import { termOperations } from './terms.ts';
import { codeText, id, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';

const receiptSource = z.enum(['bank', 'cash', 'provider']);

/** Money that came in for an order that was let go on a promise. */
export const receiptGiven = z.strictObject({
  amountMinor: amountMinor.min(1),
  currency: currencyCode,
  receivedAt: timestamp,
  /** The bank's or the till's own, so that the same money is never booked twice. */
  reference: codeText(140),
  source: receiptSource.default('bank'),
});

export const receiptShape = receiptGiven
  .extend({
    receiptId: id,
    orderId: id,
    appliedMinor: amountMinor.meta({ description: 'Counted against what was owed' }),
    feesMinor: amountMinor
      .default(0)
      .meta({ description: 'Counted against what reminders cost, once all else was paid' }),
    surplusMinor: amountMinor.meta({ description: 'More than was owed: nobody’s yet' }),
    source: open(receiptSource, { unknownAs: 'bank' }).default('bank'),
    surplusKind: open(z.enum(['overpaid', 'unassigned']), { unknownAs: 'unassigned' }).nullable(),
    assignedFrom: id
      .nullable()
      .default(null)
      .meta({ description: 'The receipt whose surplus was assigned to this order' }),
  })
  .meta({ id: 'Receipt' });

export const receivableShape = z
  .strictObject({
    paymentId: id,
    orderId: id,
    orderNumber: z.string(),
    channel: z.string(),
    state: openPaymentState,
    currency: currencyCode,
    promisedMinor: amountMinor,
    receivedMinor: amountMinor,
    creditedMinor: amountMinor,
    writtenOffMinor: amountMinor,
    openMinor: amountMinor,
    feesOpenMinor: amountMinor
      .default(0)
      .meta({ description: 'What reminders cost, besides: not part of the order’s sums' }),
    dueAt: timestamp.meta({
      description:
        'So many days after the invoice or the delivery; while the delivery is awaited, if it came now',
    }),
    awaitsDelivery: z
      .boolean()
      .default(false)
      .meta({ description: 'The days count from the delivery, which has not come' }),
  })
  .meta({ id: 'Receivable' });

export const receivablesAsked = page.extend({
  due: z.enum(['all', 'overdue']).default('all'),
});

const paymentId = z.strictObject({ paymentId: id });
/** More than a day ahead, which no time zone explains: money that has not moved is not booked. */
export const movedFailures = { moment_in_future: failure('invalid') };
const notFound = { payment_not_found: failure('not_found') };
const stateConflict = {
  payment_state_conflict: failure('conflict', z.strictObject({ state: openPaymentState })),
};
/** Cards are captured; money by hand is for what was let go on a promise. */
export const notPromised = { payment_not_promised: failure('conflict') };
export const receiptFailures = {
  ...movedFailures,
  ...notPromised,
  receipt_currency_differs: failure('invalid', z.strictObject({ currency: currencyCode })),
  receipt_reference_used: failure('conflict'),
};
export const openFailures = {
  credit_exceeds_open: failure('conflict', z.strictObject({ openMinor: amountMinor })),
};

/** Nothing of what reminders cost is open. */
export const noFees = { reminder_fees_not_open: failure('conflict') };
export const waivedFees = z
  .strictObject({ waivedMinor: amountMinor, currency: currencyCode })
  .meta({ id: 'WaivedReminderFees' });

/** What becomes of a promise to pay: money comes, goods come back, or nothing ever does. */
export const receivableOperations = {
  ...termOperations,
  /** Once per source and reference of a channel. What nobody owes any more is kept as nobody’s money. */
  recordReceipt: command({
    access: 'internal',
    idempotency: 'key',
    input: paymentId.extend(receiptGiven.shape),
    output: z.strictObject({ receipt: receiptShape, payment: paymentShape }),
    failures: { ...notFound, ...receiptFailures, ...stateConflict },
  }),
  /** The rest that is open is given up. */
  writeOffPayment: command({
    access: 'internal',
    idempotency: 'key',
    input: paymentId.extend({ reason: text(200) }),
    output: paymentShape,
    failures: { ...notFound, ...stateConflict },
  }),
  /** What reminders cost is asked for no more: all that is open of it. */
  waiveReminderFees: command({
    access: 'internal',
    idempotency: 'key',
    input: paymentId.extend({ reason: text(200) }),
    output: waivedFees,
    failures: { ...notFound, ...noFees },
  }),
  /** Less is owed, once per credit id; without an amount nothing is owed any more. */
  creditPayment: command({
    access: 'internal',
    idempotency: 'natural',
    input: paymentId.extend({ creditId: id, amountMinor: amountMinor.min(1).optional() }),
    output: z.strictObject({ creditedMinor: amountMinor, payment: paymentShape }),
    failures: { ...notFound, ...stateConflict, ...openFailures },
  }),
  listReceipts: query({
    access: 'internal',
    input: z.strictObject({ orderId: id }),
    output: pageOf(receiptShape),
  }),
  listReceivables: query({
    access: 'internal',
    input: receivablesAsked.extend({ channels: z.array(z.string()).nullable() }),
    output: pageOf(receivableShape),
    failures: pageFailures,
  }),
} as const;
