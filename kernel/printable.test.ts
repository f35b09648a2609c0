import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain text, äöü 🙂\n\tand more', 'plain text, äöü 🙂\n\tand more'],
  ['esc\u001b]0;pwned\u0007', 'esc\\u{1b}]0;pwned\\u{7}'],
  ['\u009b2J and \u007f', '\\u{9b}2J and \\u{7f}'],
  ['over\rwritten', 'over\\u{d}written'],
  ['\u202egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
  ['a\u2028b\u0000', 'a\\u{2028}b\\u{0}'],
])('%j is printed as %j', (text, reported) => {
  expect(printable(text)).toBe(reported);
});
