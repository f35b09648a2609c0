import type { Keyless, ListRefundsResult, RefundRequest } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { refundMoves } from '../payment-states.ts';
import {
  anotherWire,
  isForgotten,
  isOfAnotherBody,
  mayStillArriveMs,
  refundKey,
  along,
  gatewayOf,
} from '../payments/gateway.ts';
import { matchRefunds } from './match-refunds.ts';
import {
  paymentNow,
  ageMs,
  type Context,
  type Reporting,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { refundToPayOut } from './pay-out-store.ts';
import { changedEvent, takenBackEvent } from '../payments/payment-events.ts';
import {
  closeKey,
  endRefund,
  keepAnotherWire,
  readRefund,
  refundsOfPayment,
  renewKey,
  type RefundRow,
} from './refund-store.ts';

export interface SettledRefund {
  readonly state: RefundRow['state'];
  readonly row: PaymentRow;
}

/** Sends a refund under its own key; still `requested` when the answer is unknown. */
export async function askRefund(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<SettledRefund> {
  const { amountMinor, refundId } = refund;
  const gateway = gatewayOf(context, payment);
  const request = refundRequest(payment, refund);
  const otherwise = isOfAnotherBody(refund.wire, gateway.wire.refund(request));
  if (payment.authorizationKind === 'card' && (otherwise || isForgotten(refund.keySince))) {
    return askBookFirst(context, payment, refund, invocation, reporting);
  }
  const idempotencyKey = refundKey(refund);
  const answer = await gateway.refund({ ...request, idempotencyKey }, along(invocation));
  switch (answer.status) {
    case 'refunded':
    case 'pending': {
      const agrees = answer.refundedMinor === amountMinor && answer.currency === payment.currency;
      if (!agrees) return { state: 'requested', row: payment };
      const { gatewayRefundId } = answer;
      if (answer.status === 'pending') return accept(context, payment, refundId, gatewayRefundId);
      const end = { state: 'refunded', gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, reporting);
    }
    case 'refused': {
      context.log.warn({ invocation, refund: refundId, code: answer.code }, 'refund refused');
      const end = { state: 'failed', code: answer.code } as const;
      return finishRefund(context, payment, refund, end, invocation, reporting);
    }
    case 'unknown':
      context.log.warn({ invocation, refund: refundId, ...answer }, 'refund unknown');
      if (answer.reason === 'idempotency_conflict') {
        await context.database.write('keep_another_wire', keepAnotherWire(refund), invocation);
      }
      return { state: 'requested', row: payment };
  }
}

/** All but the key. What an earlier version asked for without a reference is asked for so again. */
export function refundRequest(
  { gatewayPaymentId, currency }: PaymentRow,
  { refundId, amountMinor, keyAttempt }: Pick<RefundRow, 'refundId' | 'amountMinor' | 'keyAttempt'>,
): Keyless<RefundRequest> {
  return {
    gatewayPaymentId: gatewayPaymentId ?? '',
    amountMinor,
    currency,
    reason: 'requested_by_customer',
    ...(keyAttempt > 0 ? { reference: refundId } : {}),
  };
}

/**
 * The gateway may have forgotten the key, or keep it with another body than would be sent now, so
 * its book says whether the refund was made. One that it does not know is sent under the next key,
 * once nothing that was sent before can still arrive. Whoever loses the race for that key uses the
 * winner's.
 */
async function askBookFirst(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<SettledRefund> {
  const unknown: SettledRefund = { state: 'requested', row: payment };
  const [book, ours] = await Promise.all([
    listRefunds(context, payment, invocation),
    context.database.query<RefundRow>(refundsOfPayment(payment.paymentId)),
  ]);
  if (book.status === 'unknown') {
    context.log.warn({ invocation, refund: refund.refundId, ...book }, 'book of refunds unknown');
    return unknown;
  }
  const listed = matchRefunds(ours, book.refunds).get(refund.refundId);
  if (listed) return learnListed(context, payment, refund, listed, invocation, reporting);
  // What was sent last is not known: another process may have sent it under this key a moment ago.
  // From here on nobody does, and so long it is waited for what may still arrive.
  if (!isForgotten(refund.keySince) && refund.wire !== anotherWire) {
    await context.database.write('close_refund_key', closeKey(refund), invocation);
    return unknown;
  }
  if (ageMs(refund.keySince, refund) < mayStillArriveMs) return unknown;
  const next = { ...refund, keyAttempt: Math.max(refund.keyAttempt, 1) + 1 };
  const wire = gatewayOf(context, payment).wire.refund(refundRequest(payment, next));
  await context.database.write('renew_refund_key', renewKey(refund, wire), invocation);
  const now = (await context.database.first<RefundRow>(readRefund(refund.refundId)))!;
  if (now.state !== 'requested') {
    return { state: now.state, row: await paymentNow(context, payment.paymentId) };
  }
  if (isForgotten(now.keySince) || isOfAnotherBody(now.wire, wire)) return unknown;
  return askRefund(context, payment, now, invocation, reporting);
}

export function listRefunds(
  context: Context,
  payment: PaymentRow,
  invocation: Invocation,
): Promise<ListRefundsResult> {
  const { gatewayPaymentId } = payment;
  return gatewayOf(context, payment).listRefunds(
    { gatewayPaymentId: gatewayPaymentId ?? '' },
    along(invocation),
  );
}

type Listed = Extract<ListRefundsResult, { status: 'listed' }>['refunds'][number];

/** Brings an open refund to what the gateway's book says of it. */
export async function learnListed(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  { state, gatewayRefundId, amountMinor, currency }: Listed,
  invocation: Invocation,
  reporting: Reporting,
): Promise<SettledRefund> {
  const agrees = amountMinor === refund.amountMinor && currency === payment.currency;
  if (!agrees) return { state: refund.state, row: payment };
  switch (state) {
    case 'pending':
      return accept(context, payment, refund.refundId, gatewayRefundId);
    case 'succeeded': {
      const end = { state: 'refunded', gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, reporting);
    }
    case 'failed':
    case 'canceled': {
      const end = { state: 'failed', code: `refund_${state}`, gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, reporting);
    }
  }
}

async function accept(
  context: Context,
  row: PaymentRow,
  refundId: string,
  gatewayRefundId: string,
): Promise<SettledRefund> {
  await context.database.query(sql`
    with accepted as (
${transition(refundMoves.accept, refundId, {
  set: sql`gateway_refund_id = ${gatewayRefundId}`,
  returning: sql`*`,
})}),
    ${refundToPayOut}
    select from accepted`);
  return { state: 'accepted', row };
}

async function finishRefund(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  end: Parameters<typeof endRefund>[2],
  invocation: Invocation,
  reporting: Reporting,
): Promise<SettledRefund> {
  const { database } = context;
  const statement = endRefund(payment, refund, end);
  const silent = reporting === 'reply';
  const row = silent
    ? (await database.write<PaymentRow>('end_refund', statement, invocation))[0]
    : await database.transaction('end_refund', invocation, async (tx) => {
        const moved = await tx.first<PaymentRow>(statement);
        if (moved) tx.emit(endEvent(refund, end, moved));
        return moved;
      });
  return { state: end.state, row: row ?? (await paymentNow(context, payment.paymentId)) };
}

function endEvent(
  { refundId, amountMinor }: RefundRow,
  { state }: Parameters<typeof endRefund>[2],
  row: PaymentRow,
) {
  return state === 'refunded'
    ? changedEvent('refunded', amountMinor)(row)
    : takenBackEvent({ change: 'refund_failed', subjectId: refundId, amountMinor }, row);
}
