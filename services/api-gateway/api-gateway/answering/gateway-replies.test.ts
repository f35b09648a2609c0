import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, sendRaw, type TestGateway } from '../gateway-for-tests.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
const path = `/v1/shelves/${shelfId}`;
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({
    rateLimits: 'off',
    demoPicture: (handle) => (handle === 'mug' ? '<svg/>' : undefined),
  });
});
afterAll(() => gateway.drain());

const get = (where: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${where}`, { headers });

/** The body, as loosely typed as JSON is. */
const read = async (reply: Response | Promise<Response>) => JSON.parse(await (await reply).text());

describe('what travels with a request', () => {
  test('a valid trace is continued by a span of our own', async () => {
    const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const reply = await get(path, { traceparent: given });
    const reported = reply.headers.get('traceparent')!;
    expect(reported).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
    expect(reported).not.toBe(given);
    expect((await read(reply)).seen.invocation.traceparent).toBe(reported);
  });

  test.each([
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    'nonsense',
  ])('the invalid trace %s is replaced', async (traceparent) => {
    const reported = (await get(path, { traceparent })).headers.get('traceparent')!;
    expect(reported).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(reported.slice(3, 35)).not.toBe(traceparent.slice(3, 35));
  });

  test.each([
    ['de-AT,de;q=0.9', 'de-AT'],
    ['FR', 'fr'],
    ['*', 'en'],
    ['chr-US', 'en'],
    ['de;q=0.2, fr;q=0.9', 'fr'],
    ['pl, de-CH;q=0.8, fr;q=0.5', 'de'],
    ['fr;q=0, pl', 'en'],
    ['pl;q=0.1, *;q=0.5, fr;q=0.2', 'en'],
    ['de_AT, fr', 'fr'],
    ['pt, fr;q=2, de;q=0.001', 'de'],
    ['', 'en'],
  ])('Accept-Language %s is the locale %s', async (given, locale) => {
    const reply = await read(get(path, { 'Accept-Language': given }));
    expect(reply.seen.invocation).toMatchObject({ locale, channel: 'default' });
  });

  test.each([
    [undefined, 'de'],
    ['pl', 'de'],
    ['en, fr;q=0.9', 'de'],
    ['en, pt-BR;q=0.9', 'pt-PT'],
  ])(
    'in a channel of other languages Accept-Language %s is the locale %s',
    async (given, locale) => {
      const headers = {
        Channel: 'eu',
        ...(given === undefined ? {} : { 'Accept-Language': given }),
      };
      const reply = await read(get(path, headers));
      expect(reply.seen.invocation).toMatchObject({ locale, channel: 'eu' });
    },
  );

  test('a harmless request id comes back, another is replaced', async () => {
    expect((await get(path, { 'X-Request-Id': 'a-1' })).headers.get('x-request-id')).toBe('a-1');
    const other = await get(path, { 'X-Request-Id': '<script>' });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/);
  });

  test('the deadline lies ahead and the key goes on', async () => {
    const reply = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await gateway.token()}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'once',
        'If-Match': '"3"',
      },
      body: '{"note":" x "}',
    });
    expect(reply.status).toBe(201);
    const { input, invocation } = (await read(reply)).seen;
    expect(input).toEqual({ shelfId, note: ' x ', expectedVersion: 3 });
    expect(invocation.idempotencyKey).toBe('once');
    expect(invocation.deadlineMs - Date.now()).toBeGreaterThan(5_000);
  });

  test('the arrow of the person at the gateway is seen', () => {
    const arrows = gateway.recorder.edges().map(({ kind, from, to }) => `${kind} ${from}>${to}`);
    expect(arrows).toContain('arrow user>api-gateway');
    expect(arrows).toContain('arrow api-gateway>cart');
  });
});

describe('what a reply says', () => {
  test('a public reply may be kept, a personal one not', async () => {
    const open = await get(path);
    expect(open.headers.get('cache-control')).toBe('public, max-age=5');
    expect(open.headers.get('vary')).toContain('Channel');
    const own = await get(`/v1/own/${shelfId}`, { 'Order-Token': 'x' });
    expect(own.headers.get('cache-control')).toBe('no-store');
    expect(own.headers.get('x-content-type-options')).toBe('nosniff');
    expect(own.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a version is the ETag, and the same one is not sent again', async () => {
    expect((await get(path)).headers.get('etag')).toBe('"3"');
    const again = await get(path, { 'If-None-Match': '"3"' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('pictures of the demo store are drawn and kept', async () => {
    const drawn = await get('/media/demo/mug.svg');
    expect(await drawn.text()).toBe('<svg/>');
    expect(drawn.headers.get('cache-control')).toContain('public');
    expect((await get('/media/demo/none.svg')).status).toBe(404);
    expect((await get('/media/demo/..%2Fmug.svg')).status).toBe(404);
  });

  test('the process says that it lives, and that services which nobody serves do not answer', async () => {
    expect(await read(get('/livez'))).toEqual({ status: 'live' });
    const ready = await get('/readyz');
    expect(ready.status).toBe(503);
    expect((await read(ready)).services.order).toBe('no_answer');
  });
});

describe('the reference', () => {
  test('is served without the network', async () => {
    const page = await get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
    const html = await page.text();
    const scripts = [...html.matchAll(/src="([^"]+)"/g)].map(([, src]) => src!);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((src) => /^(https?:)?\/\//.test(src))).toEqual([]);
    const program = await fetch(new URL(scripts[0]!, `${gateway.url}/docs/`));
    expect(program.headers.get('content-type')).toContain('javascript');
    expect((await program.text()).length).toBeGreaterThan(1_000_000);
  });

  test('is compressed once, kept for ever by its name and asked about by its tag', async () => {
    const html = await (await get('/docs/')).text();
    const src = /src="([^"]*scalar\.js[^"]*)"/.exec(html)![1]!;
    const path = new URL(src, `${gateway.url}/docs/`).pathname;
    const { search } = new URL(src, gateway.url);
    for (const encoding of ['br', 'gzip']) {
      const program = await get(path + search, { 'Accept-Encoding': encoding });
      expect(program.headers.get('content-encoding')).toBe(encoding);
      expect(Number(program.headers.get('content-length'))).toBeLessThan(2_000_000);
      expect(program.headers.get('cache-control')).toContain('immutable');
      expect(program.headers.get('x-content-type-options')).toBe('nosniff');
      const tag = program.headers.get('etag')!;
      const again = await get(path + search, { 'If-None-Match': tag });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    const plain = await get(path, { 'Accept-Encoding': 'br;q=0, identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('cache-control')).not.toContain('immutable');
    expect((await get('/openapi.json')).headers.get('etag')).toMatch(/^"\w+"$/);
  });

  test('what is not there is a problem, and all of it can be switched off', async () => {
    const missing = await get('/docs/nothing.js');
    expect([missing.status, (await read(missing)).code]).toEqual([404, 'route_not_found']);
    const closed = await openTestGateway({ apiReference: 'off' });
    for (const path of ['/docs', '/docs/', '/docs/js/scalar.js', '/']) {
      expect((await fetch(`${closed.url}${path}`)).status).toBe(404);
    }
    expect((await fetch(`${closed.url}/openapi.json`)).status).toBe(200);
    await closed.drain();
  });

  test('its requests are counted like other reads', async () => {
    const counting = await openTestGateway({ trustedProxies: ['127.0.0.1'] });
    const headers = { 'X-Forwarded-For': '203.0.113.7' };
    const reply = await fetch(`${counting.url}/openapi.json`, { headers });
    expect(reply.headers.get('ratelimit')).toMatch(/^"read";r=5999/);
    await counting.drain();
  });

  test('describes each operation with its replies, and every reference leads somewhere', async () => {
    const document = await read(get('/openapi.json'));
    expect(document.openapi).toBe('3.1.0');
    const operation = document.paths['/v1/shelves/{shelfId}'].post;
    expect(operation.operationId).toBe('place');
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '409', '412', '413', '415', '422']),
    );
    const key = operation.parameters.find(
      ({ name }: { name?: string }) => name === 'Idempotency-Key',
    );
    expect(key.required).toBe(true);
    expect(document.components.schemas.Shelf.properties.version).toEqual({ type: 'integer' });
    for (const [, at] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = at!
        .split('/')
        .reduce((place: Record<string, never>, name) => place?.[name] as never, document);
      expect({ at, found: found !== undefined }).toEqual({ at, found: true });
    }
  });
});

describe('draining', () => {
  test('what is in flight is answered, the connection is closed and nothing new is taken', async () => {
    const stopping = await openTestGateway({ rateLimits: 'off' });
    const inFlight = sendRaw(stopping.url, 'GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const drained = stopping.drain();
    await expect(fetch(`${stopping.url}/livez`)).rejects.toThrow('fetch failed');
    expect(await inFlight).toMatch(/^HTTP\/1\.1 200 [\s\S]*done/);
    await drained;
  });

  test('an idle connection does not hold it up', async () => {
    const stopping = await openTestGateway({ rateLimits: 'off' });
    await (await fetch(`${stopping.url}/livez`)).text();
    const startedMs = Date.now();
    await stopping.drain();
    expect(Date.now() - startedMs).toBeLessThan(30_000);
  });
});

test('a port that is taken is told', async () => {
  const port = Number(new URL(gateway.url).port);
  await expect(openTestGateway({}, [], { port })).rejects.toThrow(/EADDRINUSE/);
});

describe('too much', () => {
  test('more requests at once than can be served are told to come back, health is still told', async () => {
    const busy = await openTestGateway({ rateLimits: 'off' }, undefined, {
      serving: { inFlight: 2 },
    });
    const slow = () => fetch(`${busy.url}/v1/slow`);
    const first = [slow(), slow()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const refused = await slow();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await read(refused)).code).toBe('overloaded');
    expect((await fetch(`${busy.url}/livez`)).status).toBe(200);
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await slow()).status).toBe(200);
    await busy.drain();
  });

  test('a client that went away frees its place', async () => {
    const busy = await openTestGateway({ rateLimits: 'off' }, undefined, {
      serving: { inFlight: 1 },
    });
    const gone = new AbortController();
    const left = fetch(`${busy.url}/v1/slow`, { signal: gone.signal });
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.abort();
    await expect(left).rejects.toThrow('aborted');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await fetch(`${busy.url}/v1/slow`)).status).toBe(200);
    await busy.drain();
  });

  test.each([
    ['by itself', {}, { patienceMs: 100 }],
    ['by the patience of its shop', { patience: 0.01 }, {}],
  ])('nobody waits longer than the deadline, set %s', async (_how, settings, more) => {
    const busy = await openTestGateway({ rateLimits: 'off', ...settings }, undefined, more);
    const reply = await fetch(`${busy.url}/v1/slow`);
    expect([reply.status, (await read(reply)).code]).toEqual([503, 'deadline_exceeded']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(busy.logged).toEqual([]);
    await busy.drain();
  });
});
