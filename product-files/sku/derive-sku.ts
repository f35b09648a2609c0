import { hash } from 'node:crypto';

/**
 * The SKU of a variant whose file gives none, such as `CLASSIC-TOP-MEDIUM-9F2K7QXA`.
 *
 * It depends on the handle and the option values alone, never on the order of the file, so a
 * later import finds the same variant again. The readable part may be equal for two variants
 * (`red/blue` and `red-blue`); the 40 bits of hash behind it tell them apart. Where somebody has it
 * nevertheless, the next attempt gives another one.
 */
export function deriveSku(handle: string, optionValues: readonly string[], attempt = 0): string {
  const readable = [handle, ...optionValues]
    .join('-')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  const digest = hash(
    'sha256',
    JSON.stringify(attempt === 0 ? [handle, ...optionValues] : [handle, ...optionValues, attempt]),
    'buffer',
  );
  return `${readable === '' ? 'SKU' : readable}-${crockford(digest)}`;
}

// Crockford's alphabet: without I, L, O and U, which people misread on a label.
function crockford(digest: Uint8Array): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let value = 0n;
  for (const byte of digest.subarray(0, 5)) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let digit = 0; digit < 8; digit += 1) {
    text = alphabet.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}
