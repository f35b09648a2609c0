import * as clock from '#kernel/clock.ts';

const idleMs = 7 * 86_400_000;

/** When an open checkout that is written now is abandoned unless it is touched again. */
export function idleUntil(): string {
  return new Date(clock.nowMs() + idleMs).toISOString();
}
