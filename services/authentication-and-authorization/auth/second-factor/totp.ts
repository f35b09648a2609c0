import { createHmac, timingSafeEqual } from 'node:crypto';

/** As all authenticator apps have it: RFC 6238 with HMAC-SHA-1, 30 seconds and six digits. */
const stepSeconds = 30;
const digits = 6;
/** Clocks of telephones go wrong by as much: the step before and the one after count too. */
const stepsBeside = 1;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @returns the code of a counter (RFC 4226), with leading zeros. */
export function codeAt(secret: Buffer, step: number, length: number = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** length).padStart(length, '0');
}

export function stepOf(timeMs: number): number {
  return Math.floor(timeMs / 1_000 / stepSeconds);
}

/** The step whose code this is, around a time; undefined when there is none. */
export function stepOfCode(secret: Buffer, code: string, timeMs: number): number | undefined {
  const given = Buffer.from(code);
  const now = stepOf(timeMs);
  let found: number | undefined;
  // All are compared, and each in constant time: how long it takes tells nothing.
  for (let step = now - stepsBeside; step <= now + stepsBeside; step += 1) {
    const expected = Buffer.from(codeAt(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** RFC 4648 without padding, as apps take it typed. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => letters[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** The address that apps read from a QR code. */
export function totpAddress(secret: Buffer, issuer: string, email: string): string {
  // A colon parts the two in the label.
  const name = issuer.replaceAll(':', ' ');
  const label = `${encodeURIComponent(name)}:${encodeURIComponent(email)}`;
  const about = `issuer=${encodeURIComponent(name)}&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&${about}`;
}
