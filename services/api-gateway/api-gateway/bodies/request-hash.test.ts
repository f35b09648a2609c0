import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { testInvocation } from '#platform/test-kit/testing.ts';
import { withRequestHash } from './request-hash.ts';

const about = { name: 'receivePaymentWebhook', version: undefined, orderToken: undefined };
const hashOf = (...given: unknown[]) =>
  withRequestHash(testInvocation({ idempotencyKey: 'k' }), about, ...given).requestHash;

test('fields are known by name, in any order; other values are another request', () => {
  expect(hashOf({ a: 1 }, { b: 2 })).toBe(hashOf({ b: 2 }, { a: 1 }));
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  expect(hashOf(['a'])).not.toBe(hashOf(['b']));
});

test('bytes as they came are one thing, told from other bytes at the cost of one walk', () => {
  const bytes = randomBytes(256 * 1024);
  const other = Buffer.from(bytes);
  other[100_000]! ^= 1;
  const before = process.cpuUsage();
  expect(hashOf(bytes)).toBe(hashOf(Buffer.from(bytes)));
  expect(hashOf(bytes)).not.toBe(hashOf(other));
  const { user } = process.cpuUsage(before);
  // Four hashes are a few milliseconds; a field for each byte took a second each.
  expect(user / 1e6).toBeLessThan(1);
});
