import { expect, test } from 'vitest';
import { momentOf } from './moment.ts';

test.each([
  '2026-02-28 23:59:59+00',
  '2026-02-28 23:59:59.1+00',
  '2026-02-28 23:59:59.12+00',
  '2026-02-28 23:59:59.123+00',
  '2026-02-28 23:59:59.0009+00',
  '2026-02-28 23:59:59.999999+00',
  '2024-02-29 00:00:00.000001+00',
  '0999-01-01 00:00:00+00',
  '2026-02-28 23:59:59.5+01',
  '2026-02-28 23:59:59.123456-03:30',
])('%s is the moment that a date makes of it', (text) => {
  expect(momentOf(text)).toBe(new Date(text).toISOString());
});

test.each(['infinity', '-infinity', ''])('"%s" is no moment', (text) => {
  expect(() => momentOf(text)).toThrow(RangeError);
});
