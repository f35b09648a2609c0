import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { takenBackEvent } from '../payments/payment-events.ts';
import type { PaymentRow, Context } from '../payments/payment-store.ts';
import {
  endRefund,
  refundsOfPayment,
  takeBackRefund,
  type RefundRow,
} from '../refunding/refund-store.ts';
import { hold, note, noted, wake, type Outcome } from './webhook-outcomes.ts';

const here = {
  pending: 'accepted',
  succeeded: 'refunded',
  failed: 'failed',
  canceled: 'failed',
} as const;

/**
 * A refund that failed stays so, and is taken back at once, whatever came before; of any other
 * news the gateway's book is asked.
 */
export async function takeRefundChange(
  context: Context,
  event: PaymentEvent,
  row: PaymentRow,
  invocation: Invocation,
): Promise<Outcome> {
  const reported = event.refund!;
  const refunds = await context.database.query<RefundRow>(refundsOfPayment(row.paymentId));
  const refund =
    refunds.find(({ gatewayRefundId }) => gatewayRefundId === reported.gatewayRefundId) ??
    refunds.find(({ refundId }) => refundId === reported.reference);
  if (!refund) return wake(context, event, row, invocation);
  if (here[reported.state] === refund.state) {
    return note(context, event, row.paymentId, 'applied', invocation);
  }
  if (here[reported.state] !== 'failed') return wake(context, event, row, invocation);
  if (event.amountMinor !== refund.amountMinor) {
    return hold(context, event, row, 'webhook_other_amount', invocation);
  }
  return context.database.transaction('take_back_refund', invocation, async (tx) => {
    const first = await tx.change(noted(event, row.paymentId, 'applied'));
    if (first === 0) return 'duplicate';
    const { gatewayRefundId, state } = reported;
    const { refundId, amountMinor } = refund;
    const code = `refund_${state}`;
    const moved =
      refund.state === 'refunded'
        ? await tx.first<PaymentRow>(takeBackRefund(row, refund, code))
        : await tx.first<PaymentRow>(
            endRefund(row, refund, { state: 'failed', code, gatewayRefundId }),
          );
    // It ended otherwise this moment: the gateway sends the event again.
    if (!moved) throw new Error(`refund ${refundId} changed while it was taken back`);
    tx.emit(takenBackEvent({ change: 'refund_failed', subjectId: refundId, amountMinor }, moved));
    return 'applied';
  });
}
