import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '#app/compose.ts';
import { startSandbox, type RunningSandbox } from '#external/sandbox/start.ts';
import { freePort } from '#platform/ground/free-port.ts';
import type { ClusterAddress, Installation } from '#platform/provision/installation.ts';
import { prepareDatabases, prepareWithCommonRoles } from '#platform/test-kit/prepared-databases.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { newTestInstallation } from '#platform/test-kit/testing.ts';
import { builtProgram } from './built-program.ts';

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

/** What a shop is copied from, with its secret. */
export interface Copied {
  readonly original: Installation;
  /** Whether the copy has roles of its own, for what is done to them; else it has the original's. */
  readonly ownRoles: boolean;
}

/** Databases, sandbox and a port, with nothing running on them yet; empty unless copied. */
export async function prepareShop(
  cluster?: ClusterAddress,
  parent = tmpdir(),
  copied?: Copied,
): Promise<PreparedShop> {
  const installation = await databasesOf(await newTestInstallation(cluster), copied);
  const dataFolder = await mkdtemp(join(parent, 'kontor-journey-'));
  const port = await freePort();
  const exchangeLog = join(dataFolder, 'exchanges.jsonl');
  const sandbox = await startSandbox({
    dataFolder: join(dataFolder, 'sandbox'),
    webhookBaseUrl: `http://127.0.0.1:${port}`,
    exchangeLog,
    program: await builtProgram('sandbox'),
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

async function databasesOf(made: Installation, copied: Copied | undefined): Promise<Installation> {
  const { services } = await compose();
  if (copied && !copied.ownRoles) return prepareWithCommonRoles(made, services, copied.original);
  const installation = { ...made, secret: copied?.original.secret ?? randomBytes(32) };
  await prepareDatabases(installation, services, copied?.original);
  return installation;
}

export async function readApiKey(dataFolder: string): Promise<string> {
  const text = await readFile(join(dataFolder, 'admin.json'), 'utf8');
  return (JSON.parse(text) as { apiKey: string }).apiKey;
}
