import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '#app/compose.ts';
import { startSandbox, type RunningSandbox } from '#external/sandbox/start.ts';
import { freePort } from '#platform/ground/free-port.ts';
import type { ClusterAddress, Installation } from '#platform/provision/installation.ts';
import { prepareDatabases } from '#platform/test-kit/prepared-databases.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';

export interface PreparedShop {
  readonly installation: Installation;
  readonly sandbox: RunningSandbox;
  readonly dataFolder: string;
  /** What went over the wire between shop and sandbox. */
  readonly exchangeLog: string;
  readonly port: number;
  /** Ends all but the databases. */
  leave(): Promise<void>;
  drop(): Promise<void>;
}

/** Databases, sandbox and a port, with nothing running on them yet; empty, or copied with their secret. */
export async function prepareShop(
  cluster?: ClusterAddress,
  parent = tmpdir(),
  original?: Installation,
): Promise<PreparedShop> {
  const secret = original?.secret ?? randomBytes(32);
  const installation = { ...(await newTestInstallation(cluster)), secret };
  await prepareDatabases(installation, (await compose()).services, original);
  const dataFolder = await mkdtemp(join(parent, 'kontor-journey-'));
  const port = await freePort();
  const exchangeLog = join(dataFolder, 'exchanges.jsonl');
  const sandbox = await startSandbox({
    dataFolder: join(dataFolder, 'sandbox'),
    webhookBaseUrl: `http://127.0.0.1:${port}`,
    exchangeLog,
  });
  const leave = async () => {
    await sandbox.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const drop = async () => {
    await leave();
    await dropInstallation(installation);
  };
  return { installation, sandbox, dataFolder, exchangeLog, port, leave, drop };
}

export async function readApiKey(dataFolder: string): Promise<string> {
  const text = await readFile(join(dataFolder, 'admin.json'), 'utf8');
  return (JSON.parse(text) as { apiKey: string }).apiKey;
}
