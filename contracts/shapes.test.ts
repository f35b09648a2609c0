import { expect, test } from 'vitest';
import { timestamp } from './shapes.ts';

// PostgreSQL has no year 0, a Date takes 0001 for 2001, and what is rounded up past 9999 has five digits.
test.each([
  ['0000-01-01T00:00:00Z', false],
  ['0001-01-01T00:00:00Z', false],
  ['0999-12-31T23:59:59Z', false],
  ['1000-01-01T00:00:00Z', true],
  ['2026-11-26T05:00:00.123456789Z', true],
  ['9999-12-31T23:59:59Z', true],
  ['9999-12-31T23:59:59.999999Z', true],
  ['9999-12-31T23:59:59.9999994Z', true],
  ['9999-12-31T23:59:59.9999995Z', false],
  ['9999-12-31T23:59:59.9999999Z', false],
])('%s is a moment that can be kept: %s', (time, taken) => {
  expect(timestamp.safeParse(time).success).toBe(taken);
});
