import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { movedFailures, notPromised, receiptShape } from './receivables.ts';
import { openPaymentState } from './shapes.ts';
import { codeText, id, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';

const payOutState = z.enum(['to_pay_out', 'paid_out', 'cancelled']);
/** Neither to be paid once more nor taken for paid: what an older version does not know, it does not list. */
const openPayOutState = open(payOutState, { unknownAs: leftOut });

/** Money that a person pays back from the shop’s account: a refund, or what nobody owed. */
const payOutShape = z
  .strictObject({
    payOutId: id,
    kind: open(z.enum(['refund', 'surplus']), { unknownAs: leftOut }),
    orderId: id,
    orderNumber: z.string(),
    channel: z.string(),
    receiptId: id.nullable().meta({ description: 'Of a surplus: the money that came in' }),
    amountMinor,
    currency: currencyCode,
    reason: z.string(),
    state: openPayOutState,
    reference: z.string().nullable().meta({ description: 'The bank’s or the till’s own' }),
    paidAt: timestamp.nullable(),
    cancelReason: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'PayOut' });

/** What came in and was owed by nobody, less what is paid back or about to be. */
const surplusShape = receiptShape
  .extend({ orderNumber: z.string(), channel: z.string(), leftMinor: amountMinor })
  .meta({ id: 'Surplus' });

const endedState = open(payOutState, { unknownAs: 'paid_out' });
const payOutsAsked = page.extend({ state: payOutState.default('to_pay_out') });
const payOutId = z.strictObject({ payOutId: id });
const receiptId = z.strictObject({ receiptId: id });
const paid = payOutId.extend({ paidAt: timestamp, reference: codeText(140) });
const cancelled = payOutId.extend({ reason: text(200) });
const paidBack = receiptId.extend({
  amountMinor: amountMinor.min(1).optional(),
  reason: text(200),
});

const endFailures = {
  pay_out_not_found: failure('not_found'),
  /** Somebody was quicker: it was paid out or cancelled already. */
  pay_out_state_conflict: failure('conflict', z.strictObject({ state: endedState })),
};
const settleFailures = { ...endFailures, ...movedFailures };
const cancelFailures = {
  ...endFailures,
  /** What came in for it is the customer’s, so it has to be paid out. */
  order_was_cancelled: failure('conflict'),
};
const surplusFailures = {
  surplus_not_found: failure('not_found'),
  surplus_exceeded: failure('conflict', z.strictObject({ leftMinor: amountMinor })),
};

const assigned = receiptId.extend({
  amountMinor: amountMinor.min(1).optional(),
  reason: text(200),
});
const assignFailures = {
  ...surplusFailures,
  ...notPromised,
  /** What the other order owes less than the amount. */
  surplus_exceeds_open: failure('conflict', z.strictObject({ openMinor: amountMinor })),
  /** Another channel’s, or another currency’s. */
  surplus_not_assignable: failure(
    'conflict',
    z.strictObject({ channel: z.string(), currency: currencyCode }),
  ),
  payment_state_conflict: failure('conflict', z.strictObject({ state: openPaymentState })),
};

/** Channels whose things the caller’s caller may see and change; null: all. */
const within = { channels: z.array(z.string()).nullable() };
const internal = { access: 'internal' } as const;
const internalCommand = { ...internal, idempotency: 'key' } as const;
const staffCommand = { scope: 'thing', access: 'orders:refund', idempotency: 'key' } as const;
const staffQuery = { access: 'orders:read' } as const;

/** Of payment, which keeps them. */
export const payOutOperations = {
  listPayOuts: query({
    ...internal,
    input: payOutsAsked.extend(within),
    output: pageOf(payOutShape),
    failures: pageFailures,
  }),
  settlePayOut: command({
    ...internalCommand,
    input: paid.extend(within),
    output: payOutShape,
    failures: settleFailures,
  }),
  cancelPayOut: command({
    ...internalCommand,
    input: cancelled.extend(within),
    output: payOutShape,
    failures: cancelFailures,
  }),
  /**
   * The order is cancelled: from now on no refund that a person pays out can be cancelled. Tells
   * those that were paid, or will be.
   */
  bindPayOuts: command({
    ...internal,
    idempotency: 'natural',
    input: z.strictObject({ paymentId: id }),
    output: z.strictObject({ refundIds: z.array(id) }),
    failures: { payment_not_found: failure('not_found') },
  }),
  listSurpluses: query({
    ...internal,
    input: page.extend(within),
    output: pageOf(surplusShape),
    failures: pageFailures,
  }),
  paySurplusBack: command({
    ...internalCommand,
    input: paidBack.extend(within),
    output: payOutShape,
    failures: surplusFailures,
  }),
  /** Counts a surplus against what another payment still owes. */
  assignSurplus: command({
    ...internalCommand,
    input: assigned.extend({ paymentId: id, ...within }),
    output: receiptShape,
    failures: { ...assignFailures, payment_not_found: failure('not_found') },
  }),
} as const;

/** Of order, through which staff asks for them. */
export const staffPayOutOperations = {
  /** The oldest first. */
  listPayOuts: query({
    ...staffQuery,
    input: payOutsAsked,
    output: pageOf(payOutShape),
    failures: pageFailures,
  }),
  /** The money has left: only now is a refund refunded. */
  settlePayOut: command({
    ...staffCommand,
    input: paid,
    output: payOutShape,
    failures: settleFailures,
  }),
  /** Nothing leaves: the amount can be refunded, or paid back, anew. */
  cancelPayOut: command({
    ...staffCommand,
    input: cancelled,
    output: payOutShape,
    failures: cancelFailures,
  }),
  /** Money that is nobody’s, of all orders; the oldest first. */
  listSurpluses: query({
    ...staffQuery,
    input: page,
    output: pageOf(surplusShape),
    failures: pageFailures,
  }),
  /** All that is left of it, unless an amount is given. */
  paySurplusBack: command({
    ...staffCommand,
    input: paidBack,
    output: payOutShape,
    failures: surplusFailures,
  }),
  /** Unless an amount is given, as much of it as is left and the order owes. */
  assignSurplus: command({
    ...staffCommand,
    input: assigned.extend({ orderId: id }),
    output: receiptShape,
    failures: { ...assignFailures, order_not_found: failure('not_found') },
  }),
} as const;
