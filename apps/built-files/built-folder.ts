import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const projectFolder = resolve(import.meta.dirname, '../..');
/** What is built of packages changes with their versions. */
const packages = 'package-lock.json';
const readNames = /\.(tsx?|css|json)$/;
/** A shop that began before the sources changed may still serve what it was built of. */
const keptMs = 2 * 86_400_000;

export interface BuildOf {
  /** The folder in which folders of built files lie side by side, each named by what it is made of. */
  readonly builtFolder: string;
  /** Folders and files, from the project's folder, of which it is built. */
  readonly sources: readonly string[];
}

/** Where the files lie that are built from the sources as they are now, whether they are there or not. */
export function folderOf({ builtFolder, sources }: BuildOf): string {
  return join(builtFolder, fingerprint([packages, 'apps/built-files', ...sources]));
}

/**
 * The folder with what is built from the sources as they are now; built first where it is not there.
 * What is there already is used as it stands, so that a shop that brings it with it needs to write
 * nothing.
 *
 * @param unwritable what to do where the folder cannot be written
 */
export async function builtFolderOf(
  of: BuildOf,
  build: (folder: string) => Promise<void>,
  unwritable: string,
): Promise<string> {
  const folder = folderOf(of);
  if (!existsSync(folder)) {
    await build(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
      throw new Error(unwritable, { cause: error });
    });
    await forgetOthers(folder);
  }
  return folder;
}

/** Of all that the built files are made from: two checkouts with the same sources have the same. */
function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const name of filesOf(source)) {
      hash.update(`\n${name}\n`).update(readFileSync(join(projectFolder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(source: string): string[] {
  if (/\.\w+$/.test(source)) return [source];
  return readdirSync(join(projectFolder, source), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter(
      (name) =>
        readNames.test(name) &&
        !/(^|\/)(built|node_modules)\//.test(name) &&
        !/\.test\./.test(name),
    )
    .toSorted()
    .map((name) => `${source}/${name}`);
}

/** Those that are much older than the one that was just built. */
async function forgetOthers(current: string): Promise<void> {
  const { mtimeMs } = await stat(current);
  const builtFolder = dirname(current);
  for (const name of await readdir(builtFolder)) {
    const other = await stat(join(builtFolder, name)).catch(() => undefined);
    if (other && mtimeMs - other.mtimeMs > keptMs) {
      await rm(join(builtFolder, name), { recursive: true, force: true });
    }
  }
}
