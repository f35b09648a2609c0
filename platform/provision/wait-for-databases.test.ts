import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation } from '../test-kit/testing.ts';
import { wayToCluster } from '../test-kit/way-to-cluster.ts';
import type { DatabaseAddress } from '../data/database.ts';
import type { Installation } from './installation.ts';
import { provision } from './provision.ts';
import { waitForDatabases } from './wait-for-databases.ts';

let installation: Installation;
let address: DatabaseAddress;
beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['cart']);
  address = addressesOf(installation)('cart');
}, 300_000);
afterAll(() => dropInstallation(installation));

const variable = 'DATABASE_URL_CART';
const opened: Server[] = [];
afterAll(() => opened.forEach((server) => server.close()));

async function listening(server: Server, port = 0): Promise<number> {
  opened.push(server);
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
}

/** A port where nobody listens, until somebody does. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

test('a server that comes up later is waited for, and said so', async () => {
  const port = await freePort();
  const lines: string[] = [];
  let comesUp: Promise<number> | undefined;
  const log = (line: string) => {
    lines.push(line);
    comesUp ??= listening(wayToCluster(address), port);
  };
  const needed = [{ variable, address: { ...address, host: '127.0.0.1', port } }];
  await waitForDatabases(needed, { log, betweenMs: 50, limitMs: 60_000 });
  expect(await comesUp).toBe(port);
  expect(lines[0]).toMatch(
    new RegExp(`^Waiting for PostgreSQL at 127\\.0\\.0\\.1:${port}, as ${variable} says: .+`),
  );
}, 300_000);

test('a server that stays away is waited for no longer than told', async () => {
  const port = await freePort();
  const needed = [{ variable, address: { ...address, host: '127.0.0.1', port } }];
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  await expect(waitForDatabases(needed, { log, betweenMs: 20, limitMs: 200 })).rejects.toThrow(
    new RegExp(`127\\.0\\.0\\.1:${port} does not answer .+ correct ${variable}`),
  );
  expect(lines).toHaveLength(1);
}, 300_000);

test.each<[string, Partial<DatabaseAddress>, RegExp]>([
  ['a wrong password', { password: 'wrong' }, /refuses the role \w+_cart of DATABASE_URL_CART/],
  ['a role that is not there', { user: 'nobody_here' }, /refuses the role nobody_here/],
  [
    'a database that is not there',
    { database: 'nowhere' },
    /nowhere of DATABASE_URL_CART is not there/,
  ],
])(
  '%s ends it at once, and says what to do',
  async (_what, wrong, said) => {
    const lines: string[] = [];
    const needed = [{ variable, address: { ...address, ...wrong } }];
    const waited = waitForDatabases(needed, { log: (line) => lines.push(line), limitMs: 600_000 });
    await expect(waited).rejects.toThrow(said);
    await expect(waited).rejects.toThrow(/npx kontor provision/);
    expect(lines).toEqual([]);
  },
  300_000,
);
