import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { prepareBinaries, type PostgresBinaries } from './binaries.ts';
import { openCluster, processOptions, superuserName, type Cluster } from './cluster.ts';
import { chooseOperatingUser } from './operating-user.ts';
import { findRunningPostmaster, isAlive, readPostmasterFile } from './postmaster-file.ts';
import { embeddedSettings, type PostgresSettings } from './settings.ts';
import { withClient } from '../ground/with-client.ts';

export interface EmbeddedPostgresOptions {
  /** Kontor's data folder; the cluster lives in its folder `postgres`. The caller holds its lock. */
  readonly dataFolder: string;
  /** Loopback port; by default a free one that the folder remembers. */
  readonly port?: number;
  /** Put over `embeddedSettings`. */
  readonly settings?: PostgresSettings;
  readonly log: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /**
   * Folder of its Unix socket, where the system has one: a round trip there costs less than half of
   * one over loopback, and only the server's own user and root reach it.
   */
  readonly socketFolder: string | undefined;
  readonly superuser: { readonly user: string; readonly password: string };
  /** Process id of the server. */
  readonly pid: number;
  /** True when the server of an earlier, killed Kontor was taken over. */
  readonly adopted: boolean;
  /** Fast shutdown: sessions are cut, a checkpoint is written, the process is gone when it resolves. */
  stop(): Promise<void>;
}

/** What the last start chose; kept beside the cluster. */
interface ServerRecord {
  readonly port: number;
  /** Hash of the programs and settings it was started with: a server with others is not adopted. */
  readonly fingerprint: string;
}

const host = '127.0.0.1';
/** What an address of a Unix socket holds at most, on every system that has them. */
const socketPathLimit = 103;
const shutdownTimeoutMs = 60_000;
const leftoversTimeoutMs = 60_000;
const loginTimeoutMs = 10_000;
const progressEveryMs = 5_000;
const logRotationBytes = 10_000_000;

/**
 * Starts the PostgreSQL of a data folder, or takes over the one that still runs there.
 *
 * The first start creates the cluster. The server outlives a killed Kontor: it is in a session of
 * its own, writes its log to a file, and is found again by its pid file.
 *
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataFolder, log } = options;
  const user = await chooseOperatingUser(join(dataFolder, 'postgres/data'));
  const binaries = await prepareBinaries(user, log);
  const cluster = await openCluster(dataFolder, user, binaries, log);
  const settings = { ...embeddedSettings, ...options.settings };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([binaries.folder, binaries.version, settings, listening(cluster)]))
    .digest('hex');
  const record = await readRecord(cluster);
  const running = await findRunningPostmaster(cluster.data);
  if (running && (await waitUntilReady(cluster, running.pid, log)) === 'ready') {
    const fits =
      record?.fingerprint === fingerprint && (options.port ?? running.port) === running.port;
    if (fits) {
      log(`PostgreSQL is still running on ${host}:${running.port} and is taken over`);
      return handle(cluster, running.pid, running.port, true);
    }
    log('PostgreSQL is running with other settings and is restarted');
    await stopServer(cluster, running.pid);
  }
  const port = options.port ?? (await choosePort(record?.port));
  await writeRecord(cluster, { port, fingerprint });
  // `18.4.0-beta.17` is the seventeenth packaging of PostgreSQL 18.4, not a beta of it.
  const release = binaries.version.replace(/\.0-.*/, '');
  log(`Starting PostgreSQL ${release} on ${host}:${port}`);
  const pid = await startServer(cluster, binaries, { ...settings, port: String(port) }, log);
  return handle(cluster, pid, port, false);
}

/** The server's id once it answers. @throws Error with the end of its log */
async function startServer(
  cluster: Cluster,
  binaries: PostgresBinaries,
  settings: PostgresSettings,
  log: (line: string) => void,
): Promise<number> {
  const lastTryMs = performance.now() + leftoversTimeoutMs;
  for (;;) {
    const pid = await launch(cluster, binaries, settings);
    if ((await waitUntilReady(cluster, pid, log)) === 'ready') return pid;
    const ended = await endOfServerLog(cluster);
    // The processes of a server that was killed hold its memory until each has seen that it is gone.
    const leftovers = ended.split('\n').slice(-2).join().includes('shared memory block');
    if (!leftovers || performance.now() > lastTryMs) {
      throw new Error(`PostgreSQL did not start.\n${ended}`);
    }
    await sleep(200);
  }
}

function handle(cluster: Cluster, pid: number, port: number, adopted: boolean): EmbeddedPostgres {
  const superuser = { user: superuserName, password: cluster.password };
  const socketFolder = hasSocket(cluster) ? cluster.data : undefined;
  const stop = (): Promise<void> => stopServer(cluster, pid);
  return { host, port, socketFolder, superuser, pid, adopted, stop };
}

/** The socket is in the data directory, which nobody else may enter. */
function hasSocket(cluster: Cluster): boolean {
  const path = join(cluster.data, '.s.PGSQL.65535');
  return process.platform !== 'win32' && Buffer.byteLength(path) <= socketPathLimit;
}

function listening(cluster: Cluster): PostgresSettings {
  return { listen_addresses: host, unix_socket_directories: hasSocket(cluster) ? '.' : '' };
}

async function launch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  settings: PostgresSettings,
): Promise<number> {
  const switches = Object.entries({ ...settings, ...listening(cluster) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  );
  const logPath = serverLogPath(cluster);
  const logBytes = await stat(logPath).then(
    (file) => file.size,
    () => 0,
  );
  if (logBytes > logRotationBytes) await rename(logPath, `${logPath}.1`);
  const logFile = await open(logPath, 'a', 0o600);
  try {
    const child = spawn(
      join(binaries.folder, 'bin/postgres'),
      ['-D', cluster.dataArgument, ...switches],
      {
        ...processOptions(cluster),
        // A session of its own: Ctrl-C in the terminal is for Kontor, which then stops the server.
        detached: true,
        stdio: ['ignore', logFile.fd, logFile.fd],
      },
    );
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) =>
        reject(new Error(`PostgreSQL could not be run: ${error.message}`, { cause: error })),
      );
    });
    child.unref();
    return child.pid as number;
  } finally {
    await logFile.close();
  }
}

/** Resolves when the server answers to our password, which may take a replay of its log, or is gone. */
async function waitUntilReady(
  cluster: Cluster,
  pid: number,
  log: (line: string) => void,
): Promise<'ready' | 'gone'> {
  const startedMs = performance.now();
  let nextProgressMs = progressEveryMs;
  let fileSeen = false;
  let loginDeadlineMs: number | undefined;
  for (let pauseMs = 4; ; pauseMs = Math.min(pauseMs * 1.5, 100)) {
    const postmaster = await readPostmasterFile(cluster.data);
    const fileIsIts = postmaster?.pid === pid;
    if (fileIsIts && postmaster.ready) {
      const refusal = await tryLogin(cluster, postmaster.port);
      if (!refusal) return 'ready';
      // A server that was killed a moment ago cuts connections while it goes; the next look tells.
      loginDeadlineMs ??= performance.now() + loginTimeoutMs;
      if (refusal.isFinal || performance.now() > loginDeadlineMs) throw refusal.error;
    }
    // Where nobody collects dead processes (a container without init) an id stays alive for ever,
    // so a file that went away counts as an end too.
    if (!isAlive(pid) || (fileSeen && !fileIsIts)) return 'gone';
    fileSeen ||= fileIsIts;
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > nextProgressMs) {
      log(`PostgreSQL is recovering from an unclean stop (${Math.round(waitedMs / 1000)} s)`);
      nextProgressMs += progressEveryMs;
    }
    await sleep(pauseMs);
  }
}

interface LoginRefusal {
  /** The server itself has refused the password or the user: asking again changes nothing. */
  readonly isFinal: boolean;
  readonly error: Error;
}

/** scram proves both sides: a stranger on this port could not answer. Undefined when it let us in. */
async function tryLogin(cluster: Cluster, port: number): Promise<LoginRefusal | undefined> {
  const { password } = cluster;
  try {
    await withClient(
      { host, port, user: superuserName, password, database: 'postgres' },
      async () => {},
    );
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isFinal = (error as { code?: string }).code?.startsWith('28') === true;
    const explained = new Error(
      `The PostgreSQL of ${cluster.folder} does not accept the password kept there (${reason}). Restore the file superuser-password of this data folder.`,
      { cause: error },
    );
    return { isFinal, error: explained };
  }
}

async function stopServer(cluster: Cluster, pid: number): Promise<void> {
  const stillRuns = async (): Promise<boolean> =>
    isAlive(pid) && (await readPostmasterFile(cluster.data))?.pid === pid;
  if (!(await stillRuns())) return;
  process.kill(pid, 'SIGINT');
  const deadlineMs = performance.now() + shutdownTimeoutMs;
  for (let pauseMs = 4; await stillRuns(); pauseMs = Math.min(pauseMs * 1.5, 100)) {
    // Past the deadline the immediate shutdown: nothing is lost, the next start replays the log.
    if (performance.now() > deadlineMs) process.kill(pid, 'SIGQUIT');
    await sleep(pauseMs);
  }
}

async function choosePort(remembered: number | undefined): Promise<number> {
  if (remembered !== undefined && (await tryPort(remembered)) !== undefined) return remembered;
  const free = await tryPort(0);
  if (free === undefined) throw new Error(`No free port on ${host} for PostgreSQL.`);
  return free;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      const found = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(found));
    });
  });
}

async function readRecord(cluster: Cluster): Promise<ServerRecord | undefined> {
  const text = await readFile(join(cluster.folder, 'server.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as ServerRecord;
  } catch {
    return undefined; // Cut off by a crash; a new port is as good.
  }
}

async function writeRecord(cluster: Cluster, record: ServerRecord): Promise<void> {
  await writeFile(join(cluster.folder, 'server.json'), JSON.stringify(record));
}

async function endOfServerLog(cluster: Cluster): Promise<string> {
  const text = await readFile(serverLogPath(cluster), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}

function serverLogPath(cluster: Cluster): string {
  return join(cluster.folder, 'server.log');
}
