import { expect, test } from 'vitest';
import { addressOf, ClientAddresses, placeOf } from './client-address.ts';

test.each([
  ['203.0.113.80', '203.0.113.80'],
  [' 203.0.113.80 ', '203.0.113.80'],
  ['203.0.113.80:1000', '203.0.113.80'],
  ['::ffff:203.0.113.80', '203.0.113.80'],
  ['::FFFF:203.0.113.80', '203.0.113.80'],
  ['::ffff:cb00:7150', '203.0.113.80'],
  ['0:0:0:0:0:ffff:203.0.113.80', '203.0.113.80'],
  ['::ffff:203.0.113.80:1000', '203.0.113.80'],
  ['[::ffff:203.0.113.80]:1000', '203.0.113.80'],
  ['::203.0.113.80', '203.0.113.80'],
  ['::ffff:0:203.0.113.80', '203.0.113.80'],
  ['64:ff9b::203.0.113.80', '203.0.113.80'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['[::1]:80', '0:0:0:0:0:0:0:1'],
  ['[::1]', '0:0:0:0:0:0:0:1'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['2001:DB8::00A:1', '2001:db8:0:0:0:0:a:1'],
  ['2001:db8:0:0:0:0:a:1', '2001:db8:0:0:0:0:a:1'],
  ['2001:db8::1:80', '2001:db8:0:0:0:0:1:80'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
  ['[fe80::1%25eth0]:443', 'fe80:0:0:0:0:0:0:1'],
  ['unknown', undefined],
  ['_hidden', undefined],
  ['', undefined],
  ['203.0.113', undefined],
  ['203.0.113.256', undefined],
  ['203.000.113.080', undefined],
  ['203.0.113.80:port', undefined],
  ['203.0.113.80:1000:1', undefined],
  ['[203.0.113.80', undefined],
  ['2001:db8::1::2', undefined],
  ['shop.example', undefined],
])('%j is read as %j', (text, address) => {
  expect(addressOf(text)).toBe(address);
});

test.each([
  ['203.0.113.80', '203.0.113.80', undefined],
  ['203.0.113.80:1000', '203.0.113.80', undefined],
  ['::ffff:203.0.113.80', '203.0.113.80', undefined],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['[2001:DB8:1:2:ffff:ffff:ffff:ffff]:9', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64', '2001:db8:1::/48'],
  // 6to4: whoever has 203.0.113.80 has all of 2002:cb00:7150::/48.
  ['2002:cb00:7150:1::1', '203.0.113.80', undefined],
  ['2002:cb00:7150:2::1', '203.0.113.80', undefined],
  ['unknown', '0.0.0.0', undefined],
  [undefined, '0.0.0.0', undefined],
])('%j counts as %s within %s', (text, network, widerNetwork) => {
  expect(placeOf(text)).toMatchObject({ network, widerNetwork });
});

const proxies = ['127.0.0.1', '10.0.0.0/8', '2001:db8:f::/48', '::ffff:172.16.0.0/108'];
const proxy = '127.0.0.1';

test.each([
  ['no proxy between', '198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['no header', proxy, undefined, proxy],
  ['what the proxy says', proxy, '203.0.113.1', '203.0.113.1'],
  ['a made-up left part', proxy, '192.0.2.1, 203.0.113.1', '203.0.113.1'],
  ['a proxy of ours on the left', proxy, '10.0.0.1, 203.0.113.1', '203.0.113.1'],
  ['a chain of ours', proxy, '203.0.113.1, 10.1.2.3', '203.0.113.1'],
  ['a chain that writes ports', proxy, '203.0.113.1:900, 10.1.2.3:80', '203.0.113.1'],
  ['a chain over IPv6', proxy, '203.0.113.1, [2001:db8:f::9]:80', '203.0.113.1'],
  ['a mapped network of ours', '::ffff:172.31.0.1', '203.0.113.1', '203.0.113.1'],
  ['beyond that network', '::ffff:172.32.0.1', '203.0.113.1', '172.32.0.1'],
  ['a mapped proxy', '::ffff:127.0.0.1', '::ffff:203.0.113.1', '203.0.113.1'],
  ['a list in two headers', proxy, ['192.0.2.1', '203.0.113.1'], '203.0.113.1'],
  ['a word', proxy, 'unknown', proxy],
  ['a word behind a proxy of ours', proxy, '203.0.113.1, unknown, 10.1.2.3', '10.1.2.3'],
  ['an empty entry', proxy, '203.0.113.1, ', proxy],
  ['nothing', proxy, '', proxy],
  ['proxies of ours alone', proxy, '10.0.0.1, 10.0.0.2', '10.0.0.1'],
  ['a connection that is gone', undefined, '203.0.113.1', '0.0.0.0'],
])('behind trusted proxies: %s', (_, remoteAddress, forwardedFor, address) => {
  const asked = {
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor as string },
    socket: { remoteAddress },
  };
  expect(new ClientAddresses(proxies).clientAddress(asked).address).toBe(address);
});

test('nobody is believed unless told', () => {
  const asked = { headers: { 'x-forwarded-for': '203.0.113.1' }, socket: { remoteAddress: proxy } };
  expect(new ClientAddresses().clientAddress(asked).address).toBe(proxy);
});
