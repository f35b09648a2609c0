import { createHmac, randomBytes, type KeyObject } from 'node:crypto';

const count = 10;
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789';
const length = 12;

/** Ten codes of 60 random bits, in Crockford's alphabet, to be written down: `7Q2K-9XHD-04TM`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    const code = [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
    return code.match(/.{4}/g)!.join('-');
  });
}

/** What somebody typed, as it is compared: without spaces and dashes, and what looks alike is one. */
export function plainCode(typed: string): string {
  return typed.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** Keyed, and another one for each account: without the installation's secret nobody tries them out. */
export function hashRecoveryCode(key: KeyObject, accountId: string, code: string): Buffer {
  return createHmac('sha256', key)
    .update(`${accountId}\n${plainCode(code)}`)
    .digest();
}
