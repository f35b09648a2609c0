import * as clock from '#kernel/clock.ts';

import type { Settings } from '#platform/ground/settings.ts';

const idleMs = 7 * 86_400_000;

/** When an open checkout that is written now is abandoned unless it is touched again. */
export function idleUntil(): string {
  return new Date(clock.nowMs() + idleMs).toISOString();
}

/** Until when totals that are frozen now may be bought at. */
export function totalsGoodUntil({ totalsSeconds }: Pick<Settings, 'totalsSeconds'>): string {
  return new Date(clock.nowMs() + totalsSeconds * 1_000).toISOString();
}
