import type { PlatformFailure } from '#kernel/contract.ts';
import { LaterVersion } from './later-version.ts';

/**
 * A service that an arrow leads to did not answer: nobody serves it, the broker is away, it is
 * overloaded or out of time. Whether it did what was asked is unknown; asking again with the same
 * key is harmless.
 */
export class CalleeUnavailable extends Error {
  /** Where the callee said when to come back. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    super(message, options);
    this.name = 'CalleeUnavailable';
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/**
 * The platform refused a call: its time was over, its key is at work, the caller lacks a right. It
 * says nothing of what was asked for, so it is thrown at a service that called: a story tries again,
 * and a handler that does not catch it answers the same to its own caller.
 */
export class PlatformRefusal extends Error {
  readonly failure: PlatformFailure;

  constructor(to: string, operation: string, failure: PlatformFailure) {
    super(`${to}.${operation}: ${failure.code}: ${failure.message}`);
    this.name = 'PlatformRefusal';
    this.failure = failure;
  }
}

/**
 * A service, PostgreSQL or the way to them is not there right now: the request may be
 * sent again. SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown), the socket's
 * own codes, and pg's words for a pool whose connections are all taken.
 */
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
const sqlStates = /^(?:08...|53...|57P0[1-5]|57014|55P03|40001|40P01)$/;
const words = /connection terminated|timeout exceeded when trying to connect|not queryable/i;

export function isUnavailability(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A newer process reads it, this one never: asked again, another one may be asked.
  if (error instanceof CalleeUnavailable || error instanceof LaterVersion) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (socketCodes.has(code) || sqlStates.test(code))) return true;
  if (words.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some(isUnavailability)) return true;
  return error.cause !== undefined && isUnavailability(error.cause);
}

/** What was asked, or undefined where it cannot be had right now and something else is of use without it. */
export async function whereAnswered<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isUnavailability(error)) return undefined;
    throw error;
  }
}

/** What was asked for, or undefined once so long was waited. */
export async function inTime<Value>(
  asked: Promise<Value>,
  waitMs: number,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, waitMs));
  });
  return Promise.race([asked, over]).finally(() => clearTimeout(timer));
}
