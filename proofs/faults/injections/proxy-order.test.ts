import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Seeded } from './seeded.ts';
import { TcpProxy } from './tcp-proxy.ts';

test('bytes that come late by a varying time come in their order', async () => {
  let received = '';
  const server = createServer((socket) => {
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await TcpProxy.open({ host: '127.0.0.1', port }, new Seeded(1, 'order'));
  proxy.delay(10, 9);
  const client = connect(proxy.port, proxy.host);
  client.setNoDelay(true);
  client.on('error', () => {});
  await once(client, 'connect');
  const sent: string[] = [];
  for (let number = 0; number < 400; number += 1) {
    sent.push(`${number} `);
    client.write(`${number} `);
    // Some together, some a fraction of a millisecond apart.
    if (number % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => received.length, { timeout: 120_000 }).toBe(sent.join('').length);
  expect(received).toBe(sent.join(''));
  client.destroy();
  await proxy.close();
  server.close();
});
