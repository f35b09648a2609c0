import { expect, test } from 'vitest';
import { isEmail, writtenEmail } from './email-address.ts';

test.each([
  ['info@müller.example', 'info@xn--mller-kva.example'],
  ['ü@müller.de', 'ü@xn--mller-kva.de'],
  ['r&d@example.com', 'r&d@example.com'],
  ["o'hara+shop@example.com", "o'hara+shop@example.com"],
  ['customer/department=shipping@example.com', 'customer/department=shipping@example.com'],
  ['!def!xyz%abc@example.com', '!def!xyz%abc@example.com'],
  ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ['δοκιμή@παράδειγμα.δοκιμή', 'δοκιμή@xn--hxajbheg2az3al.xn--jxalpdlp'],
  ['ada＠example．com', 'ada@example.com'],
  ['ａｄａ@example.com', 'ada@example.com'],
  ['"ada.b"@example.com', 'ada.b@example.com'],
  ['"a b"@example.com', '"a b"@example.com'],
  ['"a@b"@example.com', '"a@b"@example.com'],
  ['"a\\ b"@example.com', '"a b"@example.com'],
  ['"a\\"b"@example.com', '"a\\"b"@example.com'],
  ['"a\\\\b"@example.com', '"a\\\\b"@example.com'],
  ['"much.more unusual"@example.com', '"much.more unusual"@example.com'],
  ['"very.unusual.@.unusual.com"@example.com', '"very.unusual.@.unusual.com"@example.com'],
  ['".dot."@example.com', '".dot."@example.com'],
  ['"ü b"@müller.example', '"ü b"@xn--mller-kva.example'],
  ['Ada@Example.COM', 'Ada@Example.COM'],
  [' ada@example.com ', 'ada@example.com'],
  [`${'l'.repeat(64)}@example.com`, `${'l'.repeat(64)}@example.com`],
])('%s is kept as %s', (given, kept) => {
  expect(writtenEmail(given)).toBe(kept);
  expect(writtenEmail(kept)).toBe(kept);
  expect(isEmail(kept)).toBe(true);
});

test.each([
  `${'l'.repeat(65)}@example.com`,
  `${'ü'.repeat(33)}@example.com`,
  `a@${'x'.repeat(64)}.com`,
  '"a<b>"@example.com',
  '" "@example.com',
  '""@example.com',
  '"a"b"@example.com',
  '"a\\"@example.com',
  '"a\tb"@example.com',
  '"a\u202eb"@example.com',
  `"${'l'.repeat(63)}"x@example.com`,
  `"${'l l'.repeat(21)}"@example.com`,
  'a..b@example.com',
  '.a@example.com',
  'a.@example.com',
  'a b@example.com',
  'a,b@example.com',
  'a@b@example.com',
  'Ada <ada@example.com>',
  'ada@localhost',
  'ada@[192.0.2.1]',
  'ada@192.0.2.1',
  'ada@example..com',
  'ada@-example.com',
  'ada@exam_ple.com',
  'ada@exa%6dple.com',
  'ada@example.com/x',
  'ada@example.com:25',
  'ada@example.c',
  'a\u202eda@example.com',
  '@example.com',
  'ada@',
  'ada',
  '',
])('%j is none', (given) => {
  expect(isEmail(writtenEmail(given))).toBe(false);
});
