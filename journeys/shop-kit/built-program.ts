import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  acquireDataFolderLock,
  DataFolderInUseError,
  type DataFolderLock,
} from '#platform/run/data-folder-lock.ts';

const projectFolder = resolve(import.meta.dirname, '../..');
const builtFolder = join(projectFolder, 'node_modules/.cache/kontor-tests');
/** What the program of a child may be made of. */
const sources = [
  'kernel',
  'contracts',
  'platform',
  'external',
  'product-files',
  'app',
  'demo',
  'services',
  'audit',
  'journeys',
];
/** They find files of their own, or machine code, beside where they lie, or are a third of all. */
const leftOutside = /^(@node-rs\/argon2|@scalar\/fastify-api-reference|pino|pdfkit|rolldown)(\/|$)/;

const entries = {
  'crash-child': 'journeys/shop-kit/crash-child.ts',
  sandbox: 'external/sandbox/main.ts',
} as const;
type Program = keyof typeof entries;

const known = new Map<Program, Promise<string>>();

/**
 * The program of a child process as a few files, made of the sources as they are now: of a shop one for
 * each service, and what they have in common. Loading some 1,700 files takes a second of a processor,
 * and the tests start hundreds of processes; the few do the same in half of it, for one service in a
 * third. A stack that leads into them finds the source's name above the place.
 */
export function builtProgram(name: Program = 'crash-child'): Promise<string> {
  const made = known.get(name) ?? build(name);
  known.set(name, made);
  return made;
}

async function build(name: Program): Promise<string> {
  const folder = join(builtFolder, `${name}-${fingerprint()}`);
  const program = join(folder, `${name}.mjs`);
  if (existsSync(program)) return program;
  const lock = await lockWhenFree(join(builtFolder, `${lockPrefix}${name}`));
  try {
    if (!existsSync(program)) await buildHere(name, folder);
  } finally {
    lock.release();
  }
  await forgetOthers(folder);
  return program;
}

/** Workers that begin together want the same: one makes it, and the others have the processor. */
async function lockWhenFree(folder: string): Promise<DataFolderLock> {
  for (;;) {
    try {
      return await acquireDataFolderLock(folder);
    } catch (error) {
      if (!(error instanceof DataFolderInUseError)) throw error;
      await sleep(lockPauseMs);
    }
  }
}

async function buildHere(name: Program, folder: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: { [name]: join(projectFolder, entries[name]) },
    cwd: projectFolder,
    platform: 'node',
    external: leftOutside,
    plugins: [{ name: 'places', transform: { handler: withPlaces } }],
    logLevel: 'silent',
  });
  // Whole or not at all: who is killed in it leaves a part under another name.
  const beside = `${folder}.${randomUUID()}`;
  await bundle.write({
    dir: beside,
    // By its ending Node knows what it is; else it reads all of it to find out.
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    format: 'esm',
    keepNames: true,
  });
  await bundle.close();
  await rename(beside, folder);
}

/** Where a source lies is found where it lay, and not where the program is. */
function withPlaces(code: string, id: string): string | undefined {
  if (!code.includes('import.meta') || relative(projectFolder, id).startsWith('node_modules'))
    return undefined;
  return code
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
    .replaceAll('import.meta.dirname', JSON.stringify(resolve(id, '..')))
    .replaceAll('import.meta.main', 'false');
}

/** Changes with every source that is saved, and with every package. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const note = (path: string): void => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  note(join(projectFolder, 'package-lock.json'));
  for (const folder of sources) {
    const names = readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names) {
      if (/\.(ts|json)$/.test(name) && !name.endsWith('.test.ts'))
        note(join(projectFolder, folder, name));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const lockPrefix = 'lock-';
const lockPauseMs = 50;
const hourMs = 3_600_000;

/** Of sources that changed; a run that began before they did may still start processes of its own. */
async function forgetOthers(current: string): Promise<void> {
  for (const name of readdirSync(builtFolder)) {
    if (name.startsWith(lockPrefix)) continue;
    const path = join(builtFolder, name);
    const madeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (path !== current && Date.now() - madeMs > 6 * hourMs)
      await rm(path, { recursive: true, force: true });
  }
}
