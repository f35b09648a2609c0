import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireDataFolderLock, defaultDataFolder } from './data-folder-lock.ts';

let dataFolder: string;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'kontor-lock-test-'));
});

afterEach(() => rm(dataFolder, { recursive: true, force: true }));

test('a second holder is refused with the folder and what to do, until the first lets go', async () => {
  const lock = await acquireDataFolderLock(dataFolder);
  await expect(acquireDataFolderLock(dataFolder)).rejects.toThrow(
    new RegExp(`${dataFolder} is in use.*process ${process.pid}.*KONTOR_DATA`),
  );
  lock.release();
  (await acquireDataFolderLock(dataFolder)).release();
});

test('kill -9 of the holder frees the folder', async () => {
  const program = `import { acquireDataFolderLock } from ${JSON.stringify(join(import.meta.dirname, 'data-folder-lock.ts'))};
    await acquireDataFolderLock(${JSON.stringify(dataFolder)});
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await once(holder.stdout, 'data');
  await expect(acquireDataFolderLock(dataFolder)).rejects.toThrow(`process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  (await acquireDataFolderLock(dataFolder)).release();
});

test.each([
  [{}, '/shop/.kontor'],
  [{ KONTOR_DATA: '' }, '/shop/.kontor'],
  [{ KONTOR_DATA: '/data/one' }, '/data/one'],
])('the data folder for %j is %s', (environment, expected) => {
  expect(defaultDataFolder('/shop', environment)).toBe(expected);
});
