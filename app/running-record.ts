import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterAddress } from '#platform/provision/installation.ts';
import type { ExternalSystemName } from '#platform/topology.ts';

/** Where a running shop is: kept in its data folder for the commands that work beside it. */
export interface RunningRecord {
  readonly url: string;
  readonly sandboxUrl: string;
  /** What the sandbox stands in for; everything unless told. */
  readonly sandboxed?: readonly ExternalSystemName[];
  readonly cluster: ClusterAddress;
  readonly prefix: string;
  readonly pid: number;
}

const file = (dataFolder: string) => join(dataFolder, 'running.json');

export async function writeRunningRecord(dataFolder: string, record: RunningRecord): Promise<void> {
  await writeFile(`${file(dataFolder)}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${file(dataFolder)}.new`, file(dataFolder));
}

export async function removeRunningRecord(dataFolder: string): Promise<void> {
  await rm(file(dataFolder), { force: true });
}

/** @throws with what to do when no shop runs on the folder */
export async function readRunningRecord(dataFolder: string): Promise<RunningRecord> {
  const text = await readFile(file(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new Error(
      `No shop runs on ${dataFolder}. Start it with npm start, or name its folder with KONTOR_DATA.`,
    );
  }
  return JSON.parse(text) as RunningRecord;
}
