import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { passwordVariable } from '../nats/subjects.ts';
import { serviceNames } from '../topology.ts';
import { ensureNatsServer } from './ensure-nats-server.ts';
import { natsConfig } from './nats-config.ts';
import { freshSecrets } from '#tools/topology/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'kontor-nats-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `nats-server -t` says of a configuration, with fresh secrets in its environment. */
async function check(text: string, without?: string): Promise<{ code: number; says: string }> {
  const program = await ensureNatsServer();
  const file = join(folder, 'nats-server.conf');
  writeFileSync(file, text);
  const secrets = freshSecrets().matchAll(/^(?<name>NATS_\w+)=(?<value>.+)$/gm);
  const env = Object.fromEntries(
    [...secrets].map(({ groups }) => [groups!['name'], groups!['value']]),
  );
  if (without !== undefined) delete env[without];
  return new Promise((resolve) => {
    execFile(program, ['-t', '-c', file], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, says: stdout + stderr });
    });
  });
}

test('nats-server takes the configuration, with any of the secrets that are made', async () => {
  for (let round = 0; round < 5; round += 1)
    expect(await check(natsConfig())).toMatchObject({
      code: 0,
      says: expect.stringMatching(/is valid/) as unknown,
    });
});

test('nats-server refuses it when a password is missing, and when it has a mistake', async () => {
  const missing = await check(natsConfig(), 'NATS_PASSWORD_CART');
  expect(missing.code).toBe(1);
  expect(missing.says).toMatch(/NATS_PASSWORD_CART/);
  for (const [right, wrong] of [
    ['max_payload', 'max_payloads'],
    ['allow_responses: { max: 1', 'allow_responses: { max: "one"'],
    ['jetstream: enabled', 'jetstream: perhaps'],
  ] as const) {
    const text = natsConfig().replace(right, wrong);
    expect((await check(text)).code, wrong).toBe(1);
  }
});

test('every service is a user with a password by reference, and there is no other', () => {
  const text = natsConfig();
  const users = [...text.matchAll(/user: "(.+)"\n\s+password: (.+)\n/g)].map(
    ([, user, password]) => [user, password],
  );
  expect(users).toEqual(serviceNames.map((name) => [name, `$${passwordVariable(name)}`]));
  expect(text.match(/password/g)).toHaveLength(serviceNames.length + 1);
  expect(text).not.toMatch(/no_auth_user|token:|trusted|\bauthorization\b/);
});

test('it listens and keeps its files where it is told', () => {
  const text = natsConfig({
    listen: '127.0.0.1:14222',
    storeFolder: '/srv/with "quotes"',
    monitor: '127.0.0.1:-1',
  });
  expect(text).toContain('listen: "127.0.0.1:14222"');
  expect(text).toContain('store_dir: "/srv/with \\"quotes\\""');
});
