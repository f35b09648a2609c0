import { afterEach, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { AttemptLimits } from './attempt-limits.ts';

afterEach(() => clock.setOffsetMs(0));

test('five a minute and fifty a day, exactly, and refusals do not prolong the waiting', () => {
  const limits = new AttemptLimits(true);
  let offsetMs = 0;
  let taken = 0;
  const refused: number[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    for (let index = 0; index < 8; index += 1) {
      const limited = limits.take('account', 'a@example.com');
      if (limited) refused.push(limited.failure.detail.retryAfterSeconds);
      else taken += 1;
    }
    clock.setOffsetMs((offsetMs += 60_001));
  }
  expect(taken).toBe(50);
  expect(Math.min(...refused)).toBeGreaterThanOrEqual(59);
  // From the fifty-first on it is the day that is waited for.
  expect(refused.at(-1)).toBeGreaterThan(80_000);
  clock.setOffsetMs(86_400_001);
  expect(limits.take('account', 'a@example.com')).toBeUndefined();
});

test('memory is bounded, whatever is sprayed', () => {
  const limits = new AttemptLimits(true);
  for (let index = 0; index < 50_000; index += 1) limits.take('account', `spray${index}`);
  expect(limits.size).toBe(20_000);
});

test('what is given back does not count; other subjects and kinds are apart', () => {
  const limits = new AttemptLimits(true);
  for (let index = 0; index < 50; index += 1) {
    expect(limits.take('account', 'a')).toBeUndefined();
    limits.giveBack('account', 'a');
  }
  for (let index = 0; index < 5; index += 1) limits.take('account', 'a');
  expect(limits.take('account', 'a')).toBeDefined();
  expect(limits.take('account', 'b')).toBeUndefined();
  expect(limits.take('mail', 'a')).toBeUndefined();
});

test('can be switched off', () => {
  const limits = new AttemptLimits(false);
  for (let index = 0; index < 99; index += 1) expect(limits.take('mail', 'a')).toBeUndefined();
});
