import { spawn, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { giveFolderTo, type OperatingUser } from './operating-user.ts';

/** The name of the superuser of every embedded cluster. */
export const superuserName = 'postgres';

/** One PostgreSQL cluster on disk, below `<data folder>/postgres`. */
export interface Cluster {
  /** Holds the cluster, its password and the server's log; belongs to Kontor's user. */
  readonly folder: string;
  /** PGDATA itself; belongs to the user that PostgreSQL runs as. */
  readonly data: string;
  readonly password: string;
  readonly user: OperatingUser | undefined;
  /** What the server is told its data directory is; valid with `data` as working directory. */
  readonly dataArgument: string;
}

/** Opens the cluster of a data folder and creates it when there is none (initdb, about 0.7 s). */
export async function openCluster(
  dataFolder: string,
  user: OperatingUser | undefined,
  binaries: PostgresBinaries,
  log: (line: string) => void,
): Promise<Cluster> {
  const folder = join(dataFolder, 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const data = join(folder, 'data');
  const exists = await stat(data).then(
    () => true,
    () => false,
  );
  const password = await readPassword(folder, exists);
  const cluster: Cluster = { folder, data, password, user, dataArgument: dataArgument(data, user) };
  if (exists) await checkVersion(cluster, binaries);
  else await initialise(cluster, binaries, log);
  if (user) await giveFolderTo(data, user);
  return cluster;
}

/**
 * Root's data folder is closed to the user that PostgreSQL runs as, and so may be every folder above
 * it (/root is). Linux lets a process reach its own working directory whatever lies above, and the
 * server never leaves its data directory, so there it is named by that.
 */
function dataArgument(data: string, user: OperatingUser | undefined): string {
  return user && process.platform === 'linux' ? '/proc/self/cwd' : data;
}

async function readPassword(folder: string, clusterExists: boolean): Promise<string> {
  const path = join(folder, 'superuser-password');
  const stored = await readFile(path, 'utf8').catch(() => '');
  if (stored !== '') return stored.trim();
  if (clusterExists) {
    throw new Error(
      `${path} is missing, so nobody can log in to the database beside it. Restore it from a backup together with the data folder.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(`${path}.new`, password, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return password;
}

async function checkVersion(cluster: Cluster, binaries: PostgresBinaries): Promise<void> {
  const stored = (await readFile(join(cluster.data, 'PG_VERSION'), 'utf8')).trim();
  if (Number(stored) === binaries.majorVersion) return;
  throw new Error(
    `The database in ${cluster.data} was written by PostgreSQL ${stored} and this Kontor brings ${binaries.majorVersion}. ` +
      'Start it with the Kontor that wrote it, or choose another folder with KONTOR_DATA.',
  );
}

async function initialise(
  cluster: Cluster,
  binaries: PostgresBinaries,
  log: (line: string) => void,
): Promise<void> {
  log(`Creating the database cluster in ${cluster.folder} (once)`);
  for (const name of await readdir(cluster.folder)) {
    // Left by a start that was killed in the middle of this.
    if (name.startsWith('data.new')) await rm(join(cluster.folder, name), { recursive: true });
  }
  const fresh = `${cluster.data}.new`;
  await mkdir(fresh, { mode: 0o700 });
  if (cluster.user) await chown(fresh, cluster.user.uid, cluster.user.gid);
  await runInitdb(
    { ...cluster, data: fresh, dataArgument: dataArgument(fresh, cluster.user) },
    binaries,
  );
  await chmod(fresh, 0o700);
  await rename(fresh, cluster.data);
}

async function runInitdb(cluster: Cluster, binaries: PostgresBinaries): Promise<void> {
  const passwordPath = join(cluster.folder, 'initdb-password');
  await writeFile(passwordPath, cluster.password, { mode: 0o600 });
  if (cluster.user) await chown(passwordPath, cluster.user.uid, cluster.user.gid);
  const passwordFile = await open(passwordPath, 'r');
  const passwordArgument =
    cluster.user && process.platform === 'linux' ? '/proc/self/fd/3' : passwordPath;
  try {
    const outcome = await run(join(binaries.folder, 'bin/initdb'), cluster, passwordFile.fd, [
      `--pgdata=${cluster.dataArgument}`,
      `--username=${superuserName}`,
      `--pwfile=${passwordArgument}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ]);
    if (outcome.exitCode !== 0) throw new Error(`initdb failed:\n${outcome.output.trim()}`);
  } finally {
    await passwordFile.close();
    await rm(passwordPath, { force: true });
  }
}

function run(
  program: string,
  cluster: Cluster,
  descriptor: number,
  programArguments: string[],
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', descriptor];
    const child = spawn(program, programArguments, { ...processOptions(cluster), stdio });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** How every program of the cluster is run: as its user, in its data directory, with a bare environment. */
export function processOptions(cluster: Cluster): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  if (process.platform === 'win32') Object.assign(env, { SystemRoot: process.env['SystemRoot'] });
  const identity = cluster.user ? { uid: cluster.user.uid, gid: cluster.user.gid } : {};
  return { cwd: cluster.data, env, ...identity };
}
