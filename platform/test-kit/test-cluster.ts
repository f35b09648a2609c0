import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireDataFolderLock, DataFolderInUseError } from '../run/data-folder-lock.ts';
import {
  findRunningPostmaster,
  isAlive,
  readPostmasterFile,
} from '../embedded-postgres/postmaster-file.ts';
import type { PostgresSettings } from '../embedded-postgres/settings.ts';
import { startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';

/** How a superuser reaches a test cluster. */
export interface TestClusterAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A cluster in a folder of its own, which goes with it. */
export interface TestCluster {
  readonly address: TestClusterAddress;
  /** Process id of the server, for tests that kill it. */
  readonly pid: number;
  readonly dataFolder: string;
  /** As `pg_ctl stop -m immediate`: sessions are cut and nothing is written any more. */
  killNow(): Promise<void>;
  /** Starts the killed server again, on its port; it replays its log. */
  restart(): Promise<void>;
  /** Stops the server and deletes its folder. */
  stop(): Promise<void>;
}

const folderPrefix = 'kontor-test-cluster-';
const environmentName = 'KONTOR_TEST_CLUSTER';
const silent = (): void => {};

const memoryFolder = '/dev/shm';
const memoryWantedBytes = 4 * 1024 ** 3;

/**
 * Where a cluster that needs no disk is kept: in memory where the system has such a folder with
 * room in it (making a database there takes a tenth of the time), else beside all other things.
 */
async function roomiestFolder(): Promise<string> {
  const { bavail, bsize } = await statfs(memoryFolder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= memoryWantedBytes ? memoryFolder : tmpdir();
}

/**
 * Starts a cluster for tests.
 *
 * With `durable` it writes as a shop's own does. Without, nothing is flushed to the disk: killed
 * processes lose nothing by that (the pages are the system's), only a power cut would. `settings` are
 * put over both.
 */
export async function startTestCluster({
  durable,
  settings = {},
  parent: given,
}: {
  durable: boolean;
  /** The folder to put it in; where there is room unless told. */
  parent?: string | undefined;
  settings?: PostgresSettings;
}): Promise<TestCluster> {
  await sweepAbandoned();
  const parent = given ?? (durable ? tmpdir() : await roomiestFolder());
  const dataFolder = await mkdtemp(join(parent, folderPrefix));
  const lock = await acquireDataFolderLock(dataFolder);
  const hasty = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    // The tests connect ten thousand times, and nobody guesses passwords of random bytes.
    scram_iterations: '1',
    // Of hundreds of databases that live for seconds, the launcher would visit several a second.
    autovacuum_naptime: '5min',
  };
  // Several installations live in a test cluster at once, each with 80 connections.
  const chosen = { max_connections: '800', ...(durable ? {} : hasty), ...settings };
  const start = () => startEmbeddedPostgres({ dataFolder, settings: chosen, log: silent });
  let server = await start();
  return {
    address: { host: server.socketFolder ?? server.host, port: server.port, ...server.superuser },
    get pid() {
      return server.pid;
    },
    dataFolder,
    killNow: async () => {
      const { pid } = server;
      process.kill(pid, 'SIGQUIT');
      const data = join(dataFolder, 'postgres/data');
      while (isAlive(pid) && (await readPostmasterFile(data))?.pid === pid) await sleep(10);
    },
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      await server.stop();
      lock.release();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A killed test run leaves its cluster behind; whoever holds no lock any more is cleared away. */
async function sweepAbandoned(): Promise<void> {
  for (const dataFolder of [...(await clustersIn(tmpdir())), ...(await clustersIn(memoryFolder))]) {
    try {
      const lock = await acquireDataFolderLock(dataFolder);
      await stopAbandoned(dataFolder);
      lock.release();
      await rm(dataFolder, { recursive: true, force: true });
    } catch (error) {
      // Held by a run that is under way, or another user's.
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (
        !(error instanceof DataFolderInUseError) &&
        !/^(EACCES|EPERM|ENOENT|ERR_SQLITE_ERROR)$/.test(code)
      ) {
        throw error;
      }
    }
  }
}

async function clustersIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(folderPrefix)).map((name) => join(folder, name));
}

async function stopAbandoned(dataFolder: string): Promise<void> {
  const running = await findRunningPostmaster(join(dataFolder, 'postgres/data'));
  if (running) process.kill(running.pid, 'SIGQUIT');
}

/**
 * Vitest's global setup. `kontor check` has started a cluster already when it runs several suites;
 * otherwise the first project to come here starts the one for all.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[environmentName] !== undefined) return undefined;
  const cluster = await startTestCluster({ durable: false });
  announceTestCluster(cluster.address);
  return () => cluster.stop();
}

/** Lets this process and those it starts find the cluster. */
export function announceTestCluster(address: TestClusterAddress): void {
  process.env[environmentName] = JSON.stringify(address);
}
