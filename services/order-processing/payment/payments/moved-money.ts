import { nowMs } from '#kernel/clock.ts';
import { fail } from '#kernel/result.ts';

const dayMs = 86_400_000;

/** A bank's day may have begun elsewhere; more than that is a slip of the pen. */
export function isAhead(moment: string): boolean {
  return Date.parse(moment) > nowMs() + dayMs;
}

export const notYet = () =>
  fail(
    'moment_in_future',
    'Money that has not moved yet is not booked. Give the day on which it did.',
  );
