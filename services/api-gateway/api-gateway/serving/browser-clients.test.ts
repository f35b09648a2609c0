import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestGateway, shelfRoutes, type TestGateway } from '../gateway-for-tests.ts';
import { ok } from '#kernel/result.ts';
import { useCaseRoute } from '../declaring/route.ts';
import { useCase } from '../desk/use-case.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
const shelf = `/v1/shelves/${shelfId}`;
const shop = 'https://shop.example';
const long = 'Kaffee '.repeat(2_000);

const wordy = useCaseRoute({
  tag: 'Shelves',
  summary: 'Test',
  method: 'GET',
  path: '/v1/wordy',
  cache: 'public, max-age=5',
  performs: useCase({
    name: 'wordy',
    kind: 'query',
    audience: 'store',
    access: 'public',
    calls: [],
    input: z.strictObject({}),
    output: z.strictObject({ long: z.string() }),
    perform: async () => ok({ long }),
  }),
});

let gateway: TestGateway;
let closed: TestGateway;

beforeAll(async () => {
  const routes = [...shelfRoutes, wordy];
  gateway = await openTestGateway({ rateLimits: 'off', allowedOrigins: [shop] }, routes);
  closed = await openTestGateway({ rateLimits: 'off' }, routes);
});
afterAll(() => Promise.all([gateway.drain(), closed.drain()]));

async function ask(
  of: TestGateway,
  method: 'GET' | 'POST' | 'OPTIONS' | 'DELETE',
  path: string,
  headers: Record<string, string> = {},
) {
  const { statusCode, headers: answered, body } = await request(of.url + path, { method, headers });
  return { status: statusCode, headers: answered, bytes: Buffer.from(await body.arrayBuffer()) };
}

const preflight = (origin: string) => ({
  Origin: origin,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,idempotency-key,channel,order-token,if-match',
});

describe('pages of other origins', () => {
  test('one that is allowed may send what a purchase needs', async () => {
    const { status, headers } = await ask(gateway, 'OPTIONS', shelf, preflight(shop));
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(shop);
    expect(headers['access-control-allow-methods']).toBe('GET, POST, PUT, PATCH, DELETE');
    const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(', ');
    for (const name of ['authorization', 'channel', 'idempotency-key', 'if-match', 'order-token'])
      expect(allowed).toContain(name);
    expect(headers['access-control-max-age']).toBe('600');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers['vary']).toMatch(/\bOrigin\b/i);
  });

  test.each([
    ['a success', shelf, 200],
    ['a refusal', `/v1/refuse/${shelfId}/conflict_one`, 409],
    ['what is not there', '/v1/nowhere', 404],
    ['what needs an identity', `/v1/own/${shelfId}`, 401],
  ])('it may read %s, and the headers beside it', async (_what, path, status) => {
    const reply = await ask(gateway, 'GET', path, { Origin: shop });
    expect(reply.status).toBe(status);
    expect(reply.headers['access-control-allow-origin']).toBe(shop);
    const exposed = String(reply.headers['access-control-expose-headers']).split(', ');
    for (const name of ['ETag', 'RateLimit', 'Retry-After', 'X-Request-Id'])
      expect(exposed).toContain(name);
  });

  test.each(['https://shop.example.evil', 'https://other.example', 'http://shop.example', 'null'])(
    '%s may read nothing',
    async (origin) => {
      const asked = await ask(gateway, 'OPTIONS', shelf, preflight(origin));
      expect(asked.headers['access-control-allow-origin']).not.toBe(origin);
      const { headers } = await ask(gateway, 'GET', shelf, { Origin: origin });
      expect(headers['access-control-allow-origin']).not.toBe(origin);
    },
  );

  test('nobody may unless somebody is named', async () => {
    const asked = await ask(closed, 'OPTIONS', shelf, preflight(shop));
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    const { headers } = await ask(closed, 'GET', shelf, { Origin: shop });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('methods', () => {
  test('one that a path does not take is answered with those it takes', async () => {
    const { status, headers, bytes } = await ask(gateway, 'DELETE', shelf);
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, HEAD, OPTIONS, POST');
    expect(JSON.parse(String(bytes))).toMatchObject({ code: 'method_not_allowed', status: 405 });
  });

  test('OPTIONS says the same', async () => {
    const { status, headers } = await ask(closed, 'OPTIONS', `/v1/pay/${shelfId}`);
    expect([status, headers['allow']]).toEqual([204, 'OPTIONS, POST']);
  });

  test('a path that is none stays not found, whatever the method', async () => {
    for (const method of ['DELETE', 'POST', 'OPTIONS'] as const)
      expect((await ask(closed, method, '/v1/nowhere')).status).toBe(404);
  });
});

describe('compression', () => {
  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
  ] as const)('to who takes %s in %s', async (accepted, encoding, open) => {
    const { headers, bytes } = await ask(gateway, 'GET', '/v1/wordy', {
      'Accept-Encoding': accepted,
    });
    expect(headers['content-encoding']).toBe(encoding);
    expect(bytes.length).toBeLessThan(1_000);
    expect(JSON.parse(String(open(bytes)))).toEqual({ long });
    expect(headers['cache-control']).toBe('public, max-age=5');
    const varies = String(headers['vary']).toLowerCase();
    for (const name of ['accept-encoding', 'accept-language', 'channel', 'authorization'])
      expect(varies).toContain(name);
  });

  test('not to who takes none, and not of little', async () => {
    const whole = await ask(gateway, 'GET', '/v1/wordy');
    expect(whole.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(String(whole.bytes))).toEqual({ long });
    const little = await ask(gateway, 'GET', '/v1/slow', { 'Accept-Encoding': 'gzip' });
    expect(little.headers['content-encoding']).toBeUndefined();
    expect(String(little.bytes)).toBe('done');
  });
});
