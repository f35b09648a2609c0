import { flushCompileCache } from 'node:module';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExternalSettings, sandboxedSystems } from '#external/read-external-settings.ts';
import { startSandbox, type RunningSandbox } from '#external/sandbox/start.ts';
import type { Composition } from './composition.ts';
import { acquireDataFolderLock } from './data-folder-lock.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { armFailpoints } from './failpoints.ts';
import type { Kontor } from './kontor.ts';
import { openShop } from './open-shop.ts';
import { migrate, provision, schemaFingerprint, type Installation } from './provision.ts';
import { removeRunningRecord, writeRunningRecord } from './running-record.ts';
import { refuseMovedClock } from './test-clock.ts';

export interface StartOptions {
  readonly dataFolder: string;
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Progress, a line at a time. */
  readonly log: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
  /** Leave the shop empty at the first start. */
  readonly withoutDemoStore?: boolean;
}

export interface StartedKontor {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly kontor: Kontor;
  readonly installation: Installation;
  /** Process ids of what runs beside this process, for tests and measurements. */
  readonly pids: { readonly postgres: number; readonly sandbox: number };
  /** Drains requests, lets stories come to rest, stops the sandbox and PostgreSQL. */
  stop(): Promise<void>;
}

/** Starts the whole platform in this process on the data folder, its PostgreSQL and its sandbox. */
export async function startKontor(options: StartOptions): Promise<StartedKontor> {
  const { dataFolder, log } = options;
  const environment = options.environment ?? process.env;
  armFailpoints(environment['KONTOR_FAILPOINTS']);
  // A provider that is half configured is refused before anything is started.
  readExternalSettings(environment, { needed: [] });
  const lock = await acquireDataFolderLock(dataFolder);
  const undo: (() => Promise<unknown>)[] = [async () => lock.release()];
  try {
    // The services' code is read while PostgreSQL starts.
    const loading = import('./compose.ts').then(({ compose }) => compose());
    const postgres = await startEmbeddedPostgres({ dataFolder, log });
    undo.unshift(() => postgres.stop());
    const installation = installationOf(postgres, await readSecret(dataFolder));
    const composition = await loading;
    const sandboxStart = startSandbox({
      dataFolder: join(dataFolder, 'sandbox'),
      webhookBaseUrl: `http://127.0.0.1:${options.port}`,
    });
    sandboxStart.catch(() => {});
    const first = await bringUpToDate(dataFolder, installation, composition, log);
    await refuseMovedClock(installation);
    const sandbox = await sandboxStart;
    undo.unshift(() => sandbox.stop());
    const shop = await openShop({
      composition,
      installation,
      sandbox,
      environment,
      host: environment['KONTOR_HOST'] ?? '127.0.0.1',
      port: options.port,
    });
    undo.unshift(() => shop.close());
    const { kontor, port } = shop;
    const url = `http://localhost:${port}`;
    await writeRunningRecord(dataFolder, {
      url,
      sandboxUrl: sandbox.httpUrl,
      sandboxed: sandboxedSystems(readExternalSettings(environment, { sandbox })),
      cluster: installation.cluster,
      prefix: installation.prefix,
      pid: process.pid,
    });
    undo.unshift(() => removeRunningRecord(dataFolder));
    if (first || !(await isFurnished(dataFolder))) {
      const { furnish } = await import('./furnish.ts');
      await furnish({ kontor, dataFolder, url, log, withDemoStore: !options.withoutDemoStore });
    }
    announce(log, url, sandbox);
    // What was compiled is kept now: a process that is killed later has no time for it.
    flushCompileCache();
    return {
      url,
      sandboxUrl: sandbox.httpUrl,
      kontor,
      installation,
      pids: { postgres: postgres.pid, sandbox: sandbox.pid },
      stop: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

function installationOf(postgres: EmbeddedPostgres, secret: Buffer): Installation {
  const { host, socketFolder, port, superuser } = postgres;
  const cluster = { host: socketFolder ?? host, port, ...superuser };
  return { cluster, prefix: 'kontor_', secret };
}

async function undoAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.splice(0)) await step();
}

/** Makes and migrates what is missing. A folder brought up to date by the same code is left alone. */
async function bringUpToDate(
  dataFolder: string,
  installation: Installation,
  composition: Composition,
  log: (line: string) => void,
): Promise<boolean> {
  const record = join(dataFolder, 'schema.json');
  const fingerprint = schemaFingerprint(composition);
  const known = await readFile(record, 'utf8').catch(() => undefined);
  if (known === fingerprint) return false;
  log(known === undefined ? 'Creating the six databases …' : 'Migrating the databases …');
  await provision(installation);
  await Promise.all(
    composition.services.map(
      async ({ name, migrations }) => migrations && migrate(installation, name, migrations),
    ),
  );
  await writeAtomically(record, fingerprint);
  return known === undefined;
}

async function isFurnished(dataFolder: string): Promise<boolean> {
  return readFile(join(dataFolder, 'furnished'), 'utf8').then(
    () => true,
    () => false,
  );
}

async function readSecret(dataFolder: string): Promise<Buffer> {
  const file = join(dataFolder, 'secret');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return Buffer.from(known, 'base64url');
  const secret = randomBytes(32);
  await mkdir(dataFolder, { recursive: true });
  await writeAtomically(file, secret.toString('base64url'));
  return secret;
}

async function writeAtomically(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function announce(log: (line: string) => void, url: string, sandbox: RunningSandbox): void {
  log('');
  log(`Shop API       ${url}/v1`);
  log(`API reference  ${url}/docs`);
  log(`Sandbox        ${sandbox.httpUrl}/   mailbox, SMS, payments, parcels`);
  log('');
  log('Ready. Ctrl-C stops it.');
}
