import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../ground/free-port.ts';
import { brokerPasswords, NatsServer } from './nats-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-nats-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a broker that a killed start left behind is ended before the next one takes its files', async () => {
  const passwordOf = brokerPasswords();
  const forgotten = await NatsServer.start({ folder, port: await freePort(), passwordOf });
  const next = await NatsServer.start({ folder, port: await freePort(), passwordOf });
  try {
    expect(next.runs).toBe(true);
    await expect.poll(() => forgotten.runs, { timeout: 120_000 }).toBe(false);
  } finally {
    await next.stop();
    await forgotten.stop();
  }
});

test('who answers nothing is left out, so that calls go to another replica', async () => {
  const passwordOf = brokerPasswords();
  const port = await freePort();
  const broker = await NatsServer.start({ folder, port, passwordOf });
  const hanging = connect(port, '127.0.0.1');
  try {
    let isLeftOut = false;
    hanging.on('error', () => {}).on('close', () => (isLeftOut = true));
    const login = JSON.stringify({ user: 'cart', pass: passwordOf('cart'), verbose: false });
    hanging.once('data', () => hanging.write(`CONNECT ${login}\r\nPING\r\n`));
    const said = await new Promise<string>((resolve) => {
      hanging.on('data', (bytes) => /PONG/.test(String(bytes)) && resolve(String(bytes)));
    });
    expect(said).toContain('PONG');
    await expect.poll(() => isLeftOut, { timeout: 180_000 }).toBe(true);
  } finally {
    hanging.destroy();
    await broker.stop();
  }
});
