import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';

vi.setConfig({ testTimeout: 180_000 });
const shelf = '/v1/shelves/0190f4c2-1111-7000-8000-000000000001';
let gateway: TestGateway;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await gateway.drain();
});

const ask = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';

/** Asks for more of the longest answers than the system's buffers hold, and reads a little of them. */
async function dripping(answers: number): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  sockets.add(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(ask.repeat(answers));
  const reading = setInterval(() => {
    socket.read(1_024);
    // Who was cut off learns it by what is sent.
    socket.write(ask);
  }, 100);
  socket.once('close', () => {
    clearInterval(reading);
    sockets.delete(socket);
  });
  return socket;
}

test('who reads a little now and then is cut off, and holds up nobody', async () => {
  gateway = await openTestGateway({ rateLimits: 'off' }, undefined, {
    serving: { inFlight: 5, answerMs: 1_500 },
  });
  for (let begun = 0; begun < 20; begun += 1) await dripping(400);
  for (let asked = 0; asked < 5; asked += 1) {
    expect((await fetch(gateway.url + shelf)).status).toBe(200);
  }
  await expect.poll(() => sockets.size, { timeout: 180_000 }).toBe(0);
  expect((await fetch(gateway.url + shelf)).status).toBe(200);
});
