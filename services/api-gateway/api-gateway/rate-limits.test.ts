import { afterEach, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { openTestGateway, type TestGateway } from './gateway-for-tests.ts';
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
