import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSealed, seal } from './sealed.ts';
import { Secrets } from './secrets.ts';

const secrets = Secrets.of(randomBytes(32));
const purpose = 'sealed mail';

test('opens what was sealed, which looks different every time', () => {
  const value = { token: 'tökén', list: [1, null] };
  const sealed = seal(secrets, purpose, value);
  expect(openSealed(secrets, purpose, sealed)).toEqual(value);
  expect(seal(secrets, purpose, value)).not.toBe(sealed);
  expect(sealed).toMatch(/^[\w-]+$/);
});

test.each<[string, (sealed: string) => () => unknown]>([
  ['another secret', (sealed) => () => openSealed(Secrets.of(randomBytes(32)), purpose, sealed)],
  ['another purpose', (sealed) => () => openSealed(secrets, 'signing keys', sealed)],
  ['a cut text', (sealed) => () => openSealed(secrets, purpose, sealed.slice(0, -4))],
  ['too short a text', () => () => openSealed(secrets, purpose, 'AQID')],
  ['another format', (sealed) => () => openSealed(secrets, purpose, `B${sealed.slice(1)}`)],
])('refuses %s', (_name, attempt) => {
  expect(attempt(seal(secrets, purpose, 'x'))).toThrow(/authenticate|not a sealed value/);
});

test('refuses any changed bit', () => {
  const bytes = Buffer.from(seal(secrets, purpose, { token: 'secret' }), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => openSealed(secrets, purpose, changed.toString('base64url'))).toThrow(
      /authenticate|not a sealed value/,
    );
  }
});
