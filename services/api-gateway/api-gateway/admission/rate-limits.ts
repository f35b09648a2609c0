import type { ClientPlace } from '#kernel/client-address.ts';
import * as clock from '#kernel/clock.ts';
import type { RateClass } from '../desk/use-case.ts';

/** `quota` requests in `windowSeconds`, spread evenly after a burst of all of them. */
interface Budget {
  readonly quota: number;
  readonly windowSeconds: number;
}

export type BudgetName = RateClass | 'decline' | 'decline_address';

/** Each for one address and, apart from it, for one identity. */
export const budgets: Readonly<Record<BudgetName, Budget>> = {
  read: { quota: 6_000, windowSeconds: 60 },
  write: { quota: 3_000, windowSeconds: 60 },
  sign_in: { quota: 20, windowSeconds: 60 },
  // Each is a mail to the shop: of people who write by an order's link, without an account.
  message: { quota: 30, windowSeconds: 300 },
  completion: { quota: 600, windowSeconds: 60 },
  webhook: { quota: 6_000, windowSeconds: 60 },
  // Card testing shows in declines: buyers whose payment works are not held up.
  decline: { quota: 10, windowSeconds: 600 },
  decline_address: { quota: 30, windowSeconds: 600 },
};

/** Where a budget stands after a request. */
export interface Standing {
  readonly allowed: boolean;
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until one more is allowed, or until the budget is whole again. */
  readonly resetSeconds: number;
}

const ownersLimit = 200_000;
/** What all networks of a /48 may take together, as a multiple of one's budget. */
const widerShare = 8;

/**
 * Budgets in memory by the generic cell rate algorithm: one number an owner, the time at which its
 * budget is whole again. No timers; owners whose budget is whole are forgotten when space is needed.
 */
export class RateLimits {
  private readonly wholeAtMs = new Map<string, number>();

  /** Takes one from the budget when there is one. */
  take(name: BudgetName, owner: string): Standing {
    return this.move(name, owner, 1);
  }

  /** Whether there is one, without taking it. */
  look(name: BudgetName, owner: string): Standing {
    return this.move(name, owner, 0);
  }

  /** Takes one from the budget of a client's network and of the wider one around it. */
  takeAt(name: BudgetName, place: ClientPlace): Standing {
    return this.moveAt(name, place, 1);
  }

  lookAt(name: BudgetName, place: ClientPlace): Standing {
    return this.moveAt(name, place, 0);
  }

  private moveAt(name: BudgetName, { network, widerNetwork }: ClientPlace, cost: 0 | 1): Standing {
    const standing = this.move(name, network, cost);
    if (widerNetwork === undefined || !standing.allowed) return standing;
    const wider = this.move(name, widerNetwork, cost, widerShare);
    return wider.allowed ? standing : wider;
  }

  private move(name: BudgetName, owner: string, cost: 0 | 1, share = 1): Standing {
    const { windowSeconds } = budgets[name];
    const quota = budgets[name].quota * share;
    const nowMs = clock.nowMs();
    const windowMs = windowSeconds * 1_000;
    const eachMs = windowMs / quota;
    const key = `${name} ${owner}`;
    const wholeAtMs = Math.max(this.wholeAtMs.get(key) ?? 0, nowMs);
    const waitMs = wholeAtMs + eachMs - windowMs - nowMs;
    const allowed = waitMs <= 0;
    const after = allowed && cost === 1 ? wholeAtMs + eachMs : wholeAtMs;
    if (allowed && cost === 1) this.keep(key, after, nowMs);
    return {
      allowed,
      name,
      quota,
      windowSeconds,
      remaining: Math.max(0, Math.floor((windowMs - (after - nowMs)) / eachMs)),
      resetSeconds: Math.ceil((allowed ? after - nowMs : waitMs) / 1_000),
    };
  }

  private keep(key: string, wholeAtMs: number, nowMs: number): void {
    if (this.wholeAtMs.size >= ownersLimit && !this.wholeAtMs.has(key)) this.forget(nowMs);
    this.wholeAtMs.set(key, wholeAtMs);
  }

  /** Drops whole budgets, and if all are in use the oldest tenth, so that memory stays bounded. */
  private forget(nowMs: number): void {
    let surplus = ownersLimit / 10;
    for (const [key, wholeAtMs] of this.wholeAtMs) {
      if (wholeAtMs <= nowMs) this.wholeAtMs.delete(key);
    }
    if (this.wholeAtMs.size < ownersLimit) return;
    for (const key of this.wholeAtMs.keys()) {
      if (surplus-- <= 0) return;
      this.wholeAtMs.delete(key);
    }
  }
}
