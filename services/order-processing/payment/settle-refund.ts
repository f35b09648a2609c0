import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/sql.ts';
import {
  along,
  gatewayOf,
  GatewaySilent,
  holdForReview,
  paymentNow,
  type Context,
  type Telling,
} from './move-payment.ts';
import { changedEvent } from './payment-events.ts';
import { ageMs, type PaymentRow } from './payment-store.ts';
import { endRefund, learnRefund, openRefunds, type RefundRow } from './refund-store.ts';
import { findByReference } from './settle-authorization.ts';

/** Gateways keep a key for a day: until then sending a refund again is harmless and tells its end. */
const keyKeptMs = 23 * 3_600_000;

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
  const { amountMinor, refundId } = refund;
  const answer = await gatewayOf(context, payment).refund(
    {
      gatewayPaymentId: payment.gatewayPaymentId ?? '',
      amountMinor,
      currency: payment.currency,
      idempotencyKey: `refund:${refundId}`,
      reason: 'requested_by_customer',
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
      return finish(context, payment, refund, end, invocation, telling);
    }
    case 'refused': {
      context.log.warn({ invocation, refund: refundId, code: answer.code }, 'refund refused');
      const end = { state: 'failed', code: answer.code } as const;
      return finish(context, payment, refund, end, invocation, telling);
    }
    case 'unknown':
      context.log.warn({ invocation, refund: refundId, ...answer }, 'refund unknown');
      return { state: 'requested', row: payment };
  }
}

async function accept(
  context: Context,
  row: PaymentRow,
  refundId: string,
  gatewayRefundId: string,
): Promise<SettledRefund> {
  await context.database.query(sql`
    update refund set state = 'accepted', gateway_refund_id = ${gatewayRefundId}
    where refund_id = ${refundId} and state = 'requested'`);
  return { state: 'accepted', row };
}

async function finish(
  context: Context,
  payment: PaymentRow,
  refund: RefundRow,
  end: Parameters<typeof endRefund>[2],
  invocation: Invocation,
  telling: Telling,
): Promise<SettledRefund> {
  const { database } = context;
  const statement = endRefund(payment, refund, end);
  const silent = telling === 'reply' || end.state === 'failed';
  const row = silent
    ? (await database.write<PaymentRow>('end_refund', statement, invocation))[0]
    : await database.transaction('end_refund', invocation, async (tx) => {
        const moved = await tx.first<PaymentRow>(statement);
        if (moved) tx.emit(changedEvent('refunded', refund.amountMinor)(moved));
        return moved;
      });
  return { state: end.state, row: row ?? (await paymentNow(context, payment.paymentId)) };
}

/**
 * Ends what refunds are open, then compares with the gateway's book: what was given back there by
 * hand is learned. The payment afterwards; refunds that stay unknown are in `refundPendingMinor`.
 */
export async function settleRefunds(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const open = await context.database.query<RefundRow>(openRefunds(row.paymentId));
  for (const refund of open) {
    if (refund.state === 'requested' && ageMs(refund.requestedAt) < keyKeptMs) {
      await askRefund(context, row, refund, invocation, 'event');
    }
  }
  const now = open.length === 0 ? row : await paymentNow(context, row.paymentId);
  return compare(context, now, invocation);
}

async function compare(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (row.authorizationKind === 'promise') return row;
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status !== 'found') return row;
  if (found.payment.currency !== row.currency) throw new GatewaySilent(row);
  const extraMinor = found.payment.refundedMinor - row.refundedMinor;
  if (extraMinor <= 0) return row;
  if (row.refundPendingMinor > 0) return endAccepted(context, row, extraMinor, invocation);
  if (row.refundedMinor + extraMinor > row.capturedMinor) {
    await context.database.transaction('hold_refund', invocation, async (tx) => {
      const { refundedMinor } = found.payment;
      holdForReview(tx, row.paymentId, 'refund_exceeds_captured', { refundedMinor });
    });
    return row;
  }
  const learned = await context.database.transaction('learn_refund', invocation, async (tx) => {
    const moved = await tx.first<PaymentRow>(learnRefund(row, newId(), extraMinor));
    if (moved) tx.emit(changedEvent('refunded', extraMinor)(moved));
    return moved;
  });
  // Changed meanwhile: compared anew, so that nothing is counted twice.
  return learned ?? compare(context, await paymentNow(context, row.paymentId), invocation);
}

/** The gateway's total has grown by just what is still open: all of it is done. */
async function endAccepted(
  context: Context,
  row: PaymentRow,
  extraMinor: number,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (extraMinor !== row.refundPendingMinor) return row;
  const open = await context.database.query<RefundRow>(openRefunds(row.paymentId));
  let now = row;
  for (const refund of open) {
    const end = { state: 'refunded', gatewayRefundId: null } as const;
    now = (await finish(context, now, refund, end, invocation, 'event')).row;
  }
  return now;
}
