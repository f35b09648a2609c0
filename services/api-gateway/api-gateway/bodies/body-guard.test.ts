import { expect, test } from 'vitest';
import { parseJsonBody } from './body-guard.ts';

const refused = (value: object, foreign?: readonly string[]) => {
  const parsed = parseJsonBody(Buffer.from(JSON.stringify(value)), foreign);
  return 'refused' in parsed ? parsed.refused.code : undefined;
};

test('texts of another shop are left to their service, all others are refused', () => {
  const value = { items: [{ title: 'a\r\nb', tags: ['a\u0007'] }] };
  expect(parseJsonBody(Buffer.from(JSON.stringify(value)), ['title', 'tags'])).toEqual({ value });
  expect(refused(value, ['title'])).toBe(refused({ title: 'a\u0007' }));
  expect(refused(value, ['title'])).toMatch(/./);
  expect(refused({ title: 'a\0' }, ['title'])).toMatch(/./);
  expect(refused({ title: 'a\ud800' }, ['title'])).toMatch(/./);
});

test('card numbers are refused where people write', () => {
  expect(refused({ subject: '4242424242424242' })).toBe('card_number_refused');
  expect(refused({ subject: '4242424242424242' }, ['title'])).toBe('card_number_refused');
});
