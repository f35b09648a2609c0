import { hash, randomFillSync } from 'node:crypto';
import * as clock from './clock.ts';

/** A UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. Sorts by creation time. */
export type Id = string;

const pool = Buffer.allocUnsafe(10 * 256);
let taken = pool.length;

/** Makes a new id. Random bits come from a pool, since one call to the system's source an id is dear. */
export function newId(): Id {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const random = pool.subarray(taken, (taken += 10));
  random[0] = (random[0]! & 0x0f) | 0x70;
  random[2] = (random[2]! & 0x3f) | 0x80;
  const time = clock.nowMs().toString(16).padStart(12, '0');
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`;
}

/**
 * The one id that `purpose` has for a thing: the same inputs give the same id, so that a repeated
 * step names what it made before. Version 8 (RFC 9562); it keeps the time of the id it comes from
 * and so sorts beside it.
 */
export function derivedId(purpose: string, from: Id): Id {
  const digest = hash('sha256', `${purpose} ${from}`);
  const variant = ((Number.parseInt(digest[3]!, 16) & 0x3) | 0x8).toString(16);
  return `${from.slice(0, 13)}-8${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
