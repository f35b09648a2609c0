import type { Secrets } from '#platform/ground/sealed.ts';
import { createHash, createHmac } from 'node:crypto';

/**
 * The 256-bit token that lets its holder read an order without an account. It is derived from a key
 * of checkout's own, so that it can be told again for the same key while only its hash is kept.
 */
export function orderTokenOf(secrets: Secrets, orderId: string): string {
  return createHmac('sha256', secrets.key('order tokens')).update(orderId).digest('base64url');
}

/** The same for an order whose token an earlier version gave out, which its hash tells. */
export function orderTokenGiven(secrets: Secrets, orderId: string, hash: string): string {
  const token = orderTokenOf(secrets, orderId);
  if (orderTokenHash(token) === hash) return token;
  const former = secrets.formerOrderToken?.(orderId);
  return former !== undefined && orderTokenHash(former) === hash ? former : token;
}

/** SHA-256, base64url: all that is stored and sent to others. */
export function orderTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
