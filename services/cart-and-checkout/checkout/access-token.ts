import { createHash, createHmac } from 'node:crypto';

/**
 * The 256-bit token that lets its holder read an order without an account. It is derived from the
 * installation's secret, so that it can be told again for the same key while only its hash is kept.
 */
export function accessTokenOf(secret: Buffer, orderId: string): string {
  return createHmac('sha256', secret).update(`order token ${orderId}`).digest('base64url');
}

/** SHA-256, base64url: all that is stored and sent to others. */
export function accessTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
