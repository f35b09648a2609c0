import { expect, test } from 'vitest';
import { isLoopback, isSentBySandbox } from './sent-by-sandbox.ts';

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1'])(
  '%s is this machine',
  (address) => expect(isLoopback(address)).toBe(true),
);

test.each(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1', '0.0.0.0', '::', 'localhost', ''])(
  '%s is not',
  (address) => expect(isLoopback(address)).toBe(false),
);

const here = 'http://127.0.0.1:9090';

test.each<[string, string | null, Record<string, string>, boolean]>([
  ['from this machine', '127.0.0.1', {}, true],
  ['from nobody knows where', null, {}, false],
  ['from elsewhere', '192.0.2.7', {}, false],
  [
    'by a proxy on this machine that is not trusted',
    '127.0.0.1',
    { 'x-forwarded-for': 'x' },
    false,
  ],
  ['by a proxy of another make', '127.0.0.1', { forwarded: 'for=192.0.2.7' }, false],
  ['by nginx’s other habit', '127.0.0.1', { 'x-real-ip': '192.0.2.7' }, false],
])('a webhook %s', async (_what, clientAddress, headers, believed) => {
  expect(await isSentBySandbox(here, { clientAddress, headers })).toBe(believed);
});

test('a sandbox on another machine is believed from that machine', async () => {
  const sandboxUrl = 'http://192.0.2.7:8090';
  const sent = (clientAddress: string) =>
    isSentBySandbox(sandboxUrl, { clientAddress, headers: {} });
  expect(await sent('192.0.2.7')).toBe(true);
  expect(await sent('::ffff:192.0.2.7')).toBe(true);
  expect(await sent('192.0.2.8')).toBe(false);
});
