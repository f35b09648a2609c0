import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readOne } from '../settings/setting.ts';
import { startSettings } from '../settings/shop-settings.ts';
import { DatabaseSync } from 'node:sqlite';

/** A data folder held by this process. Closing it, or the death of the process, frees the folder. */
export interface DataFolderLock {
  readonly dataFolder: string;
  release(): void;
}

/** Somebody else holds the folder; the message says who and what to do. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
}

interface Holder {
  readonly pid: number;
  readonly since: string;
}

const SQLITE_BUSY = 5;

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
 * with the process, on every platform (2 ms, 2.6 MB, measured). No data is ever written to it.
 *
 * @throws DataFolderInUseError when another process holds the folder.
 */
export async function acquireDataFolderLock(dataFolder: string): Promise<DataFolderLock> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dataFolder, 'kontor.lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DataFolderInUseError(await describeHolder(dataFolder));
  }
  const holder: Holder = {
    pid: process.pid,
    since: new Date(performance.timeOrigin).toISOString(),
  };
  await writeFile(holderFile(dataFolder), JSON.stringify(holder));
  return { dataFolder, release: () => database.close() };
}

async function describeHolder(dataFolder: string): Promise<string> {
  const holder = await readFile(holderFile(dataFolder), 'utf8')
    .then((text) => JSON.parse(text) as Holder)
    .catch(() => undefined);
  const who = holder ? ` (process ${holder.pid}, running since ${holder.since})` : '';
  return (
    `The data folder ${dataFolder} is in use by another Kontor${who}. ` +
    'Stop that one first, or give this one a folder of its own with KONTOR_DATA=/some/folder.'
  );
}

function holderFile(dataFolder: string): string {
  return join(dataFolder, 'kontor.holder.json');
}
