import type { ListRefundsResult } from '#external/payment-gateway/port.ts';
import type { RefundRow } from './refund-store.ts';

export type ListedRefund = Extract<ListRefundsResult, { status: 'listed' }>['refunds'][number];

/** Between the gateway's clock and ours. */
const clocksApartMs = 300_000;

/**
 * Which refund of the gateway's book is which of ours, by our id: by the gateway's id where we
 * heard it, else by the reference that we sent along. What an earlier version sent without a
 * reference is known by its amount and time.
 */
export function matchRefunds(
  ours: readonly RefundRow[],
  book: readonly ListedRefund[],
): ReadonlyMap<string, ListedRefund> {
  const matched = new Map<string, ListedRefund>();
  const free = new Set(book.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)));
  const take = (refund: RefundRow, fits: (listed: ListedRefund) => boolean): void => {
    if (matched.has(refund.refundId)) return;
    const listed = [...free].find(fits);
    if (!listed) return;
    matched.set(refund.refundId, listed);
    free.delete(listed);
  };
  // One that failed here comes last: what went through all the same was learned beside it.
  const failedLast = ours.toSorted((a, b) => +(a.state === 'failed') - +(b.state === 'failed'));
  for (const refund of failedLast) {
    take(refund, ({ gatewayRefundId }) => gatewayRefundId === refund.gatewayRefundId);
  }
  for (const refund of failedLast) take(refund, ({ reference }) => reference === refund.refundId);
  for (const refund of ours) {
    const { origin, gatewayRefundId, keyAttempt, amountMinor, requestedAt, state } = refund;
    const nameless = origin === 'shop' && gatewayRefundId === null && keyAttempt === 0;
    if (!nameless || state === 'failed') continue;
    const sinceMs = Date.parse(requestedAt) - clocksApartMs;
    take(
      refund,
      (listed) =>
        listed.reference === null &&
        listed.amountMinor === amountMinor &&
        Date.parse(listed.createdAt) >= sinceMs,
    );
  }
  return matched;
}
