import type { StateOf } from '#kernel/states.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { anotherWire } from '../payments/gateway.ts';
import { refundEntry, refundReversalEntry } from '../payments/ledger.ts';
import { refundMoves, type PaymentState } from '../payment-states.ts';
import {
  endingStory,
  paymentColumns,
  postedEntry,
  restingStory,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { transition } from '#platform/data/transition.ts';

export interface RefundRow {
  readonly refundId: string;
  readonly paymentId: string;
  readonly state: StateOf<typeof refundMoves>;
  readonly amountMinor: number;
  readonly refusalCode: string | null;
  readonly requestedAt: string;
  readonly origin: 'shop' | 'gateway';
  readonly gatewayRefundId: string | null;
  /** The number of the key that it was asked for under last, and since when that is in use. */
  readonly keyAttempt: number;
  readonly keySince: string;
  /** A fingerprint of what is sent under that key; null where a release before began it. */
  readonly wire: string | null;
  /** When it was read, by the clock that wrote its other times. */
  readonly asOf: string;
}

/** Of a promise money may have come in that is not all of it; of a card a part may be captured. */
export const refundableStates: readonly PaymentState[] = [
  'captured',
  'capturing_part',
  'part_captured',
  'releasing',
  'part_received',
  'written_off',
];

export interface RefundRequest {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly reason: string;
}

const refundColumns = sql`
  r.refund_id, r.payment_id, r.state, r.amount_minor,
  r.refusal_code, r.requested_at, r.origin,
  r.gateway_refund_id, r.key_attempt,
  coalesce(r.key_since, r.requested_at) as key_since, r.wire, kontor_now() as as_of`;

export function readRefund(refundId: string): Statement {
  return sql`select ${refundColumns} from refund r where r.refund_id = ${refundId}`;
}

export function openRefunds(paymentId: string): Statement {
  return sql`
    select ${refundColumns} from refund r
    where r.payment_id = ${paymentId} and r.state in ('requested', 'accepted')
    order by r.requested_at, r.refund_id`;
}

export function refundsOfPayment(paymentId: string): Statement {
  return sql`
    select ${refundColumns} from refund r where r.payment_id = ${paymentId}
    order by r.requested_at, r.refund_id`;
}

/** The next key, once: whoever asks at the same time finds the one that was taken. */
export function renewKey({ refundId, keyAttempt }: RefundRow, wire: string): Statement {
  return sql`
    update refund set key_attempt = greatest(key_attempt, 1) + 1, key_since = kontor_now(),
      wire = ${wire}
    where refund_id = ${refundId} and state = 'requested' and key_attempt = ${keyAttempt}
    returning refund_id`;
}

/** Nothing is sent under the key any more; since when, its time tells from now on. */
export function closeKey({ refundId, keyAttempt }: RefundRow): Statement {
  return sql`
    update refund set wire = ${anotherWire}, key_since = kontor_now()
    where refund_id = ${refundId} and state = 'requested' and key_attempt = ${keyAttempt}
      and wire <> ${anotherWire}
    returning refund_id`;
}

/** The gateway keeps the key with another body, of which nobody kept the fingerprint. */
export function keepAnotherWire({ refundId, keyAttempt }: RefundRow): Statement {
  return sql`
    update refund set wire = ${anotherWire}
    where refund_id = ${refundId} and key_attempt = ${keyAttempt}
    returning refund_id`;
}

/** Sets the amount aside, if so much is left, and writes the request. No row: neither was done. */
export function requestRefund(
  request: RefundRequest,
  wire: string,
  invocation: Invocation,
): Statement {
  const { refundId, paymentId, amountMinor, reason } = request;
  return sql`
    with moved as (
      update payment set refund_pending_minor = refund_pending_minor + ${amountMinor}::bigint,
        version = version + 1, moved_at = kontor_now()
      where payment_id = ${paymentId} and state = any(${refundableStates}::text[])
        and captured_minor - refunded_minor - refund_pending_minor - disputed_minor
          >= ${amountMinor}::bigint
        and not exists (select from refund where refund_id = ${refundId})
      returning *),
    requested as (
      insert into refund (refund_id, payment_id, order_id, origin, state, amount_minor, currency,
                          reason, key_attempt, wire)
      select ${refundId}::uuid, payment_id, order_id, 'shop', 'requested', ${amountMinor}, currency,
             ${reason}, 1, ${wire}
      from moved returning 1),
    story_moved as (${restingStory(invocation)})
    select ${paymentColumns} from moved p`;
}

/** Goes into the statement that learns a capture which is to go back; with nothing left of it none is. */
export function requestedLateRefund(
  { refundId, amountMinor, reason }: Omit<RefundRequest, 'paymentId'>,
  wire: string,
): Statement {
  return sql`
    requested as (
      insert into refund (refund_id, payment_id, order_id, origin, state, amount_minor, currency,
                          reason, key_attempt, wire)
      select ${refundId}::uuid, payment_id, order_id, 'shop', 'requested', ${amountMinor}::bigint,
             currency, ${reason}, 1, ${wire}
      from moved where ${amountMinor}::bigint > 0 returning 1)`;
}

/** Ends a refund as done, with its ledger entry, or as refused. No row: it had ended before. */
export function endRefund(
  payment: PaymentRow,
  { refundId, amountMinor }: Pick<RefundRow, 'refundId' | 'amountMinor'>,
  end:
    | { state: 'refunded'; gatewayRefundId: string | null }
    | { state: 'failed'; code: string; gatewayRefundId?: string },
): Statement {
  const done = end.state === 'refunded';
  const entry = done ? refundEntry(payment, refundId, amountMinor) : undefined;
  const ended = transition(done ? refundMoves.finish : refundMoves.refuse, refundId, {
    set: sql`
      settled_at = kontor_now(),
      gateway_refund_id = coalesce(${end.gatewayRefundId ?? null}::text, gateway_refund_id),
      refusal_code = ${done ? null : end.code}::text`,
    returning: sql`payment_id, amount_minor`,
  });
  return sql`
    with ended as (${ended}),
    moved as (
      update payment set version = payment.version + 1,
        refund_pending_minor = payment.refund_pending_minor - ended.amount_minor,
        refunded_minor = payment.refunded_minor + ${done ? sql`ended.amount_minor` : sql`0`}
      from ended where payment.payment_id = ended.payment_id
      returning payment.*)
    ${entry ? sql`, ${postedEntry(entry)}` : sql``},
    story_moved as (${endingStory()})
    select ${paymentColumns} from moved p`;
}

/** A refund that had succeeded comes back: what was posted stays, its reversal is posted. */
export function takeBackRefund(
  payment: PaymentRow,
  { refundId, amountMinor }: Pick<RefundRow, 'refundId' | 'amountMinor'>,
  code: string,
): Statement {
  const taken = transition(refundMoves.come_back, refundId, {
    set: sql`refusal_code = ${code}, taken_back_at = kontor_now()`,
    returning: sql`payment_id, amount_minor`,
  });
  return sql`
    with taken as (${taken}),
    moved as (
      update payment set version = payment.version + 1,
        refunded_minor = payment.refunded_minor - taken.amount_minor
      from taken where payment.payment_id = taken.payment_id
      returning payment.*),
    ${postedEntry(refundReversalEntry(payment, refundId, amountMinor)!)}
    select ${paymentColumns} from moved p`;
}

/** A refund that was made at the gateway: what our books do not hold. */
export function learnRefund(
  payment: PaymentRow,
  refundId: string,
  { amountMinor, gatewayRefundId }: { amountMinor: number; gatewayRefundId: string | null },
): Statement {
  return sql`
    with moved as (
      update payment set version = version + 1,
        refunded_minor = refunded_minor + ${amountMinor}::bigint
      where payment_id = ${payment.paymentId} and version = ${payment.version}
      returning *),
    learned as (
      insert into refund (refund_id, payment_id, order_id, origin, state, amount_minor, currency,
                          reason, settled_at, gateway_refund_id)
      select ${refundId}::uuid, payment_id, order_id, 'gateway', 'refunded', ${amountMinor}::bigint,
             currency, 'made at the payment gateway', kontor_now(), ${gatewayRefundId}::text
      from moved returning 1),
    ${postedEntry(refundEntry(payment, refundId, amountMinor)!)}
    select ${paymentColumns} from moved p`;
}
