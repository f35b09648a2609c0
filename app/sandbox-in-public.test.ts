import { expect, test } from 'vitest';
import { refuseForeignSandbox, sandboxInPublic } from './sandbox-in-public.ts';

const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRETS: 'whsec_1' };

test.each<NodeJS.ProcessEnv>([
  {},
  { KONTOR_HOST: '127.0.0.1' },
  { KONTOR_HOST: 'localhost' },
  { KONTOR_HOST: '::1' },
  { KONTOR_HOST: '127.8.0.1', KONTOR_PUBLIC_URL: 'http://localhost:8080' },
  { KONTOR_PUBLIC_URL: 'https://127.0.0.1' },
  { KONTOR_PUBLIC_URL: 'https://[::1]:8443' },
  { KONTOR_PUBLIC_URL: 'https://shop.localhost' },
  { KONTOR_HOST: '0.0.0.0', KONTOR_PUBLIC_URL: 'https://shop.example', ...stripe },
])('nothing is said of %o', (environment) => {
  expect(sandboxInPublic(environment)).toBeUndefined();
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ KONTOR_HOST: '0.0.0.0' }, 'KONTOR_HOST is 0.0.0.0, but'],
  [{ KONTOR_HOST: '::' }, 'KONTOR_HOST is ::, but'],
  [{ KONTOR_HOST: '192.0.2.7' }, 'KONTOR_HOST is 192.0.2.7, but'],
  [{ KONTOR_HOST: 'shop.internal' }, 'KONTOR_HOST is shop.internal, but'],
  [{ KONTOR_PUBLIC_URL: 'https://shop.example' }, 'KONTOR_PUBLIC_URL is https://shop.example, but'],
  [{ KONTOR_PUBLIC_URL: 'http://192.0.2.7:8080' }, 'KONTOR_PUBLIC_URL is http://192.0.2.7:8080'],
  [
    { KONTOR_HOST: '::ffff:192.0.2.7', KONTOR_PUBLIC_URL: 'https://[2001:db8::1]' },
    'KONTOR_HOST is ::ffff:192.0.2.7 and KONTOR_PUBLIC_URL is https://[2001:db8::1], but',
  ],
])('%o is refused in one line, and said in capitals where it is wanted', (environment, line) => {
  const refused = () => sandboxInPublic(environment);
  expect(refused).toThrow(line);
  expect(refused).toThrow('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS, or');
  expect(refused).toThrow(/^[^\n]*KONTOR_SANDBOX_IN_PUBLIC=on[^\n]*$/);
  expect(() => sandboxInPublic({ ...environment, KONTOR_SANDBOX_IN_PUBLIC: 'off' })).toThrow(line);
  const said = sandboxInPublic({ ...environment, KONTOR_SANDBOX_IN_PUBLIC: 'on' });
  expect(said).toMatch(/^SANDBOX PAYMENTS IN PUBLIC \(.+\): ANYBODY BUYS/);
});

test('another word for on is refused', () => {
  expect(() => sandboxInPublic({ KONTOR_SANDBOX_IN_PUBLIC: 'yes' })).toThrow(
    'KONTOR_SANDBOX_IN_PUBLIC is "yes"; on or off is accepted.',
  );
});

test('a sandbox that a shop with a data folder would ignore is refused', () => {
  expect(() => refuseForeignSandbox({})).not.toThrow();
  expect(() => refuseForeignSandbox({ KONTOR_SANDBOX_URL: 'http://127.0.0.1:9' })).toThrow(
    'KONTOR_SANDBOX_URL would be ignored',
  );
  expect(() =>
    refuseForeignSandbox({ KONTOR_SANDBOX_SMTP_PORT: '25', KONTOR_SANDBOX_SECRET: 'x' }),
  ).toThrow('KONTOR_SANDBOX_SMTP_PORT, KONTOR_SANDBOX_SECRET would be ignored');
});
