import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const program = 'nats-server';
/** Debian puts servers where an ordinary user's PATH does not look. */
const moreFolders = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
];
const installLimitMs = 300_000;
/** Another installation may be under way. */
const aptOptions = ['-o', 'DPkg::Lock::Timeout=120', '-q'];
const execute = promisify(execFile);

/** What of a machine decides where nats-server comes from. */
export interface Machine {
  /** Where programs are looked for, in this order. */
  readonly folders: readonly string[];
  readonly isRoot: boolean;
  /** Of the user: what is fetched without root is kept in it. */
  readonly cacheFolder: string;
}

/**
 * The nats-server of this machine. Where there is none, it comes from the system's packages (Debian
 * and its kin): as root it is installed, and an ordinary user gets the same package unpacked into
 * their cache, `~/.cache/kontor`.
 * @throws with one line that says how to install it
 */
export async function ensureNatsServer(
  log: (line: string) => void = () => {},
  machine: Machine = thisMachine(),
): Promise<string> {
  const own = join(machine.cacheFolder, program);
  const there = find(machine, program) ?? (existsSync(own) ? own : undefined);
  if (there) return there;
  const apt = find(machine, 'apt-get');
  const unpack = find(machine, 'dpkg-deb');
  try {
    if (apt && machine.isRoot) {
      log('Installing nats-server from the system’s packages …');
      await installAsRoot(apt);
      const installed = find(machine, program);
      if (installed) return installed;
    } else if (apt && unpack) {
      log(`Fetching nats-server from the system’s packages into ${machine.cacheFolder} …`);
      await unpackInto(own, machine.cacheFolder, apt, unpack);
      return own;
    }
  } catch (error) {
    throw missing(error);
  }
  throw missing();
}

function thisMachine(): Machine {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...moreFolders];
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return { folders, isRoot: process.getuid?.() === 0, cacheFolder: join(caches, 'kontor') };
}

function find({ folders }: Machine, name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function missing(cause?: unknown): Error {
  return new Error(
    'nats-server is missing, and split mode and its tests need it. Install it once: "sudo apt-get update && sudo apt-get install nats-server" (Debian, Ubuntu), "brew install nats-server" (macOS), or from https://nats.io/download.',
    { cause },
  );
}

async function installAsRoot(apt: string): Promise<void> {
  const options = {
    timeout: installLimitMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const install = () =>
    execute(apt, [...aptOptions, 'install', '-y', '--no-install-recommends', program], options);
  try {
    await install();
  } catch {
    // A fresh machine has no lists of packages yet.
    await execute(apt, [...aptOptions, 'update'], options).catch(() => {});
    await install();
  }
}

/** The package as Debian signed it; nothing of it is run, and nothing outside the cache is written. */
async function unpackInto(
  own: string,
  cacheFolder: string,
  apt: string,
  unpack: string,
): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'fetching-'));
  const options = { cwd: folder, timeout: installLimitMs };
  try {
    try {
      await execute(apt, ['-q', 'download', program], options);
    } catch {
      // The machine has no lists of packages, and its own are root's: these are ours.
      const ownLists = await listsIn(folder);
      await execute(apt, [...ownLists, '-q', 'update'], options);
      await execute(apt, [...ownLists, '-q', 'download', program], options);
    }
    const file = (await readdir(folder)).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get downloaded no package');
    await execute(unpack, ['-x', join(folder, file), join(folder, 'unpacked')], options);
    const unpacked = ['usr/sbin', 'usr/bin']
      .map((place) => join(folder, 'unpacked', place, program))
      .find((path) => existsSync(path));
    if (unpacked === undefined) throw new Error('the package holds no nats-server');
    // Others may be at the same work: whoever is last puts the same program there, in one step.
    await copyFile(unpacked, join(folder, program));
    await chmod(join(folder, program), 0o755);
    await rename(join(folder, program), own);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function listsIn(folder: string): Promise<string[]> {
  const lists = join(folder, 'lists');
  const archives = join(folder, 'archives');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  const settings = [
    `Dir::State::Lists=${lists}`,
    `Dir::Cache=${folder}`,
    `Dir::Cache::Archives=${archives}`,
    'Debug::NoLocking=1',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}
