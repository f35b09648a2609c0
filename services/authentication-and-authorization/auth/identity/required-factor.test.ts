import { expect, test } from 'vitest';
import { lacksRequiredFactor } from './required-factor.ts';

const since = '2026-01-01T00:00:00.000Z';
const totp = 'totp:01900000-0000-7000-8000-000000000000:1';
const passkey = 'passkey:01900000-0000-7000-8000-000000000000:1';

test.each<[string, string | null, string | null, boolean]>([
  ['a password alone', null, null, true],
  ['a password alone, before the app was set up', since, null, true],
  ['a code of the app', since, totp, false],
  ['a recovery code', since, 'recovery:00', false],
  ['a session that followed one with a code', since, 'carried', false],
  ['a code of an app that is removed', null, totp, true],
  ['a session that followed one of such an app', null, 'carried', true],
  ['a passkey, with no app', null, passkey, false],
])('of staff, %s', (_name, secondFactorSince, shown, lacks) => {
  const staff = { kind: 'staff', secondFactorSince } as const;
  expect(lacksRequiredFactor({ requireMfa: 'staff' }, staff, shown)).toBe(lacks);
  expect(lacksRequiredFactor({ requireMfa: 'none' }, staff, shown)).toBe(false);
  expect(lacksRequiredFactor({}, staff, shown)).toBe(false);
  const customer = { kind: 'customer', secondFactorSince } as const;
  expect(lacksRequiredFactor({ requireMfa: 'staff' }, customer, shown)).toBe(false);
});
