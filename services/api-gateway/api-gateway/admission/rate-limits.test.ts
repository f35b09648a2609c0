import { afterEach, expect, test } from 'vitest';
import { placeOf } from '#kernel/client-address.ts';
import * as clock from '#kernel/clock.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { budgets, RateLimits } from './rate-limits.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
let gateway: TestGateway | undefined;
afterEach(async () => {
  clock.setOffsetMs(0);
  await gateway?.drain();
  gateway = undefined;
});

test('a budget is spent, refills evenly and is whole again after its window', () => {
  const limits = new RateLimits();
  const { quota, windowSeconds } = budgets.sign_in;
  for (let count = 1; count <= quota; count += 1) {
    expect(limits.take('sign_in', 'a')).toMatchObject({ allowed: true, remaining: quota - count });
  }
  const refused = limits.take('sign_in', 'a');
  expect(refused).toMatchObject({ allowed: false, remaining: 0 });
  expect(refused.resetSeconds).toBe(windowSeconds / quota);
  expect(limits.take('sign_in', 'b').allowed).toBe(true);
  clock.setOffsetMs((windowSeconds / quota) * 1_000 + 50);
  expect(limits.take('sign_in', 'a').allowed).toBe(true);
  expect(limits.take('sign_in', 'a').allowed).toBe(false);
  clock.setOffsetMs(windowSeconds * 2_000);
  expect(limits.look('sign_in', 'a').remaining).toBe(quota);
});

test('sign-in is limited by address, from this machine too', async () => {
  gateway = await openTestGateway();
  const signIn = () => fetch(`${gateway!.url}/v1/sign-in/${shelfId}`, { method: 'POST' });
  const first = await signIn();
  expect(first.headers.get('ratelimit-policy')).toBe('"sign_in";q=20;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"sign_in";r=19;t=\d+$/);
  for (let count = 1; count < 20; count += 1) expect((await signIn()).status).toBe(200);
  const refused = await signIn();
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

test('declined payments are limited, by identity and by address', async () => {
  gateway = await openTestGateway();
  const pay = (token: string) =>
    fetch(`${gateway!.url}/v1/pay/${shelfId}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
    }).then(({ status }) => status);
  for (let buyer = 0; buyer < 3; buyer += 1) {
    const token = await gateway.token({ kind: 'guest', sub: `guest-${buyer}` });
    for (let count = 0; count < 10; count += 1) expect(await pay(token)).toBe(402);
    expect(await pay(token)).toBe(429);
  }
  expect(await pay(await gateway.token({ kind: 'guest', sub: 'guest-9' }))).toBe(429);
});

test('an address behind a trusted proxy is its own, and one that only claims to be is not', async () => {
  gateway = await openTestGateway({ trustedProxies: ['127.0.0.1'] });
  const signIn = (address: string) =>
    fetch(`${gateway!.url}/v1/sign-in/${shelfId}`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': address },
    }).then(({ status }) => status);
  for (let count = 0; count < 20; count += 1) await signIn('203.0.113.1');
  expect(await signIn('203.0.113.1')).toBe(429);
  expect(await signIn('203.0.113.2')).toBe(200);
  await gateway.drain();
  gateway = await openTestGateway();
  for (let count = 0; count < 20; count += 1) await signIn(`203.0.113.${count}`);
  expect(await signIn('203.0.113.99')).toBe(429);
});

const oneByOne = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index));

test.each([
  ['one IPv4 address', oneByOne(30, () => '203.0.113.70')],
  ['a made-up left part', oneByOne(30, (index) => `192.0.2.${index}, 203.0.113.71`)],
  ['addresses of one /64', oneByOne(30, (index) => `2001:db8:1:2::${index + 1}`)],
  ['one address in many spellings', oneByOne(30, (index) => `[2001:DB8:1:3::0${index}]:${index}`)],
  ['a port behind the address', oneByOne(30, (index) => `203.0.113.79:${1000 + index}`)],
  [
    'IPv4 and mapped by turns',
    oneByOne(30, (index) => `${index % 2 ? '::ffff:' : ''}203.0.113.80`),
  ],
  ['zones', oneByOne(30, (index) => `fe80::1%eth${index}`)],
  ['no addresses', oneByOne(30, (index) => `unknown${index}`)],
  ['networks of one 6to4 address', oneByOne(30, (index) => `2002:cb00:7151:${index}::1`)],
])('of thirty tries from %s twenty pass', async (_, addresses) => {
  gateway = await openTestGateway({ trustedProxies: ['127.0.0.1'] });
  let passed = 0;
  for (const address of addresses) {
    const { status } = await fetch(`${gateway.url}/v1/sign-in/${shelfId}`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': address },
    });
    if (status === 200) passed += 1;
  }
  expect(passed).toBe(20);
});

test('the networks of one /48 share a wider budget, which others do not touch', () => {
  const limits = new RateLimits();
  const signIn = (address: string) => limits.takeAt('sign_in', placeOf(address)).allowed;
  const tries = oneByOne(400, (index) => `2001:db8:1:${(index % 40).toString(16)}::1`);
  expect(tries.filter(signIn)).toHaveLength(budgets.sign_in.quota * 8);
  expect(signIn('2001:db8:2::1')).toBe(true);
});

test('declines are counted for a /64 whoever in it pays', async () => {
  gateway = await openTestGateway({ trustedProxies: ['127.0.0.1'] });
  const statuses = [];
  for (let index = 0; index < 36; index += 1) {
    const token = await gateway.token({ kind: 'guest', sub: `guest-${index}` });
    const { status } = await fetch(`${gateway.url}/v1/pay/${shelfId}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'X-Forwarded-For': `2001:db8:1:2::${(index + 1).toString(16)}`,
      },
    });
    statuses.push(status);
  }
  expect(statuses.filter((status) => status === 402)).toHaveLength(budgets.decline_address.quota);
});
