import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateKeyPair } from 'jose';
import { openTestGateway, sendRaw, type TestGateway } from '../gateway-for-tests.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  gateway = await openTestGateway({ rateLimits: 'off' });
  token = await gateway.token();
});
afterAll(() => gateway.drain());

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

async function ask({ method = 'GET', path, headers = {}, body }: Asked) {
  const init = { method, headers, ...(body === undefined ? {} : { body: body as string }) };
  const reply = await fetch(`${gateway.url}${path}`, init);
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text ? JSON.parse(text) : null };
}

const place = (body: unknown, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  path: `/v1/shelves/${shelfId}`,
  headers: {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'k-1',
    ...headers,
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('refusals in order of precedence', () => {
  /** Each request also has every fault of the rows below it, so the first fault decides. */
  const faults: [string, number, (asked: Asked) => Asked][] = [
    ['route_not_found', 404, (asked) => ({ ...asked, path: '/v1/nowhere' })],
    ['authorization_malformed', 401, withHeader('Authorization', 'Basic abc')],
    ['channel_invalid', 400, withHeader('Channel', 'No Such Channel!')],
    ['if_match_invalid', 400, withHeader('If-Match', '3')],
    ['media_type_unsupported', 415, withHeader('Content-Type', 'text/plain')],
    ['body_malformed', 400, (asked) => ({ ...asked, body: '{"note":' })],
    ['card_number_refused', 422, (asked) => ({ ...asked, body: '{"note":"4242424242424242"}' })],
    ['idempotency_key_required', 400, withHeader('Idempotency-Key', 'has a space')],
    ['request_invalid', 400, (asked) => ({ ...asked, body: '{"note":7,"more":1}' })],
    ['version_conflict', 412, withHeader('If-Match', '"2"')],
  ];

  function withHeader(name: string, value: string) {
    return (asked: Asked): Asked => ({ ...asked, headers: { ...asked.headers, [name]: value } });
  }

  test.each(faults.map(([code, status], index) => [code, status, index] as const))(
    '%s (%i)',
    async (code, status, index) => {
      const all = faults.slice(index).toReversed();
      const asked = all.reduce((sofar, [, , spoil]) => spoil(sofar), place({ note: 'x' }));
      const reply = await ask(asked);
      expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
      expect(reply.headers.get('content-type')).toContain('application/problem+json');
      expect(reply.body.traceId).toBe(reply.headers.get('traceparent')?.slice(3, 35));
    },
  );
});

describe('bodies', () => {
  test.each([
    ['a key __proto__', '{"note":"x","deep":{"__proto__":{"a":1}}}', 'key_forbidden'],
    ['a key constructor', '{"note":"x","deep":{"a":{"constructor":1}}}', 'key_forbidden'],
    ['more than ten levels', JSON.stringify({ note: 'x', deep: nested(10) }), 'too_deep'],
    [
      'more than 500 items',
      JSON.stringify({ note: 'x', items: Array(501).fill(1) }),
      'too_many_items',
    ],
    ['an unknown field', '{"note":"x","price":0}', 'unknown_field'],
    ['NUL in a text', '{"note":"\\u0000"}', 'text_malformed'],
    ['half a surrogate pair', '{"note":"\\ud800"}', 'text_malformed'],
    ['a number for a text', '{"note":1}', 'invalid_type'],
    ['an array', '[]', 'invalid_type'],
  ])('%s is refused', async (_what, body, code) => {
    const reply = await ask(place(body));
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'request_invalid', errors: [{ code }] });
  });

  test.each([
    ['note', 'two\nlines\tand more', 201],
    ['note', 'two\r\nlines', 400],
    ['note', '\u001b]0;pwned\u0007', 400],
    ['note', '\u202eexe', 400],
    ['sku', 'one line', 201],
    ['sku', 'two\nlines', 400],
    ['sku', 'a\r\nBcc: x@y', 400],
    ['sku', 'a\tb', 400],
    ['sku', 'a\u0085b', 400],
    ['sku', 'a\u2028b', 400],
    ['sku', 'a\u2066b', 400],
  ])('control characters in %s: %j is %i', async (field, text, status) => {
    const reply = await ask(place({ note: 'x', [field]: text }));
    expect(reply.status).toBe(status);
    if (status === 400) {
      expect(reply.body.errors).toMatchObject([{ field, code: 'control_character' }]);
    }
  });

  test('control characters of a query are refused', async () => {
    const reply = await ask({ path: `/v1/shelves/${shelfId}?limit=1%0d%0aX` });
    expect(reply.body.errors).toMatchObject([{ field: 'query.limit', code: 'control_character' }]);
  });

  test('ten levels and 100 items are accepted', async () => {
    const body = { note: 'x', deep: nested(8), items: Array(100).fill(1) };
    expect((await ask(place(body))).status).toBe(201);
  });

  test('256 kB are accepted and a byte more is refused', async () => {
    const fill = (bytes: number) => `{"note":"x"}${' '.repeat(bytes - 12)}`;
    expect((await ask(place(fill(262_144)))).status).toBe(201);
    const reply = await ask(place(fill(262_145)));
    expect([reply.status, reply.body.code]).toEqual([413, 'body_too_large']);
  });

  test('where others send more, so many bytes are accepted and one more is refused', async () => {
    const send = async (bytes: number) => {
      const body = Buffer.alloc(bytes, ' ');
      const reply = await fetch(`${gateway.url}/v1/raw`, { method: 'POST', body });
      return { status: reply.status, text: await reply.text() };
    };
    expect((await send(1_000_000)).status).toBeLessThan(300);
    const refused = await send(1_000_001);
    expect(refused.status).toBe(413);
    expect(refused.text).toContain('A body may have 1000000 bytes at most.');
  });

  test('a body without a length is counted while it is read', async () => {
    const chunk = `${(70_000).toString(16)}\r\n${' '.repeat(70_000)}\r\n`;
    const reply = await sendRaw(
      gateway.url,
      `POST /v1/shelves/${shelfId} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}0\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each([
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset="utf-8"',
  ])('Content-Type %s is JSON', async (type) => {
    expect((await ask(place({ note: 'x' }, { 'Content-Type': type }))).status).toBe(201);
  });

  test.each([
    'application/json\tx',
    'application/json ; x=y',
    'application/json, text/plain',
    'application/jsonx',
    'application/merge-patch+json',
    'application/json;charset=utf-16',
    'text/json',
    'multipart/form-data; boundary=x',
  ])('Content-Type %s is not', async (type) => {
    const reply = await ask(place({ note: 'x' }, { 'Content-Type': type }));
    expect([reply.status, reply.body.code]).toEqual([415, 'media_type_unsupported']);
  });

  test('a compressed body is refused', async () => {
    const reply = await ask(place({ note: 'x' }, { 'Content-Encoding': 'gzip' }));
    expect(reply.status).toBe(415);
  });

  test('bytes that are not UTF-8 are refused', async () => {
    const reply = await ask({ ...place(''), body: Buffer.from('{"note":"\xff"}', 'latin1') });
    expect([reply.status, reply.body.code]).toEqual([400, 'body_malformed']);
  });

  test('a raw route gets the bytes as they came', async () => {
    const body = Buffer.from('{"a" :  1}\xff', 'latin1');
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer nonsense' };
    const reply = await ask({ method: 'POST', path: '/v1/raw', headers, body });
    expect(reply.body).toEqual({ base64: body.toString('base64') });
  });
});

describe('parameters', () => {
  test.each([
    ['twice the same', '?limit=1&limit=2', 'query.limit', 'repeated'],
    ['an unknown one', '?sort=price', 'query.sort', 'unknown_field'],
    ['a bad one', '?limit=many', 'query.limit', 'invalid_type'],
  ])('%s in the query is refused', async (_what, query, field, code) => {
    const reply = await ask({ path: `/v1/shelves/${shelfId}${query}` });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([{ field, code, message: expect.any(String) }]);
  });

  test('a bad one in the path is refused', async () => {
    const reply = await ask({ path: '/v1/shelves/1%27%20or%201=1' });
    expect(reply.body.errors[0].field).toBe('path.shelfId');
  });

  test('an address that cannot be decoded is refused', async () => {
    const reply = await ask({ path: '/v1/shelves/%E0%A4%A' });
    expect([reply.status, reply.body.code]).toEqual([400, 'url_malformed']);
  });
});

describe('identity', () => {
  const own = (headers: Record<string, string>): Asked => ({ path: `/v1/own/${shelfId}`, headers });
  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });

  test.each([
    ['no identity', async () => ({}), 'unauthenticated'],
    [
      'an expired token',
      async () => bearer(await gateway.token({}, { expiresInSeconds: -1 })),
      'token_invalid',
    ],
    [
      'another issuer',
      async () => bearer(await gateway.token({}, { issuer: 'other' })),
      'token_invalid',
    ],
    [
      'another audience',
      async () => bearer(await gateway.token({}, { audience: 'x' })),
      'token_invalid',
    ],
    [
      'another type of token',
      async () => bearer(await gateway.token({}, { typ: 'JWT' })),
      'token_invalid',
    ],
    [
      'a foreign key',
      async () =>
        bearer(await gateway.token({}, { key: (await generateKeyPair('EdDSA')).privateKey })),
      'token_invalid',
    ],
    ['a changed payload', async () => bearer(tampered(await gateway.token())), 'token_invalid'],
    ['no signature', async () => bearer(unsigned()), 'token_invalid'],
    [
      'a kind that nobody has',
      async () => bearer(await gateway.token({ kind: 'system' })),
      'token_invalid',
    ],
    ['an unknown API key', async () => bearer('kontor_bad'), 'token_invalid'],
  ])('%s is refused', async (_what, headers, code) => {
    const reply = await ask(own(await headers()));
    expect([reply.status, reply.body.code]).toEqual([401, code]);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });

  function tampered(jwt: string): string {
    const [head, payload, signature] = jwt.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, kind: 'staff' })).toString('base64url');
    return `${head}.${changed}.${signature}`;
  }

  function unsigned(): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      sub: 'x',
      kind: 'staff',
      iss: 'kontor',
      aud: 'kontor-api',
      exp: 9_999_999_999,
    };
    return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
  }

  test('headers of a client that claim an identity are not believed', async () => {
    const reply = await ask(
      own({ 'X-User-Id': '1', 'X-Actor': 'staff', 'X-Forwarded-User': 'admin', Actor: '{}' }),
    );
    expect(reply.body.code).toBe('unauthenticated');
  });

  test('an order token is enough where it proves something, and travels on as it is', async () => {
    const reply = await ask(own({ 'Order-Token': 'secret-of-the-order' }));
    expect(reply.status).toBe(200);
    expect(reply.body.seen.invocation.actor.kind).toBe('anonymous');
  });

  test('a token carries its actor; a customer has no permissions, whatever the token says', async () => {
    const jwt = await gateway.token({ kind: 'customer', permissions: ['catalog:read'] });
    const reply = await ask(own(bearer(jwt)));
    expect(reply.body.seen.invocation.actor).toEqual({
      kind: 'customer',
      id: '0190f4c2-0000-7000-8000-000000000001',
      channels: '*',
      permissions: [],
    });
    const admin = await ask({ path: `/v1/admin/shelves/${shelfId}`, headers: bearer(jwt) });
    expect([admin.status, admin.body.code]).toEqual([403, 'forbidden']);
  });

  test('staff routes ask for the permission of the operation', async () => {
    const path = `/v1/admin/shelves/${shelfId}`;
    const without = await gateway.token({ kind: 'staff', permissions: ['orders:read'] });
    const having = await gateway.token({ kind: 'staff', permissions: ['catalog:read'] });
    expect((await ask({ path })).status).toBe(401);
    expect((await ask({ path, headers: bearer(without) })).status).toBe(403);
    expect((await ask({ path, headers: bearer(having) })).status).toBe(200);
    expect((await ask({ path, headers: bearer('kontor_good') })).status).toBe(200);
  });

  test('an actor acts in its channels alone', async () => {
    const headers = { ...bearer(await gateway.token({ channels: ['default'] })), Channel: 'b2b' };
    const reply = await ask(own(headers));
    expect([reply.status, reply.body.code]).toEqual([403, 'channel_forbidden']);
  });

  test('who acts in other channels than the first alone names one, but for what is anybody’s', async () => {
    const headers = bearer(await gateway.token({ channels: ['b2b', 'outlet'] }));
    const anybodys = { path: `/v1/shelves/${shelfId}`, headers };
    expect((await ask(anybodys)).status).toBe(200);
    const elsewhere = { ...headers, Channel: 'default' };
    expect((await ask({ ...anybodys, headers: elsewhere })).status).toBe(403);
    expect((await ask(own(headers))).status).toBe(403);
    expect((await ask(own({ ...headers, Channel: 'outlet' }))).status).toBe(200);
  });

  test('a token is verified once, and a new key is found without being asked for by name twice', async () => {
    const fetched = gateway.keyFetches();
    for (let count = 0; count < 5; count += 1) await ask(own(bearer(token)));
    for (let count = 0; count < 5; count += 1) {
      await ask(own(bearer(await gateway.token({ n: count }, { kid: `made-up-${count}` }))));
    }
    expect(gateway.keyFetches() - fetched).toBeLessThanOrEqual(1);
  });
});

describe('declared failures and surprises', () => {
  test.each([
    ['invalid_one', 422],
    ['unauthenticated_one', 401],
    ['payment_declined', 402],
    ['forbidden_one', 403],
    ['not_found_one', 404],
    ['conflict_one', 409],
    ['gone_one', 410],
    ['too_many_one', 429],
    ['unavailable_one', 503],
  ])('%s is told as %i', async (code, status) => {
    const reply = await ask({ path: `/v1/refuse/${shelfId}/${code}` });
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ code, status, type: `urn:kontor:problem:${code}` });
    expect(reply.headers.get('retry-after') !== null).toBe(status === 429 || status === 503);
  });

  test('the detail of a failure is told for programs', async () => {
    const reply = await ask({ path: `/v1/refuse/${shelfId}/invalid_one` });
    expect(reply.body.details).toEqual({ limit: 4 });
  });

  test.each([
    ['throw', 500, 'internal_error'],
    ['undeclared', 500, 'internal_error'],
    ['database', 503, 'temporarily_unavailable'],
  ])('a surprise (%s) is told without its inside and logged once', async (how, status, code) => {
    const before = gateway.logged.length;
    const reply = await ask({ path: `/v1/refuse/${shelfId}/${how}` });
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(JSON.stringify(reply.body)).not.toMatch(/s3cr3t|ECONN|\.ts/);
    expect(gateway.logged).toHaveLength(before + 1);
    expect(gateway.logged.at(-1)).toContain(reply.body.traceId);
  });
});
