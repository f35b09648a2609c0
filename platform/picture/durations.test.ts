import { expect, test } from 'vitest';
import { bucketBoundsMs, bucketCount, bucketOf, quantileMs } from './durations.ts';

const counted = (...durations: number[]) => {
  const buckets = Array.from<number>({ length: bucketCount }).fill(0);
  for (const tookMs of durations) buckets[bucketOf(tookMs)]! += 1;
  return buckets;
};

test('a duration falls into the first bucket whose bound it does not exceed', () => {
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(0.5)).toBe(0);
  expect(bucketOf(0.51)).toBe(1);
  expect(bucketOf(10_000)).toBe(bucketBoundsMs.length - 1);
  expect(bucketOf(10_001)).toBe(bucketBoundsMs.length);
});

test('a quantile lies in the bucket that holds it, and nothing has none', () => {
  expect(quantileMs(counted(), 0.95)).toBeNull();
  // 19 of 20 took at most 5 ms: the share of 0.95 ends exactly there.
  expect(quantileMs(counted(...Array.from({ length: 19 }, () => 4), 900), 0.95)).toBe(5);
  expect(quantileMs(counted(4, 900), 0.95)).toBeGreaterThan(500);
  expect(quantileMs(counted(60_000), 0.95)).toBe(10_000);
});
