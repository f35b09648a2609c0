import type { ListRefundsResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { refundMoves } from '../payment-states.ts';
import { isForgotten, refundKey } from '../payments/effect-keys.ts';
import { matchRefunds } from './match-refunds.ts';
import {
  along,
  gatewayOf,
  paymentNow,
  type Context,
  type Telling,
} from '../payments/move-payment.ts';
import { refundToPayOut } from './pay-out-store.ts';
import { changedEvent, takenBackEvent } from '../payments/payment-events.ts';
import type { PaymentRow } from '../payments/payment-store.ts';
import {
  endRefund,
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
  telling: Telling,
): Promise<SettledRefund> {
  if (payment.authorizationKind === 'card' && isForgotten(refund.keySince)) {
    return askBookFirst(context, payment, refund, invocation, telling);
  }
  const { amountMinor, refundId } = refund;
  const answer = await gatewayOf(context, payment).refund(
    {
      gatewayPaymentId: payment.gatewayPaymentId ?? '',
      amountMinor,
      currency: payment.currency,
      idempotencyKey: refundKey(refund),
      reason: 'requested_by_customer',
      ...(refund.keyAttempt > 0 ? { reference: refundId } : {}),
    },
    along(invocation),
  );
  switch (answer.status) {
    case 'refunded':
    case 'pending': {
      const agrees = answer.refundedMinor === amountMinor && answer.currency === payment.currency;
      if (!agrees) return { state: 'requested', row: payment };
      const { gatewayRefundId } = answer;
      if (answer.status === 'pending') return accept(context, payment, refundId, gatewayRefundId);
      const end = { state: 'refunded', gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, telling);
    }
    case 'refused': {
      context.log.warn({ invocation, refund: refundId, code: answer.code }, 'refund refused');
      const end = { state: 'failed', code: answer.code } as const;
      return finishRefund(context, payment, refund, end, invocation, telling);
    }
    case 'unknown':
      context.log.warn({ invocation, refund: refundId, ...answer }, 'refund unknown');
      return { state: 'requested', row: payment };
  }
}

/**
 * The gateway may have forgotten the key, so its book says whether the refund was made. One that it
 * does not know is sent under the next key. Whoever loses the race for that key uses the winner's.
 */
async function askBookFirst(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  invocation: Invocation,
  telling: Telling,
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
  if (listed) return learnListed(context, payment, refund, listed, invocation, telling);
  await context.database.write('renew_refund_key', renewKey(refund), invocation);
  const now = (await context.database.first<RefundRow>(readRefund(refund.refundId)))!;
  if (now.state !== 'requested') {
    return { state: now.state, row: await paymentNow(context, payment.paymentId) };
  }
  if (isForgotten(now.keySince)) return unknown;
  return askRefund(context, payment, now, invocation, telling);
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
  telling: Telling,
): Promise<SettledRefund> {
  const agrees = amountMinor === refund.amountMinor && currency === payment.currency;
  if (!agrees) return { state: refund.state, row: payment };
  switch (state) {
    case 'pending':
      return accept(context, payment, refund.refundId, gatewayRefundId);
    case 'succeeded': {
      const end = { state: 'refunded', gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, telling);
    }
    case 'failed':
    case 'canceled': {
      const end = { state: 'failed', code: `refund_${state}`, gatewayRefundId } as const;
      return finishRefund(context, payment, refund, end, invocation, telling);
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
  telling: Telling,
): Promise<SettledRefund> {
  const { database } = context;
  const statement = endRefund(payment, refund, end);
  const silent = telling === 'reply';
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
