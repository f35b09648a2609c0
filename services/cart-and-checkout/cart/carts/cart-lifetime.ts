import * as clock from '#kernel/clock.ts';
import type { Owner } from '#contracts/shapes.ts';

const dayMs = 86_400_000;
export const lifetimeDays = { guest: 30, customer: 90 } as const;

/** When a cart that is written now expires unless it is touched again; the database decides whether it has. */
export function expiryFor(ownerKind: Owner['kind']): string {
  return new Date(clock.nowMs() + lifetimeDays[ownerKind] * dayMs).toISOString();
}
