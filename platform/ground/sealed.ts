import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { SecretPurpose, Secrets } from './secrets.ts';

export type { Secrets };

const formatVersion = 1;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a value (anything JSON can say) with AES-256-GCM under the key for this purpose alone, so
 * that what was sealed for one cannot be opened as another. The text is base64url; every sealing of
 * the same value differs.
 * @throws where the purpose's key is not held here
 */
export function seal(secrets: Secrets, purpose: SecretPurpose, value: unknown): string {
  return sealWith(secrets.key(purpose), value);
}

/**
 * As `seal`, with a key of 32 bytes that was derived of a purpose's: one for each week, where so much
 * is sealed that random beginnings would come twice under one.
 */
export function sealWith(key: KeyObject, value: unknown): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(formatVersion), iv, cipher.getAuthTag(), body]).toString(
    'base64url',
  );
}

/**
 * What `seal` was given.
 * @throws when the text was changed, or sealed with another key or for another purpose
 */
export function openSealed(secrets: Secrets, purpose: SecretPurpose, text: string): unknown {
  return openWith(secrets.key(purpose), text);
}

/**
 * What `sealWith` was given.
 * @throws as `openSealed`
 */
export function openWith(key: KeyObject, text: string): unknown {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes[0] !== formatVersion || bytes.length < 1 + ivBytes + tagBytes) {
    throw new Error('not a sealed value of a known format');
  }
  const iv = bytes.subarray(1, 1 + ivBytes);
  const tag = bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(tag);
  const body = bytes.subarray(1 + ivBytes + tagBytes);
  return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'));
}
