import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { OrderRow, PaidSums } from '../orders/order-store.ts';
import { amountText, type TimelineEntry } from '../orders/timeline.ts';

/** `refused`: the gateway said no, or nothing is held any more. `review`: staff or the gateway decide. */
export type Captured =
  | { outcome: 'done'; paid: PaidSums; entries: TimelineEntry[] }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'review' };

/**
 * Captures all of an order's payment; repeating it answers what was reached.
 * @throws when the outcome is not known yet, or nobody could be asked: the story tries again
 */
export async function captureWhole(
  { call }: Pick<ServiceContext<'order'>, 'call'>,
  { paymentId, totalMinor, currency }: Pick<OrderRow, 'paymentId' | 'totalMinor' | 'currency'>,
  invocation: Invocation,
): Promise<Captured> {
  const reply = await call.payment.capturePayment(
    { paymentId, amountMinor: totalMinor },
    invocation,
  );
  if (!reply.ok) {
    const { failure } = reply;
    if (failure.code === 'capture_refused') return { outcome: 'refused', reason: failure.code };
    if (failure.code === 'payment_state_conflict') {
      const { state } = failure.detail;
      if (state === 'review') return { outcome: 'review' };
      if (state === 'failed' || state === 'voided') return { outcome: 'refused', reason: state };
    }
    throw new Error(`capture: ${failure.code}: ${failure.message}`);
  }
  if (reply.value.status === 'unknown') throw new Error('capture: the outcome is not known yet');
  const paid = reply.value.payment;
  return { outcome: 'done', paid, entries: [capturedEntry(paid.capturedMinor, currency)] };
}

export function capturedEntry(capturedMinor: number, currency: string): TimelineEntry {
  return {
    key: 'payment_captured',
    kind: 'payment_captured',
    message: `Payment of ${amountText(capturedMinor, currency)} captured.`,
    at: clock.nowIso(),
  };
}
