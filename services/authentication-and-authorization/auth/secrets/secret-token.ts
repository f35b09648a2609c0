import { createHash, createHmac, randomBytes, type KeyObject } from 'node:crypto';

/**
 * Tokens that are shown once and kept as hashes. A token has 256 random bits, so a fast hash is
 * enough; rows are found by the hash, whose comparison tells nothing about the token.
 */
export function newToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** SHA-256 of purpose and token: found for one purpose, a token is unknown for every other. */
export function hashToken(purpose: TokenPurpose, token: string): Buffer {
  return createHash('sha256').update(`${purpose}\n${token}`).digest();
}

export type TokenPurpose =
  | 'verify_email'
  | 'reset_password'
  | 'email_change'
  | 'refresh'
  | 'api_key'
  | 'sign_in'
  | 'passkey';

/**
 * The token that follows a spent one. It can be made again from the spent token, the row's salt and
 * a key of the installation, so that a repeated refresh gets the same answer though no token is
 * kept; without any of the three it is as random as the first.
 */
export function successorOf(token: string, salt: Buffer, key: KeyObject): string {
  return createHmac('sha256', key).update(salt).update(token).digest('base64url');
}
