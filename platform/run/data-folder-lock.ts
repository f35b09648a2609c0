import { writeFileSync } from 'node:fs';
import { mkdir, readFile, stat, statfs, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readOne } from '../settings/setting.ts';
import { startSettings } from '../settings/shop-settings.ts';

/** A data folder held by this process. Closing it, or the death of the process, frees the folder. */
export interface DataFolderLock {
  readonly dataFolder: string;
  /** Where it was last used, if this is a copy that has not been used before. */
  readonly copyOf: string | undefined;
  release(): void;
}

/** Somebody else holds the folder, or may; the message says who and what to do. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
}

interface LockOptions {
  /** What becomes of a copy of a folder that another machine may be using; taken unless told. */
  readonly copy?: 'accept' | 'refuse';
  readonly host?: string;
  /** Whether other machines may see the folder too, which locks of files need not reach. */
  readonly isShared?: boolean;
}

/** Who used the folder last. Earlier versions wrote neither host nor file. */
interface Holder {
  readonly pid: number;
  readonly since: string;
  readonly host?: string;
  readonly folder?: string;
  /** Inode of the lock: a copy has another. */
  readonly file?: string;
  readonly released?: boolean;
}

const SQLITE_BUSY = 5;

/** NFS, SMB, CIFS, FUSE, 9P, Ceph, Lustre, AFS, GFS2, OCFS2, shared folders of virtual machines. */
const sharedFileSystems = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x65735546, 0x01021997, 0x00c36400, 0x0bd00bd0,
  0x5346414f, 0x01161970, 0x7461636f, 0x786f4256,
]);

/** The data folder of this start: `KONTOR_DATA`, else `.kontor` in the project's folder. */
export function defaultDataFolder(projectFolder: string, environment = process.env): string {
  const chosen = readOne(startSettings, 'KONTOR_DATA', environment);
  return chosen === undefined ? join(projectFolder, '.kontor') : resolve(chosen);
}

/**
 * Makes this process the only Kontor of a data folder.
 *
 * Node has no flock of its own, and a file with a process id in it is fooled by kill -9 and by
 * reused ids. SQLite, which Node carries, takes a real file lock that the operating system frees
 * with the process, on every platform (2 ms, 2.6 MB, measured). No data is ever written to it. Between
 * machines such a lock need not hold: there a folder that another host did not let go of is left
 * alone, since two servers on one set of files destroy it.
 *
 * @throws DataFolderInUseError when another process holds the folder, or may
 */
export async function acquireDataFolderLock(
  dataFolder: string,
  options: LockOptions = {},
): Promise<DataFolderLock> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const lockFile = join(dataFolder, 'kontor.lock');
  const database = new DatabaseSync(lockFile);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    const last = await readHolder(dataFolder);
    const { host = hostname(), isShared = await isOnSharedDisk(dataFolder) } = options;
    if (isShared && last?.host !== undefined && last.host !== host && !last.released)
      throw new DataFolderInUseError(heldElsewhere(dataFolder, last));
    // Looked at and never opened: whoever closes a file lets go of all its locks.
    const file = String((await stat(lockFile)).ino);
    const copyOf = last?.file === undefined || last.file === file ? undefined : placeOf(last);
    if (copyOf !== undefined && options.copy === 'refuse')
      throw new DataFolderInUseError(isCopy(dataFolder, copyOf));
    const since = new Date(performance.timeOrigin).toISOString();
    const holder: Holder = { pid: process.pid, since, host, folder: resolve(dataFolder), file };
    await writeFile(holderFile(dataFolder), JSON.stringify(holder));
    const release = () => {
      writeReleased(dataFolder, holder);
      database.close();
    };
    return { dataFolder, copyOf, release };
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DataFolderInUseError(await describeHolder(dataFolder));
  }
}

/** The folder may be gone by now: then nobody asks who had it. */
function writeReleased(dataFolder: string, holder: Holder): void {
  try {
    writeFileSync(holderFile(dataFolder), JSON.stringify({ ...holder, released: true }));
  } catch {
    return;
  }
}

async function isOnSharedDisk(dataFolder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return sharedFileSystems.has((await statfs(dataFolder)).type);
}

async function readHolder(dataFolder: string): Promise<Holder | undefined> {
  const text = await readFile(holderFile(dataFolder), 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

async function describeHolder(dataFolder: string): Promise<string> {
  const holder = await readHolder(dataFolder);
  const who = holder ? ` (${whoIs(holder)})` : '';
  return (
    `The data folder ${dataFolder} is in use by another Kontor${who}. ` +
    'Stop that one first, or give this one a folder of its own with KONTOR_DATA=/some/folder.'
  );
}

function heldElsewhere(dataFolder: string, holder: Holder): string {
  return (
    `The data folder ${dataFolder} is on a disk that several machines share, and another one has not let go of it (${whoIs(holder)}). ` +
    `Two of them on one folder destroy it. If that one does not run any more, delete ${holderFile(dataFolder)} and start again.`
  );
}

function isCopy(dataFolder: string, original: string): string {
  return (
    `The data folder ${dataFolder} is a copy of ${original}. ` +
    'Two shops on copies of one folder charge, send and ship twice what was under way. ' +
    'If the other one never runs again, start this one once with KONTOR_DATA_COPY=accept.'
  );
}

function whoIs({ pid, since, host }: Holder): string {
  return `process ${pid}${host === undefined ? '' : ` on ${host}`}, running since ${since}`;
}

function placeOf({ host, folder }: Holder): string {
  return host === undefined ? (folder ?? 'another') : `${folder ?? 'one'} on ${host}`;
}

function holderFile(dataFolder: string): string {
  return join(dataFolder, 'kontor.holder.json');
}
