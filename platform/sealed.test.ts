import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSealed, seal } from './sealed.ts';

const secret = randomBytes(32);

test('opens what was sealed, which looks different every time', () => {
  const value = { token: 'tökén', list: [1, null] };
  const sealed = seal(secret, value);
  expect(openSealed(secret, sealed)).toEqual(value);
  expect(seal(secret, value)).not.toBe(sealed);
  expect(sealed).toMatch(/^[\w-]+$/);
});

test.each<[string, (sealed: string) => () => unknown]>([
  ['another secret', (sealed) => () => openSealed(randomBytes(32), sealed)],
  ['another purpose', (sealed) => () => openSealed(secret, sealed, 'signing keys')],
  ['a cut text', (sealed) => () => openSealed(secret, sealed.slice(0, -4))],
  ['too short a text', () => () => openSealed(secret, 'AQID')],
  ['another format', (sealed) => () => openSealed(secret, `B${sealed.slice(1)}`)],
])('refuses %s', (_name, attempt) => {
  expect(attempt(seal(secret, 'x'))).toThrow(/authenticate|not a sealed value/);
});

test('refuses any changed bit', () => {
  const bytes = Buffer.from(seal(secret, { token: 'secret' }), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => openSealed(secret, changed.toString('base64url'))).toThrow(
      /authenticate|not a sealed value/,
    );
  }
});
