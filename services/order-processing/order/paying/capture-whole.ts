import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { OrderRow, PaidSums } from '../orders/order-store.ts';
import { amountText, type TimelineEntry } from '../orders/timeline.ts';
import type { DueForShipped } from './due-for-shipped.ts';

/** `refused`: the gateway said no, or nothing is held any more. `review`: staff or the gateway decide. */
export type Captured =
  | { outcome: 'done'; paid: PaidSums; entries: TimelineEntry[] }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'review' };

type Calls = Pick<ServiceContext<'order'>, 'call'>;
type Paid = Pick<OrderRow, 'paymentId' | 'totalMinor' | 'currency'>;

/**
 * Captures all of an order's payment; repeating it answers what was reached.
 * @throws when the outcome is not known yet, or nobody could be asked: the story tries again
 */
export function captureWhole(calls: Calls, order: Paid, invocation: Invocation): Promise<Captured> {
  return capture(calls, order, undefined, invocation);
}

/** As above, of what may be captured by now: all of it where the payment can be captured once alone. */
export function captureShipped(
  calls: Calls,
  order: Paid,
  { dueMinor: untilMinor, isLast }: DueForShipped,
  invocation: Invocation,
): Promise<Captured> {
  return capture(calls, order, { untilMinor, isLast }, invocation);
}

async function capture(
  { call }: Calls,
  { paymentId, totalMinor, currency }: Paid,
  part: { untilMinor: number; isLast: boolean } | undefined,
  invocation: Invocation,
): Promise<Captured> {
  const asked = { paymentId, amountMinor: totalMinor, ...(part ? { part } : {}) };
  const reply = await call.payment.capturePayment(asked, invocation);
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
  const { capturedMinor } = paid;
  const isAll = capturedMinor === totalMinor || !part;
  const entry = isAll
    ? capturedEntry(capturedMinor, currency)
    : partCapturedEntry({ capturedMinor, totalMinor, currency });
  return { outcome: 'done', paid, entries: [entry] };
}

/**
 * Gives all of an order's payment back; repeating it answers what was reached.
 * @throws as above
 */
export async function releaseWhole(
  { call }: Calls,
  { paymentId }: Paid,
  invocation: Invocation,
): Promise<Captured> {
  const reply = await call.payment.voidPayment({ paymentId }, invocation);
  if (reply.ok) {
    if (reply.value.status === 'unknown') throw new Error('release: the outcome is not known yet');
    return { outcome: 'done', paid: reply.value.payment, entries: [] };
  }
  const { failure } = reply;
  if (failure.code !== 'payment_state_conflict' || failure.detail.state !== 'captured') {
    throw new Error(`release: ${failure.code}: ${failure.message}`);
  }
  // By hand at the gateway: staff give it back.
  const asked = { paymentId, refresh: false };
  const paid = must(await call.payment.getPayment(asked, invocation), 'release');
  return { outcome: 'done', paid, entries: [capturedEntry(paid.capturedMinor, paid.currency)] };
}

/** Of each part one, whoever tells of it first. */
export function partCapturedEntry({
  capturedMinor,
  totalMinor,
  currency,
}: {
  capturedMinor: number;
  totalMinor: number;
  currency: string;
}): TimelineEntry {
  const [captured, total] = [capturedMinor, totalMinor].map((minor) => amountText(minor, currency));
  return {
    key: `payment_captured:${capturedMinor}`,
    kind: 'payment_captured',
    message: `${captured} of ${total} captured so far, for what was shipped.`,
    at: clock.nowIso(),
  };
}

export function capturedWholeEntry(): TimelineEntry {
  return {
    key: 'captured_whole',
    kind: 'captured_whole',
    message:
      'The whole payment was captured with the first part that left: it can be captured once alone.',
  };
}

export function capturedEntry(capturedMinor: number, currency: string): TimelineEntry {
  return {
    key: 'payment_captured',
    kind: 'payment_captured',
    message: `Payment of ${amountText(capturedMinor, currency)} captured.`,
    at: clock.nowIso(),
  };
}
