import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server writes into its data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Reads `postmaster.pid`; undefined when there is none or it is half written. */
export async function readPostmasterFile(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(pathOf(data), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * The server that runs on `data` now. A file that a killed server left behind is made harmless:
 * its id may long belong to another program, and PostgreSQL would then refuse to start.
 */
export async function findRunningPostmaster(data: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmasterFile(data);
  if (!postmaster) return undefined;
  if (!isAlive(postmaster.pid)) return undefined;
  if (await isServerOf(postmaster.pid, data)) return postmaster;
  await disarm(data);
  return undefined;
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return workingDirectory === (await realpath(data));
}

/**
 * PostgreSQL takes its parent's id in the file for a leftover, but still looks whether processes of
 * the old server hold its shared memory. Deleting the file would skip that second look.
 */
async function disarm(data: string): Promise<void> {
  const lines = (await readFile(pathOf(data), 'utf8')).split('\n');
  lines[0] = String(process.pid);
  await writeFile(pathOf(data), lines.join('\n'));
}

function pathOf(data: string): string {
  return join(data, 'postmaster.pid');
}
