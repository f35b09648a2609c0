import { expect, test } from 'vitest';
import { stateAfter } from './tracking-states.ts';

const startMs = Date.parse('2026-11-01T08:00:00.000Z');

test.each([
  ['label_purchased', null, 'accepted', 1, 'in_transit'],
  ['label_purchased', null, 'delivered', 1, 'delivered'],
  ['in_transit', 5, 'in_transit', 6, null],
  ['out_for_delivery', 5, 'in_transit', 6, null],
  ['in_transit', 5, 'exception', 4, null],
  ['in_transit', 5, 'delivery_attempted', 6, 'exception'],
  ['exception', 5, 'in_transit', 6, 'in_transit'],
  ['exception', 5, 'in_transit', 4, null],
  ['exception', 5, 'delivered', 4, 'delivered'],
  ['delivered', 5, 'exception', 6, null],
  ['in_transit', 5, 'unknown', 6, null],
] as const)('%s (at %s) and news %s (at %s) lead to %s', (state, at, news, newsAt, expected) => {
  const minute = (count: number) => new Date(startMs + count * 60_000).toISOString();
  const parcel = { state, newsAt: at === null ? null : minute(at) };
  expect(stateAfter(parcel, { state: news, occurredAt: minute(newsAt) })).toBe(expected);
});
