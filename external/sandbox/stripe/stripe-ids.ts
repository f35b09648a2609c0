import { randomBytes } from 'node:crypto';

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** In order of time, so that the book's indexes grow at one end. */
export const newId = (prefix: string): string =>
  prefix + Date.now().toString(16).padStart(12, '0') + randomBytes(8).toString('hex');
