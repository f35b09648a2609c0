import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

test('on a shared disk a folder that another machine did not let go of is left alone', async () => {
  const here = { isShared: true, host: 'here' };
  const there = { isShared: true, host: 'there' };
  (await acquireDataFolderLock(dataFolder, there)).release();
  const lock = await acquireDataFolderLock(dataFolder, here);
  const holder = join(dataFolder, 'kontor.holder.json');
  const written = await readFile(holder, 'utf8');
  lock.release();
  // The machine was cut off, or it runs and its lock does not reach this one.
  await writeFile(holder, written);
  await expect(acquireDataFolderLock(dataFolder, there)).rejects.toThrow(
    new RegExp(`process ${process.pid} on here.*delete ${holder}`),
  );
  expect(await readFile(holder, 'utf8')).toBe(written);
  (await acquireDataFolderLock(dataFolder, here)).release();
  await writeFile(holder, written);
  // A disk of one machine alone goes with it: the lock itself tells whether anybody runs.
  (await acquireDataFolderLock(dataFolder, { ...there, isShared: false })).release();
});

test('a copy of a folder is known, refused where that is wanted, and none once it was taken', async () => {
  const copy = `${dataFolder}-copy`;
  (await acquireDataFolderLock(dataFolder, { host: 'first' })).release();
  await cp(dataFolder, copy, { recursive: true });
  try {
    await expect(acquireDataFolderLock(copy, { copy: 'refuse' })).rejects.toThrow(
      `is a copy of ${dataFolder} on first`,
    );
    const taken = await acquireDataFolderLock(copy, { copy: 'accept' });
    expect(taken.copyOf).toBe(`${dataFolder} on first`);
    taken.release();
    const again = await acquireDataFolderLock(copy, { copy: 'refuse' });
    expect(again.copyOf).toBeUndefined();
    again.release();
  } finally {
    await rm(copy, { recursive: true });
  }
});

test.each([
  [{}, '/shop/.kontor'],
  [{ KONTOR_DATA: '' }, '/shop/.kontor'],
  [{ KONTOR_DATA: '/data/one' }, '/data/one'],
])('the data folder for %j is %s', (environment, expected) => {
  expect(defaultDataFolder('/shop', environment)).toBe(expected);
});
