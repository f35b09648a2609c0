import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { isCommit, postgresStatements, saysCommitted } from './postgres-statements.ts';
import { Seeded } from './seeded.ts';
import { TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let receivedByServer: string;
let proxy: TcpProxy;
const opened: Socket[] = [];

beforeEach(async () => {
  receivedByServer = '';
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      receivedByServer += chunk.toString();
      socket.write(`re:${chunk.toString()}`);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const { port } = echo.address() as AddressInfo;
  proxy = await TcpProxy.open({ host: '127.0.0.1', port }, new Seeded(1, 'test'));
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function dial(): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  opened.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Sends and waits for an answer: its text, or how the connection ended, or silence. */
async function ask(socket: Socket, text: string, timeoutMs = 60_000): Promise<string> {
  const answered = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString()));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    socket.once('close', () => resolve('closed'));
  });
  socket.write(text);
  const silent = sleep(timeoutMs, 'silence', { ref: false });
  return Promise.race([answered, silent]);
}

test('it carries both ways and counts connections', async () => {
  const socket = await dial();
  expect(await ask(socket, 'a')).toBe('re:a');
  expect(await ask(socket, 'b')).toBe('re:b');
  expect(proxy.done).toEqual({ accepted: 1, cut: 0, swallowed: 0 });
  expect(proxy.connections).toBe(1);
  socket.destroy();
  await expect.poll(() => proxy.connections).toBe(0);
});

test('a delay comes on each way, in order, until it is healed', async () => {
  const socket = await dial();
  proxy.delay(80, 20);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  const startedMs = performance.now();
  for (const text of ['1', '2', '3', '4', '5']) {
    socket.write(text);
    await sleep(5);
  }
  await expect.poll(() => received.replaceAll('re:', '')).toBe('12345');
  expect(performance.now() - startedMs).toBeGreaterThan(120);
  proxy.delay(600_000, 0);
  await proxy.heal();
  socket.write('6');
  await expect.poll(() => received.endsWith('6')).toBe(true);
});

test('a throttle lets so many bytes through in a second', async () => {
  const socket = await dial();
  proxy.throttle(20_000);
  const startedMs = performance.now();
  expect(await ask(socket, 'x'.repeat(2_000))).toMatch(/^re:x+$/);
  // 2,000 bytes there and as many back at 20,000 a second.
  expect(performance.now() - startedMs).toBeGreaterThan(190);
});

test('a cut resets what lives, and new connections are taken', async () => {
  const socket = await dial();
  expect(await ask(socket, 'a')).toBe('re:a');
  const ended = ask(socket, 'b');
  expect(proxy.cut()).toBe(1);
  expect(await ended).toBe('ECONNRESET');
  expect(proxy.done.cut).toBe(1);
  expect(await ask(await dial(), 'c')).toBe('re:c');
});

test('refused: nobody listens, until it is healed', async () => {
  const live = await dial();
  expect(await ask(live, 'a')).toBe('re:a');
  await proxy.refuse();
  await expect(dial()).rejects.toThrow('ECONNREFUSED');
  expect(await ask(live, 'b')).toBe('re:b');
  await proxy.heal();
  expect(await ask(await dial(), 'c')).toBe('re:c');
});

test.each([
  ['to_server', ''],
  ['to_client', 'b'],
  ['both', ''],
] as const)('deaf %s: bytes vanish and the connection stays', async (way, received) => {
  const socket = await dial();
  expect(await ask(socket, 'a')).toBe('re:a');
  receivedByServer = '';
  proxy.deafen(way);
  expect(await ask(socket, 'b', 300)).toBe('silence');
  expect(receivedByServer).toBe(received);
  // Also of connections that come later.
  expect(await ask(await dial(), 'c', 100)).toBe('silence');
  await proxy.heal();
  expect(await ask(socket, 'd')).toMatch(/ECONNRESET|closed/);
  expect(await ask(await dial(), 'e')).toBe('re:e');
});

test('an answer is swallowed: the server did it, the client sees a reset, once', async () => {
  const socket = await dial();
  proxy.swallow({ when: (sent) => sent.includes('COMMIT') });
  expect(await ask(socket, 'begin')).toBe('re:begin');
  expect(await ask(socket, 'COMMIT')).toBe('ECONNRESET');
  expect(receivedByServer).toBe('beginCOMMIT');
  expect(proxy.done.swallowed).toBe(1);
  expect(await ask(await dial(), 'COMMIT')).toBe('re:COMMIT');
});

test('PostgreSQL: the commit is durable and its client sees a lost connection', async () => {
  const { cluster } = await newTestInstallation();
  const through = await TcpProxy.open(
    { host: '127.0.0.1', port: cluster.port },
    new Seeded(1, 'postgres'),
    postgresStatements,
  );
  const direct = new pg.Client({ ...cluster, database: 'postgres' });
  const client = new pg.Client({
    ...cluster,
    host: through.host,
    port: through.port,
    database: 'postgres',
  });
  client.on('error', () => {});
  await direct.connect();
  await client.connect();
  await direct.query('create table swallowed (n int)');
  try {
    const insert = { name: 'prepared', text: 'insert into swallowed values ($1)' };
    await client.query({ ...insert, values: [1] });
    // Now it goes by its name alone.
    through.swallow({ when: isCommit, until: saysCommitted });
    await expect(client.query({ ...insert, values: [2] })).rejects.toThrow(/terminated|RESET/);
    const { rows } = await direct.query('select n from swallowed order by n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
    expect(through.done.swallowed).toBe(1);
  } finally {
    await direct.query('drop table swallowed');
    await direct.end();
    await client.end().catch(() => {});
    await through.close();
  }
});

test('what commits is told from the statements of a connection', () => {
  const reported = postgresStatements();
  const message = (type: string, body: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
  };
  expect(reported(message('', 'user\0test\0\0'))).toEqual([]);
  const texts = [
    'with moved as (update checkout set state = 1 returning id) select * from moved',
    'select updated_at from checkout',
    'begin',
    'insert into a values (1)',
    'commit',
    'delete from a',
  ];
  const sent = Buffer.concat(texts.map((text) => message('Q', `${text}\0`)));
  // However the bytes are cut.
  const statements = [...reported(sent.subarray(0, 50)), ...reported(sent.subarray(50))];
  expect(statements.map(isCommit)).toEqual([true, false, false, false, true, true]);
});
