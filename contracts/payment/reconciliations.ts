import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { id, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';

/** Whole units of a currency, negative where more went out than came in. */
const signed = z.int();
const day = z.iso.date().meta({
  description: 'Of the provider’s calendar, which is UTC’s',
  examples: ['2026-11-25'],
});
const currency = z.string().meta({ examples: ['EUR'] });

/** `agreed` and `differs` of a day that is over and known whole; `in_progress` before. */
const state = z.enum(['in_progress', 'agreed', 'differs']);

const totalShape = z
  .strictObject({
    currency,
    chargedMinor: signed,
    refundedMinor: signed.meta({ description: 'Negative: what went back to buyers' }),
    disputedMinor: signed,
    otherMinor: signed.meta({ description: 'Of kinds that nobody here knows' }),
    feesMinor: signed.meta({ description: 'What the provider took for its work' }),
    netMinor: signed,
    paidOutMinor: signed.meta({ description: 'What was sent to the bank on that day' }),
    lines: z.int(),
    matched: z.int().meta({ description: 'Lines that our books say the same of' }),
  })
  .meta({ id: 'ReconciliationTotal' });

const reconciliationShape = z
  .strictObject({
    reconciliationId: id,
    provider: z.string(),
    sandbox: z.boolean(),
    day,
    state: open(state, { unknownAs: 'in_progress' }),
    fetchedUntil: timestamp.nullable(),
    totals: z.array(totalShape),
    differences: z.int().meta({ description: 'That are open' }),
  })
  .meta({
    id: 'Reconciliation',
    examples: [
      {
        reconciliationId: '0199c4f2-5b7e-7c11-8a55-2f0c5a0e7d10',
        provider: 'stripe',
        sandbox: false,
        day: '2026-11-25',
        state: 'agreed',
        fetchedUntil: '2026-11-26T00:00:00Z',
        totals: [
          {
            currency: 'EUR',
            chargedMinor: 20_000,
            refundedMinor: -2_500,
            disputedMinor: 0,
            otherMinor: 0,
            feesMinor: 350,
            netMinor: 17_150,
            paidOutMinor: 17_150,
            lines: 4,
            matched: 4,
          },
        ],
        differences: 0,
      },
    ],
  });

export const differenceKind = z.enum([
  'missing_here',
  'missing_there',
  'amount_differs',
  'currency_differs',
  'twice',
  'unknown_kind',
  'payout_differs',
]);

const differenceShape = z
  .strictObject({
    differenceId: id,
    kind: open(differenceKind, { unknownAs: 'unknown_kind' }),
    subject: z.string().meta({
      description: 'What of the payment it is about, or which line or payout of the provider',
      examples: ['charge', 'refund re_1Pgc72B7WZ01zgkWqPvrRrPE'],
    }),
    reported: z.string().nullable().meta({ description: 'In the provider’s own words' }),
    paymentId: id.nullable(),
    orderId: id.nullable(),
    gatewayPaymentId: z.string().nullable(),
    oursMinor: signed.nullable(),
    oursCurrency: currency.nullable(),
    theirsMinor: signed.nullable(),
    theirsCurrency: currency.nullable(),
    state: open(z.enum(['open', 'settled']), { unknownAs: 'open' }),
    foundAt: timestamp,
    settledAt: timestamp.nullable(),
    endedBy: z
      .string()
      .nullable()
      .optional()
      .meta({
        description: 'Who explained it, where a person did',
        examples: ['staff:0199c4f2-5b7e-7c11-8a55-2f0c5a0e7d10'],
      }),
    endedNote: z.string().nullable().optional().meta({ description: 'What that person wrote' }),
  })
  .meta({ id: 'ReconciliationDifference' });

const payoutShape = z
  .strictObject({
    payoutId: z.string(),
    state: open(z.enum(['pending', 'in_transit', 'paid', 'failed', 'canceled', 'other']), {
      unknownAs: 'other',
    }),
    reported: z.string(),
    amountMinor: signed,
    currency,
    createdAt: timestamp,
    arrivesAt: timestamp,
    byHand: z.boolean().optional().meta({
      description:
        'Asked for by a person at the provider, which then names none of its lines: its amount is posted, and compared with nothing',
    }),
  })
  .meta({ id: 'ReconciliationPayout' });

const accountShape = z
  .strictObject({
    provider: z.string(),
    sandbox: z.boolean(),
    listsBalance: z.boolean().meta({
      description:
        'False: this provider does not say what its account holds, so nothing is compared',
    }),
    fetchedUntil: timestamp.nullable(),
  })
  .meta({ id: 'ReconciledAccount' });

const listed = page.extend({
  from: day.optional(),
  to: day.optional(),
  provider: z.string().max(100).optional(),
  state: state.optional(),
});
const list = pageOf(reconciliationShape);
const accounts = pageOf(accountShape);
const nothing = z.strictObject({});
const asked = page.extend({ reconciliationId: id });
const whole = reconciliationShape
  .extend({ payouts: z.array(payoutShape), found: pageOf(differenceShape) })
  .meta({ id: 'ReconciliationReport' });
const found = { ...pageFailures, reconciliation_not_found: failure('not_found') };
const ended = z.strictObject({ differenceId: id, note: text(1_000) });
const begun = z
  .strictObject({
    accounts: z
      .int()
      .meta({ description: 'Of how many accounts a look has begun, or is under way' }),
  })
  .meta({ id: 'BalanceLooks' });
const endFailures = {
  difference_not_found: failure('not_found'),
  /** Somebody was quicker with other words, or the books agree by now. */
  difference_settled: failure('conflict'),
};
const ofAll = { all_channels_needed: failure('forbidden') };

/** Of payment, which compares its books with the providers’. */
export const reconciliationOperations = {
  /** Begins a look at each provider’s account; one that is under way goes on. */
  reconcileBalances: command({
    access: 'internal',
    idempotency: 'natural',
    input: nothing,
    output: begun,
  }),
  /** A person has explained it: it stays in the books, and is open no more. */
  endDifference: command({
    access: 'internal',
    idempotency: 'natural',
    input: ended,
    output: differenceShape,
    failures: endFailures,
  }),
  listReconciliations: query({
    access: 'internal',
    input: listed,
    output: list,
    failures: pageFailures,
  }),
  /** Those that there are, those too of which nothing can be compared. */
  listReconciledAccounts: query({ access: 'internal', input: nothing, output: accounts }),
  getReconciliation: query({ access: 'internal', input: asked, output: whole, failures: found }),
} as const;

/** Of order, through which staff asks. An account is of all channels, and so is what is in it. */
export const staffReconciliationOperations = {
  /** The newest day first. */
  listReconciliations: query({
    access: 'orders:read',
    input: listed,
    output: list,
    failures: { ...pageFailures, ...ofAll },
  }),
  listReconciledAccounts: query({
    access: 'orders:read',
    input: nothing,
    output: accounts,
    failures: ofAll,
  }),
  getReconciliation: query({
    access: 'orders:read',
    input: asked,
    output: whole,
    failures: { ...found, ...ofAll },
  }),
  reconcileBalances: command({
    scope: 'all',
    access: 'orders:refund',
    idempotency: 'natural',
    input: nothing,
    output: begun,
  }),
  endDifference: command({
    scope: 'all',
    access: 'orders:refund',
    idempotency: 'natural',
    input: ended,
    output: differenceShape,
    failures: endFailures,
  }),
} as const;
