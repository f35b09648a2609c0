/**
 * Upper bounds of the buckets that durations are counted in, milliseconds; what took longer than
 * the last has a bucket of its own. They are fixed, so that counts of several processes add up.
 */
export const bucketBoundsMs = [
  0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
] as const;
export const bucketCount = bucketBoundsMs.length + 1;

export function bucketOf(tookMs: number): number {
  let bucket = 0;
  while (bucket < bucketBoundsMs.length && tookMs > bucketBoundsMs[bucket]!) bucket += 1;
  return bucket;
}

/**
 * The duration below which this share of what was counted lies, milliseconds, as if the durations
 * lay evenly in their bucket; the last bound where it lies above all of them. Null of nothing.
 */
export function quantileMs(buckets: readonly number[], share: number): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let below = 0;
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && below + count >= wanted) {
      const upper = bucketBoundsMs[bucket];
      if (upper === undefined) break;
      const lower = bucketBoundsMs[bucket - 1] ?? 0;
      return lower + ((upper - lower) * (wanted - below)) / count;
    }
    below += count;
  }
  return bucketBoundsMs.at(-1)!;
}
