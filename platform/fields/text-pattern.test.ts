import { expect, test } from 'vitest';
import { fitsPattern, readPattern } from './text-pattern.ts';

const fits = (pattern: string, text: string) => fitsPattern(readPattern(pattern)!, text);

test.each([
  ['[A-Z]{2}\\d{3}', 'AB123', true],
  ['[A-Z]{2}\\d{3}', 'AB1234', false],
  ['.*\\d.*', 'no digit', false],
  ['.*\\d.*', 'one 1', true],
  ['a?a?a?', 'aaa', true],
  ['a?a?a?', 'aaaa', false],
  ['a{2,3}b', 'ab', false],
  ['a{2,3}b', 'aaab', true],
  ['a{2,}', 'a', false],
  ['', '', true],
  ['x*', '', true],
])('%s of %s: %j', (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
  expect(new RegExp(`^(?:${pattern})$`).test(text)).toBe(expected);
});

test('is one walk for each part, whatever the text', () => {
  const text = 'x'.repeat(100_000);
  const before = process.cpuUsage();
  expect(fits('.*\\d.*', text)).toBe(false);
  expect(fits('.*'.repeat(50), text.slice(0, 10_000))).toBe(true);
  const { user, system } = process.cpuUsage(before);
  // Two walks a part take a tenth of a second; a walk for each place would take minutes.
  expect((user + system) / 1e6).toBeLessThan(10);
});
