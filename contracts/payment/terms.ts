import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { id, pageOf, timestamp } from '../shapes.ts';

/** How long what is paid later may take, as staff sets it of a method. */
export const termSettings = {
  dueFrom: z
    .enum(['invoice', 'delivery'])
    .default('invoice')
    .meta({ description: 'Of pay-later: what the days count from' }),
  deliveredAfterDays: z.int().min(1).max(365).default(14).meta({
    description:
      'Where days count from delivery and no carrier tells of it: days after shipment until a parcel counts as delivered',
  }),
  reminderDays: z
    .array(z.int().min(1).max(365))
    .max(3)
    .default([7, 14, 21])
    .meta({
      description:
        'Of invoices: days after they are due when their customers are reminded, each more than the one before; empty: never',
      examples: [[7, 14, 21]],
    }),
  reminderFeesMinor: z
    .array(amountMinor.max(100_000))
    .max(3)
    .default([])
    .meta({
      description:
        'Of invoices: what each reminder costs its customer, in the order of `reminderDays` and in minor units of the order’s currency; no tax is due on it. Empty: nothing',
      examples: [[0, 250, 500]],
    }),
};

const awaited = z.strictObject({
  paymentId: id,
  orderId: id,
  deliveredAfterDays: z.int(),
});

const overdue = z.strictObject({
  paymentId: id,
  orderId: id,
  currency: currencyCode,
  openMinor: amountMinor,
  dueAt: timestamp,
  /** Days after it was due when its customer is reminded; never empty. */
  reminderDays: z.array(z.int()),
});

const feeOf = z.strictObject({ paymentId: id, step: z.int().min(1).max(3) });
const notFound = { payment_not_found: failure('not_found') };

/** When what is owed is due, and what then was not paid. */
export const termOperations = {
  /**
   * The invoice went out: what is owed is due so many days after it, or after the delivery that nobody
   * has told of yet. Once.
   */
  startTerm: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({ paymentId: id, invoicedAt: timestamp }),
    output: z.strictObject({
      dueAt: timestamp.nullable(),
      /** Of what is due so many days after its delivery; then `dueAt` is null. */
      dueDaysFromDelivery: z.int().optional(),
    }),
  }),
  /** What is owed from its delivery on and has not begun, by the payment’s id. */
  listAwaitedDeliveries: query({
    access: 'internal',
    input: z.strictObject({
      after: id.nullable().default(null),
      limit: z.int().min(1).max(500).default(200),
    }),
    output: pageOf(awaited),
  }),
  /**
   * Invoices that are open so long after they were due that their customers are reminded, by the
   * payment’s id; or one payment, if it is among them.
   */
  listToRemind: query({
    access: 'internal',
    input: z.strictObject({
      paymentId: id.optional(),
      after: id.nullable().default(null),
      limit: z.int().min(1).max(500).default(200),
    }),
    output: pageOf(overdue),
  }),
  /**
   * What a reminder costs is owed too, once a step; nothing where its method asks no fee, or where
   * nothing is open any more.
   */
  chargeReminderFee: command({
    access: 'internal',
    idempotency: 'natural',
    input: feeOf,
    output: z.strictObject({
      feeMinor: amountMinor.meta({ description: 'Of this reminder' }),
      feesOpenMinor: amountMinor.meta({ description: 'Of all reminders, less what was paid' }),
    }),
    failures: notFound,
  }),
  /** Of a reminder that was not sent after all. Once a step; of what was not charged nothing happens. */
  takeBackReminderFee: command({
    access: 'internal',
    idempotency: 'natural',
    input: feeOf,
    output: z.strictObject({ takenBackMinor: amountMinor }),
    failures: notFound,
  }),
  /** The goods came: the days count from here. Once for each payment; of others nothing happens. */
  startTermsOfDelivery: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({
      deliveries: z.array(z.strictObject({ paymentId: id, deliveredAt: timestamp })).max(500),
    }),
    output: z.strictObject({ started: z.int() }),
  }),
} as const;
