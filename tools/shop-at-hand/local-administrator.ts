import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunningRecord } from '#app/running-record.ts';

/** The administrator of the shop of a data folder, and where that shop is or was reached. */
export async function localAdministrator(
  dataFolder: string,
): Promise<{ url: string; apiKey: string } | undefined> {
  const text = await readFile(join(dataFolder, 'admin.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const administrator = JSON.parse(text) as { url: string; apiKey: string };
  // It may run on another port than when it was started first.
  const running = await readRunningRecord(dataFolder).catch(() => undefined);
  return { ...administrator, url: running?.url ?? administrator.url };
}
