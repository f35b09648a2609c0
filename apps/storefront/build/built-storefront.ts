import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const sources = resolve(import.meta.dirname, '..');
const projectFolder = resolve(sources, '../..');
const builtFolder = join(sources, 'built');
/** What is built of packages changes with their versions. */
const packages = 'package-lock.json';
const readNames = /\.(tsx?|css|json)$/;
/** A shop that began before the sources changed may still serve what it was built of. */
const keptMs = 2 * 86_400_000;

/**
 * The folder with the storefront as built from the sources as they are now; built first where it is not
 * there, in well under a second. What is there already is used as it stands, so that a
 * shop that brings it with it needs to write nothing.
 */
export async function builtStorefront(): Promise<string> {
  const folder = join(builtFolder, fingerprint());
  if (!existsSync(folder)) {
    const { buildStorefront } = await import('./build-storefront.ts');
    await buildStorefront(sources, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
      throw new Error(
        `The storefront is not built, and ${builtFolder} cannot be written. Run "npx kontor build" where it can be, or set KONTOR_STOREFRONT=off.`,
        { cause: error },
      );
    });
    await forgetOthers(folder);
  }
  return folder;
}

/** Of all that the built files are made from: two checkouts with the same sources have the same. */
function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(projectFolder, packages)));
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const name of names) {
    if (!readNames.test(name) || name.startsWith('built') || name.includes('.test.')) continue;
    hash.update(`\n${name}\n`).update(readFileSync(join(sources, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Those that are much older than the one that was just built. */
async function forgetOthers(current: string): Promise<void> {
  const { mtimeMs } = await stat(current);
  for (const name of await readdir(builtFolder)) {
    const other = await stat(join(builtFolder, name)).catch(() => undefined);
    if (other && mtimeMs - other.mtimeMs > keptMs) {
      await rm(join(builtFolder, name), { recursive: true, force: true });
    }
  }
}
