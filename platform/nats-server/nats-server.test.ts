import { mkdtemp, rm } from 'node:fs/promises';
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
