import { hash } from 'node:crypto';

const letters = 22;

/** Tells one body from another, of all that is sent to a provider but its key. */
export function fingerprintOf(...sent: readonly string[]): string {
  return hash('sha256', JSON.stringify(sent), 'base64url').slice(0, letters);
}
