import { ageMs } from './payment-store.ts';
import type { PaymentRow } from './payment-store.ts';
import type { RefundRow } from '../refunding/refund-store.ts';

/**
 * Gateways keep a key for a day: until then asking again is harmless and tells the end. A key that
 * is older is never sent: the gateway's book is asked first, whichever story asks.
 */
const keyKeptMs = 23 * 3_600_000;

export function isForgotten(keySince: string): boolean {
  return ageMs(keySince) >= keyKeptMs;
}

/** The first two are the same: what an earlier version asked for is asked for again with its words. */
export function refundKey({ refundId, keyAttempt }: RefundRow): string {
  return keyAttempt < 2 ? `refund:${refundId}` : `refund:${refundId}:${keyAttempt}`;
}

export function captureKey({ paymentId, captureAttempt }: PaymentRow): string {
  return `capture:${paymentId}:${captureAttempt}`;
}

export function voidKey({ paymentId, voidAttempt }: PaymentRow): string {
  return voidAttempt === 0 ? `void:${paymentId}` : `void:${paymentId}:${voidAttempt}`;
}
