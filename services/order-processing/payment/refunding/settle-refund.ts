import { newId } from '#kernel/ids.ts';
import { sumMinor } from '#kernel/money.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { askRefund, learnListed, listRefunds } from './ask-refund.ts';
import { matchRefunds, type ListedRefund } from './match-refunds.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  holdForReview,
  paymentNow,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { changedEvent, takenBackEvent } from '../payments/payment-events.ts';
import {
  learnRefund,
  openRefunds,
  refundsOfPayment,
  takeBackRefund,
  type RefundRow,
} from './refund-store.ts';

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
    if (refund.state === 'requested') await askRefund(context, row, refund, invocation, 'event');
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
  const book = await listRefunds(context, row, invocation);
  if (book.status === 'unknown') throw new GatewaySilent(row);
  if (book.refunds.some(({ currency }) => currency !== row.currency)) throw new GatewaySilent(row);
  // Read after the book, so that a refund which the book has is also here, and after the payment,
  // so that what is learned by somebody else from here on is seen by its version.
  const ours = await context.database.query<RefundRow>(refundsOfPayment(row.paymentId));
  const matched = matchRefunds(ours, book.refunds);
  let followed = false;
  for (const refund of ours) {
    const listed = matched.get(refund.refundId);
    if (listed && (await follow(context, row, refund, listed, invocation))) followed = true;
  }
  if (followed) return compare(context, await paymentNow(context, row.paymentId), invocation);
  // What failed here and went through there all the same is money that left: learned like any other.
  const received = ours.filter(({ state }) => state !== 'failed');
  const known = new Set(received.map(({ refundId }) => matched.get(refundId)));
  const strange = book.refunds.filter((one) => !known.has(one) && one.state === 'succeeded');
  return learnStrange(context, row, { strange, ours }, invocation);
}

/** One of ours that the gateway’s book has: an open one ends as it says there. */
async function follow(
  context: Context,
  row: PaymentRow,
  refund: RefundRow,
  listed: ListedRefund,
  invocation: Invocation,
): Promise<boolean> {
  const backAtGateway = listed.state === 'failed' || listed.state === 'canceled';
  if (refund.state === 'refunded' && backAtGateway) {
    const { refundId, amountMinor } = refund;
    return context.database.transaction('take_back_refund', invocation, async (tx) => {
      const moved = await tx.first<PaymentRow>(
        takeBackRefund(row, refund, `refund_${listed.state}`),
      );
      const reported = { change: 'refund_failed', subjectId: refundId, amountMinor } as const;
      if (moved) tx.emit(takenBackEvent(reported, moved));
      return moved !== undefined;
    });
  }
  if (refund.state !== 'requested' && refund.state !== 'accepted') return false;
  const learned = await learnListed(context, row, refund, listed, invocation, 'event');
  return learned.state !== refund.state;
}

/** Refunds that were made at the gateway. What an earlier version learned of them is a sum alone. */
async function learnStrange(
  context: Context,
  row: PaymentRow,
  { strange, ours }: { strange: readonly ListedRefund[]; ours: readonly RefundRow[] },
  invocation: Invocation,
): Promise<PaymentRow> {
  const summed = ours.filter(
    ({ origin, state, gatewayRefundId }) =>
      origin === 'gateway' && state === 'refunded' && gatewayRefundId === null,
  );
  const summedMinor = sumMinor(summed.map(({ amountMinor }) => amountMinor));
  const extraMinor = sumMinor(strange.map(({ amountMinor }) => amountMinor)) - summedMinor;
  if (extraMinor <= 0) return row;
  const { paymentId, refundedMinor, refundPendingMinor, capturedMinor } = row;
  if (refundedMinor + refundPendingMinor + extraMinor > capturedMinor) {
    // Once what is open has ended, it is seen whether this is too much.
    const now = await paymentNow(context, paymentId);
    if (now.refundPendingMinor > 0) return now;
    if (now.version !== row.version) return compare(context, now, invocation);
    await context.database.transaction('hold_refund', invocation, async (tx) => {
      const detail = { refundedMinor: refundedMinor + extraMinor };
      holdForReview(tx, paymentId, 'refund_exceeds_captured', detail);
    });
    return row;
  }
  const [only] = strange;
  const gatewayRefundId = summedMinor > 0 ? null : only!.gatewayRefundId;
  const amountMinor = summedMinor > 0 ? extraMinor : only!.amountMinor;
  await context.database.transaction('learn_refund', invocation, async (tx) => {
    const moved = await tx.first<PaymentRow>(
      learnRefund(row, newId(), { amountMinor, gatewayRefundId }),
    );
    if (moved) tx.emit(changedEvent('refunded', amountMinor)(moved));
  });
  // Changed meanwhile, or more of them: compared anew, so that nothing is counted twice.
  return compare(context, await paymentNow(context, paymentId), invocation);
}
