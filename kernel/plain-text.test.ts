import { expect, test } from 'vitest';
import { fittedText, isPlainLine, isPlainText } from './plain-text.ts';

test.each([
  ['Zoë O’Brien-Ñandú 北京 🙂', true, true],
  ['שלום\u200f!', true, true],
  ['a\nb', false, true],
  ['a\tb', false, true],
  ['a\r\nBcc: x@y', false, false],
  ['a\rb', false, false],
  ['a\u0000b', false, false],
  ['a\u001b]0;b\u0007', false, false],
  ['a\u007fb', false, false],
  ['a\u0085b', false, false],
  ['a\u009bb', false, false],
  ['a\u2028b', false, false],
  ['a\u2029b', false, false],
  ['a\u202eb', false, false],
  ['a\u2066b', false, false],
])('%j is a line: %s, and text: %s', (text, line, lines) => {
  expect([isPlainLine(text), isPlainText(text)]).toEqual([line, lines]);
  expect(isPlainLine(fittedText(text, false))).toBe(true);
  expect(isPlainText(fittedText(text, true))).toBe(true);
});

test('fitting changes what has to and nothing else', () => {
  expect(fittedText('a\r\nb\rc\u2028d\u001be', true)).toBe('a\nb\nc\nd e');
  expect(fittedText('a\r\nb\tc\u202e', false)).toBe('a b c ');
  expect(fittedText('as it is\n', true)).toBe('as it is\n');
});
