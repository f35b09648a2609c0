import { afterEach, expect, test } from 'vitest';
import { serveOperations, type OperationsServer } from './operations-server.ts';

const anywhere = { host: '127.0.0.1', port: 0 };
const open: OperationsServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(operations: { metrics?: () => Promise<string>; ready?: () => boolean }) {
  const server = await serveOperations(anywhere, {
    metrics: async () => 'a_metric 1\n',
    ready: () => true,
    ...operations,
  });
  open.push(server);
  return {
    port: server.port,
    get: (path: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${server.port}${path}`, { method }),
  };
}

test('it is live at once, ready only while it says so', async () => {
  let ready = false;
  const { get } = await serve({ ready: () => ready });
  expect((await get('/health/live')).status).toBe(200);
  expect((await get('/health/ready')).status).toBe(503);
  ready = true;
  const reply = await get('/health/ready?verbose');
  expect(reply.status).toBe(200);
  expect(await reply.json()).toEqual({ status: 'ready' });
});

test('metrics are told as Prometheus reads them', async () => {
  const reply = await (await serve({})).get('/metrics');
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await reply.text()).toBe('a_metric 1\n');
});

test('metrics that cannot be read are an error, and the process stays live', async () => {
  const { get } = await serve({ metrics: () => Promise.reject(new Error('no')) });
  expect((await get('/metrics')).status).toBe(500);
  expect((await get('/health/live')).status).toBe(200);
});

test('anything else is refused', async () => {
  const { get } = await serve({});
  expect((await get('/')).status).toBe(404);
  expect((await get('/metrics', 'POST')).status).toBe(405);
});

test('a taken port and a foreign address are refused in one line', async () => {
  const { port } = await serve({});
  const operations = { metrics: async () => '', ready: () => true };
  await expect(serveOperations({ host: '127.0.0.1', port }, operations)).rejects.toThrow(
    `KONTOR_OPERATIONS_PORT ${port} is taken by another program; choose another.`,
  );
  await expect(serveOperations({ host: '192.0.2.1', port: 0 }, operations)).rejects.toThrow(
    'KONTOR_OPERATIONS_HOST is "192.0.2.1"; an address of this machine',
  );
});
