import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readExternalSettings, sandboxedSystems } from '#external/read-external-settings.ts';
import { externalSystemNames } from '#external/systems.ts';
import { startSandbox, type RunningSandbox } from '#external/sandbox/start.ts';
import type { Composition } from '#platform/calls/composition.ts';
import { acquireDataFolderLock } from '#platform/run/data-folder-lock.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '#platform/embedded-postgres/embedded-postgres.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import { readOne } from '#platform/settings/setting.ts';
import { startSettings } from '#platform/settings/shop-settings.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { migrate, provision, schemaFingerprint } from '#platform/provision/provision.ts';
import { anySandbox, refuseForeignSandbox, sandboxInPublic } from './sandbox-in-public.ts';
import { firstSignIn, waitsForFirstSignIn } from './first-sign-in.ts';
import { isThere } from './is-there.ts';
import { removeRunningRecord, writeRunningRecord } from './running-record.ts';
import { refuseMovedClock } from '#platform/provision/test-clock.ts';

export interface OpenDataFolderOptions {
  readonly dataFolder: string;
  /** Of the gateway, to which the sandbox sends its webhooks. */
  readonly port: number;
  /** Progress, a line at a time. */
  readonly log: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
}

/** A data folder that this process alone holds: its PostgreSQL, up to date, and its sandbox run. */
export interface OpenDataFolder {
  readonly installation: Installation;
  readonly composition: Composition;
  readonly postgres: EmbeddedPostgres;
  readonly sandbox: RunningSandbox;
  /** Whether the shop has its administrator and, where it was wanted, its demo store. */
  isSeeded(): Promise<boolean>;
  readonly seed: (kontor: Kontor, url: string) => Promise<void>;
  /** Whether nobody is known yet to have signed in by the first link. */
  waitsForFirstSignIn(): Promise<boolean>;
  /** Where the first administrator chooses a password; undefined once they did. */
  readonly firstSignIn: (kontor: Kontor, url: string) => Promise<string | undefined>;
  /** Tells commands that work beside the shop where it is; taken back at `close`. */
  announceTo(url: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts what a shop on one machine needs around its services. */
export async function openDataFolder(options: OpenDataFolderOptions): Promise<OpenDataFolder> {
  const { dataFolder, environment, log } = options;
  // A provider that is half configured is refused before anything is started.
  readExternalSettings(environment, { sandbox: anySandbox });
  refuseForeignSandbox(environment);
  const withPassword = readOne(startSettings, 'KONTOR_FIRST_SIGN_IN', environment) === 'password';
  const withDemoStore = readOne(startSettings, 'KONTOR_DEMO_STORE', environment) === 'on';
  const warning = sandboxInPublic(environment);
  if (warning) log(warning);
  const lock = await acquireDataFolderLock(dataFolder, { copy: copiesAre(environment) });
  if (lock.copyOf)
    log(`This data folder is a copy of ${lock.copyOf}: from now on each is a shop of its own.`);
  const undo: (() => Promise<unknown>)[] = [async () => lock.release()];
  const close = async () => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    // All three begin at once: the sandbox is a process of its own, and the services' code is read
    // while it and PostgreSQL start.
    const sandboxStart = startSandbox({
      dataFolder: join(dataFolder, 'sandbox'),
      webhookBaseUrl: `http://127.0.0.1:${options.port}`,
      log,
    });
    undo.unshift(async () => (await sandboxStart.catch(() => undefined))?.stop());
    const postgresStart = startEmbeddedPostgres({ dataFolder, log });
    const loading = import('./compose.ts').then(({ compose }) => compose());
    // Whichever fails first is told; of the others nobody needs to hear.
    for (const begun of [sandboxStart, loading]) begun.catch(() => {});
    const postgres = await postgresStart;
    undo.unshift(() => postgres.stop());
    const installation = installationOf(postgres, await readSecret(dataFolder));
    const composition = await loading;
    const isNew = await bringUpToDate(dataFolder, installation, composition, log);
    await refuseMovedClock(installation);
    const sandbox = await sandboxStart;
    return {
      installation,
      composition,
      postgres,
      sandbox,
      isSeeded: async () => !isNew && (await isThere(join(dataFolder, 'furnished'))),
      seed: async (kontor, url) => {
        const { seed } = await import('./seed.ts');
        await seed({ kontor, dataFolder, url, log, withDemoStore, withPassword });
      },
      waitsForFirstSignIn: () => waitsForFirstSignIn(dataFolder),
      firstSignIn: (kontor, url) => firstSignIn({ kontor, dataFolder, url, environment }),
      announceTo: async (url) => {
        const { cluster, prefix } = installation;
        const sandboxed = sandboxedSystems(readExternalSettings(environment, { sandbox }));
        const sandboxUrl = sandbox.httpUrl;
        const { pid } = process;
        await writeRunningRecord(dataFolder, { url, sandboxUrl, sandboxed, cluster, prefix, pid });
        undo.unshift(() => removeRunningRecord(dataFolder));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A copy whose providers are the sandbox alone has a sandbox of its own: it does nobody harm. */
function copiesAre(environment: NodeJS.ProcessEnv): 'accept' | 'refuse' {
  const settings = readExternalSettings(environment, { sandbox: anySandbox });
  if (sandboxedSystems(settings).length === externalSystemNames.length) return 'accept';
  return readOne(startSettings, 'KONTOR_DATA_COPY', environment);
}

function installationOf(postgres: EmbeddedPostgres, secret: Buffer): Installation {
  const { host, socketFolder, port, superuser } = postgres;
  const cluster = { host: socketFolder ?? host, port, ...superuser };
  return { cluster, prefix: 'kontor_', secret };
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
  const migrated = await Promise.allSettled(
    composition.services.map(
      async ({ name, migrations }) => migrations && migrate(installation, name, migrations),
    ),
  );
  // All have come to their end by now, so that nobody is cut off and speaks before the reason.
  const failed = migrated.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as Error] : [],
  );
  if (failed.length > 0) throw refusedMigration(failed);
  await writeAtomically(record, fingerprint);
  return known === undefined;
}

function refusedMigration(failed: readonly Error[]): Error {
  const reasons = new Set(failed.map(({ message }) => message));
  return new Error(`The databases cannot be brought up to date: ${[...reasons].join('; ')}`, {
    cause: failed[0],
  });
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
