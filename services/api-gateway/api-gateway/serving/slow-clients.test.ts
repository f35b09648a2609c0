import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openTestGateway, sendRaw, type TestGateway } from '../gateway-for-tests.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
vi.setConfig({ testTimeout: 60_000 });
const patience = { timeout: 120_000 };
let gateway: TestGateway;
let sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await gateway.drain();
});

/** A connection that has sent this much and keeps silent; what it is told is gathered. */
async function open(text: string): Promise<{ socket: Socket; reported: () => string }> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  sockets.push(socket);
  let reported = '';
  socket.on('data', (chunk) => (reported += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return { socket, reported: () => reported };
}

function half(address?: string): string {
  const from = address === undefined ? '' : `X-Forwarded-For: ${address}\r\n`;
  return `POST /v1/raw HTTP/1.1\r\nHost: x\r\n${from}Content-Type: text/plain\r\nContent-Length: 20\r\n\r\n{`;
}

const whole = (address: string) => `${half(address)}${'x'.repeat(19)}`;

async function statuses(): Promise<number[]> {
  const asked = [
    fetch(`${gateway.url}/v1/shelves/${shelfId}`),
    fetch(`${gateway.url}/v1/raw`, { method: 'POST', body: 'a body' }),
    fetch(`${gateway.url}/v1/sign-in/${shelfId}`, { method: 'POST' }),
  ];
  return Promise.all(asked.map(async (each) => (await each).status));
}

test.each([
  [2_050, 'one address', {}, undefined],
  [150, 'one address behind a trusted proxy', { inFlight: 99 }, () => '203.0.113.9'],
  [
    150,
    'one IPv6 network',
    { inFlight: 99 },
    (index: number) => `2001:db8:1:2::${index.toString(16)}`,
  ],
  [
    150,
    'many addresses',
    { inFlight: 99, unreadBodies: 120 },
    (index: number) => `203.0.113.${index}`,
  ],
] as const)('%i half-sent requests of %s hold up nobody', async (count, _, serving, addressOf) => {
  gateway = await openTestGateway({ trustedProxies: ['127.0.0.1'] }, undefined, { serving });
  const requests = Array.from({ length: count }, (_each, index) => half(addressOf?.(index)));
  while (requests.length > 0) await Promise.all(requests.splice(0, 50).map(open));
  expect(await statuses()).toEqual([200, 200, 200]);
});

test('those of one network end none of another, and the slowest goes first', async () => {
  const serving = { unreadBodiesOfOne: 5 };
  gateway = await openTestGateway({ trustedProxies: ['127.0.0.1'] }, undefined, { serving });
  const patient = await open(half('198.51.100.1'));
  const slow: Awaited<ReturnType<typeof open>>[] = [];
  for (let index = 0; index < 8; index += 1) slow.push(await open(half('203.0.113.9')));
  await expect
    .poll(() => slow.map(({ reported }) => reported().slice(9, 12)), patience)
    .toEqual('408 408 408     '.split(' '));
  expect(slow[0]!.reported()).toContain('"code":"request_timeout"');
  patient.socket.write('x'.repeat(19));
  slow[7]!.socket.write('x'.repeat(19));
  for (const { reported } of [patient, slow[7]!]) {
    await expect.poll(reported, patience).toContain('HTTP/1.1 200');
  }
});

test.each([
  ['an idle body', half(), 0],
  ['a dripping body', half(), 250],
  ['idle headers', 'GET /v1/slow HTTP/1.1\r\nHost:', 0],
  ['nothing', '', 0],
])('%s is ended in time', async (_, text, dripMs) => {
  const serving = { requestMs: 1_500, headersMs: 1_000 };
  gateway = await openTestGateway({}, undefined, { serving });
  const { socket, reported } = await open(text);
  const startedMs = performance.now();
  const dripping = dripMs > 0 ? setInterval(() => socket.write('x'), dripMs) : undefined;
  await once(socket, 'close');
  clearInterval(dripping);
  // Node looks every 30 seconds unless told.
  expect(performance.now() - startedMs).toBeLessThan(25_000);
  expect(reported()).toMatch(/^HTTP\/1\.1 408 [\s\S]*nosniff[\s\S]*"code":"request_timeout"/);
});

test('connections that rest make room for those that come, the longest resting first', async () => {
  gateway = await openTestGateway({ rateLimits: 'off' }, undefined, {
    serving: { connections: 20 },
  });
  const get = `GET /v1/shelves/${shelfId} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const resting: Socket[] = [];
  for (let index = 0; index < 40; index += 1) {
    const one = await open(index % 2 === 0 ? get : '');
    if (index % 2 === 0) await expect.poll(one.reported, patience).toContain('HTTP/1.1 200');
    resting.push(one.socket);
  }
  expect(await statuses()).toEqual([200, 200, 200]);
  await expect.poll(() => resting.slice(0, 22).every(({ closed }) => closed), patience).toBe(true);
  const { reported } = await open(get);
  await expect.poll(reported, patience).toContain('HTTP/1.1 200');
});

test('a connection that is used again rests anew', async () => {
  gateway = await openTestGateway({ rateLimits: 'off', trustedProxies: ['127.0.0.1'] }, undefined, {
    serving: { connections: 10 },
  });
  const busy = await open(whole('203.0.113.9'));
  await expect.poll(() => busy.reported().split('HTTP/1.1 200').length, patience).toBe(2);
  for (let turn = 0; turn < 20; turn += 1) {
    await open(whole('203.0.113.10'));
    busy.socket.write(whole('203.0.113.9'));
    await expect.poll(() => busy.reported().split('HTTP/1.1 200').length, patience).toBe(turn + 3);
  }
});

test.each([
  [
    'long headers',
    `GET /v1/slow?tag=${'x'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  ['no HTTP', 'HELO shop.example\r\n\r\n', 400, 'request_malformed'],
  [
    'two lengths',
    'POST /v1/raw HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    400,
    'request_malformed',
  ],
  [
    'an address that cannot be decoded',
    'GET /v1/products/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    400,
    'url_malformed',
  ],
  [
    'an expectation that nobody knows',
    'GET /v1/nowhere HTTP/1.1\r\nHost: x\r\nExpect: 999-luck\r\nConnection: close\r\n\r\n',
    404,
    'route_not_found',
  ],
  ['no Host', 'GET /v1/slow HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'host_missing'],
  [
    'two Hosts',
    `GET /v1/shelves/${shelfId} HTTP/1.1\r\nHost: x\r\nhOST: y\r\nConnection: close\r\n\r\n`,
    400,
    'host_repeated',
  ],
  [
    'one Host twice',
    `GET /v1/shelves/${shelfId} HTTP/1.1\r\nHost: x\r\nHost: x\r\nConnection: close\r\n\r\n`,
    400,
    'host_repeated',
  ],
])('%s is told as a problem', async (_, text, status, code) => {
  gateway = await openTestGateway({ rateLimits: 'off' });
  const [head = '', body = ''] = (await sendRaw(gateway.url, text)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(head.toLowerCase()).toContain('x-content-type-options: nosniff');
  const problem = JSON.parse(body) as { traceId: string };
  expect(problem).toMatchObject({ status, code });
  expect(head).toContain(problem.traceId);
});

test('HTTP/1.0 needs no Host', async () => {
  gateway = await openTestGateway({ rateLimits: 'off' });
  const reply = await sendRaw(gateway.url, `GET /v1/shelves/${shelfId} HTTP/1.0\r\n\r\n`);
  expect(reply).toMatch(/^HTTP\/1\.1 200 /);
});
