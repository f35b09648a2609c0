import { createPublicKey } from 'node:crypto';

/** Whatever is written as PEM, of any kind and with anything before it, is no secret: many know it. */
export function isPem(secret: string): boolean {
  return /-----\s*BEGIN/i.test(secret);
}

/** A secret for HMAC, or a public key as ShipEngine publishes it. */
export function isWebhookSecret(text: string): boolean {
  const secret = text.replaceAll('\\n', '\n');
  if (!isPem(secret)) return true;
  if (!secret.startsWith('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    return createPublicKey(secret).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
