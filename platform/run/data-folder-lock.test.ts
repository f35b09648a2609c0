import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

test('on a shared disk a folder is left alone while another machine shows that it lives', async () => {
  const disk = { isShared: true, hasSteadyInodes: false };
  const [here, there] = [
    { disk, host: 'here', beatMs: 50 },
    { disk, host: 'there', beatMs: 200 },
  ];
  const lock = await acquireDataFolderLock(dataFolder, here);
  // Another folder stands for the same one, which the lock of a file does not reach.
  const seen = `${dataFolder}-seen`;
  await mkdir(seen);
  try {
    await symlink(join(dataFolder, 'kontor.holder.json'), join(seen, 'kontor.holder.json'));
    await expect(acquireDataFolderLock(seen, there)).rejects.toThrow(
      new RegExp(`is in use.*process ${process.pid} on here`),
    );
    const written = await readFile(join(dataFolder, 'kontor.holder.json'), 'utf8');
    lock.release();
    (await acquireDataFolderLock(seen, there)).release();
    // It was cut off: nobody has to say so, and its next container has another name.
    await writeFile(join(dataFolder, 'kontor.holder.json'), written);
    (await acquireDataFolderLock(seen, there)).release();
  } finally {
    await rm(seen, { recursive: true });
  }
});

describe('a folder that was used elsewhere', () => {
  const disk = { isShared: false, hasSteadyInodes: true };
  const machine = { disk, host: 'first', machine: 'one', copy: 'refuse' } as const;
  /** Containers are called otherwise at each start, and know no machine. */
  const container = (host: string) => ({ disk, host, machine: undefined, copy: 'refuse' }) as const;
  let other: string;

  beforeEach(() => {
    other = `${dataFolder}-other`;
  });
  afterEach(() => rm(other, { recursive: true, force: true }));

  const use = async (folder: string, options: Parameters<typeof acquireDataFolderLock>[1]) => {
    const lock = await acquireDataFolderLock(folder, options);
    lock.release();
    return lock.copyOf;
  };

  test('is a copy while the other one is there, refused where that is wanted, and none once it was taken', async () => {
    await use(dataFolder, machine);
    await cp(dataFolder, other, { recursive: true });
    await expect(use(other, machine)).rejects.toThrow(
      new RegExp(`${other} is a copy of ${dataFolder} on first.*KONTOR_DATA_COPY=accept`),
    );
    expect(await use(other, { ...machine, copy: 'accept' })).toBe(`${dataFolder} on first`);
    expect(await use(other, machine)).toBeUndefined();
    expect(await use(dataFolder, machine)).toBeUndefined();
  });

  test('is none where it was renamed, carried to another disk or unpacked in its place', async () => {
    await use(dataFolder, machine);
    await rename(dataFolder, other);
    expect(await use(other, machine)).toBeUndefined();
    await cp(other, dataFolder, { recursive: true });
    await rm(other, { recursive: true });
    expect(await use(dataFolder, machine)).toBeUndefined();
    await cp(dataFolder, other, { recursive: true });
    await rm(dataFolder, { recursive: true });
    await rename(other, dataFolder);
    expect(await use(dataFolder, machine)).toBeUndefined();
  });

  test('is none in the next container, and one where it was carried to another machine', async () => {
    await use(dataFolder, container('3f2a'));
    expect(await use(dataFolder, container('9c41'))).toBeUndefined();
    await rename(dataFolder, other);
    expect(await use(other, { ...machine, host: 'named-anew' })).toBeUndefined();
    await cp(other, dataFolder, { recursive: true });
    await expect(use(dataFolder, container('3f2a'))).rejects.toThrow('KONTOR_DATA_COPY=accept');
    await expect(use(dataFolder, { ...machine, machine: 'two' })).rejects.toThrow('is a copy of');
  });

  test('is not judged by inodes that its disk makes up, nor by what an earlier version wrote', async () => {
    await use(dataFolder, machine);
    await cp(dataFolder, other, { recursive: true });
    const fat = { isShared: false, hasSteadyInodes: false };
    expect(await use(other, { ...machine, disk: fat })).toBeUndefined();
    const holder = JSON.stringify({ pid: 1, since: '2026-01-01T00:00:00.000Z' });
    await writeFile(join(dataFolder, 'kontor.holder.json'), holder);
    expect(await use(dataFolder, machine)).toBeUndefined();
  });
});

test.each([
  [{}, '/shop/.kontor'],
  [{ KONTOR_DATA: '' }, '/shop/.kontor'],
  [{ KONTOR_DATA: '/data/one' }, '/data/one'],
])('the data folder for %j is %s', (environment, expected) => {
  expect(defaultDataFolder('/shop', environment)).toBe(expected);
});
