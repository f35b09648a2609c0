import * as clock from '#kernel/clock.ts';
import { fail } from '#kernel/result.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

interface Limit {
  readonly attempts: number;
  readonly windowMs: number;
}

/** Passwords tried on one account, from one address, and mails asked for to one address. */
const limits = {
  account: [
    { attempts: 5, windowMs: minuteMs },
    { attempts: 50, windowMs: dayMs },
  ],
  ip_address: [{ attempts: 20, windowMs: minuteMs }],
  mail: [
    { attempts: 3, windowMs: 10 * minuteMs },
    { attempts: 10, windowMs: dayMs },
  ],
} as const satisfies Record<string, readonly Limit[]>;
export type LimitName = keyof typeof limits;

const subjectsMost = 20_000;

/**
 * Counts attempts in memory, exactly, by the time of each. It knows nothing of accounts, so known
 * and unknown ones are limited alike. Bounded: the subject that was quiet longest is forgotten.
 * Each process counts for itself.
 */
export class AttemptLimits {
  private readonly timesMs = new Map<string, number[]>();
  private readonly enabled: boolean;

  constructor(enabled: boolean) {
    this.enabled = enabled;
  }

  /** Counts an attempt, or says how to wait. A refused attempt does not prolong the waiting. */
  take(name: LimitName, subject: string) {
    if (!this.enabled) return undefined;
    const key = `${name} ${subject}`;
    const nowMs = clock.nowMs();
    const oldestMs = nowMs - Math.max(...limits[name].map((limit) => limit.windowMs));
    const times = (this.timesMs.get(key) ?? []).filter((timeMs) => timeMs > oldestMs);
    const waitMs = Math.max(...limits[name].map((limit) => waitOf(limit, times, nowMs)));
    if (waitMs <= 0) times.push(nowMs);
    this.remember(key, times);
    return waitMs <= 0 ? undefined : tooManyAttempts(Math.ceil(waitMs / 1_000));
  }

  /** Takes the newest attempt back: it succeeded, or was never tried. */
  giveBack(name: LimitName, subject: string): void {
    this.timesMs.get(`${name} ${subject}`)?.pop();
  }

  forget(name: LimitName, subject: string): void {
    this.timesMs.delete(`${name} ${subject}`);
  }

  get size(): number {
    return this.timesMs.size;
  }

  private remember(key: string, times: number[]): void {
    this.timesMs.delete(key);
    this.timesMs.set(key, times);
    if (this.timesMs.size <= subjectsMost) return;
    for (const quietest of this.timesMs.keys()) {
      this.timesMs.delete(quietest);
      return;
    }
  }
}

/** How long until there is room for one more; 0 or less when there is. */
function waitOf({ attempts, windowMs }: Limit, times: readonly number[], nowMs: number): number {
  const oldestCounted = times.at(-attempts);
  return oldestCounted === undefined ? 0 : oldestCounted + windowMs - nowMs;
}

function tooManyAttempts(retryAfterSeconds: number) {
  const message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`;
  return fail('too_many_attempts', message, { retryAfterSeconds });
}
