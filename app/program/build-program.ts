import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import * as clock from '#kernel/clock.ts';
import {
  builtFolder,
  builtOfNow,
  hashOf,
  projectFolder,
  recordPath,
  type BuiltRecord,
  type Entry,
  type Part,
  type Source,
} from './built-program.ts';

const entries: Readonly<Record<Entry, string>> = {
  start: 'tools/commands/start.ts',
  boot: 'app/boot.ts',
  sandbox: 'external/sandbox/main.ts',
};
/** What else a program is made by. */
const settings = ['package-lock.json', 'package.json', 'tsconfig.json'];
/** Loaded when they are needed alone, or with files beside them that they look for. */
const leftOut = [
  '@node-rs/argon2',
  '@opentelemetry/*',
  '@scalar/*',
  '@simplewebauthn/*',
  'esbuild',
  'fontkit',
  'mjml',
  'pdfkit',
  'pg-native',
  'sharp',
  'woff2-encoder',
  'woff2-encoder/*',
  // Of the storefront's program too, and loaded once.
  'zod',
  'i18n-iso-countries',
  'i18n-iso-countries/*',
  'libphonenumber-js',
  'libphonenumber-js/*',
];
/** A shop that began with an earlier one still loads parts of it, and says so (`keepInUse`). */
const keptMs = 2 * 86_400_000;
/** There while somebody builds; one that is older was left by a process that died. */
const claimPath = join(builtFolder, 'building');
const claimedMs = 120_000;

/**
 * Builds the program of a shop and of its sandbox from the sources as they are now, whole or not at all:
 * what is there already stays until the new one is.
 * @returns its folder; undefined where somebody else is building it
 */
export async function buildProgram(): Promise<string | undefined> {
  if (!(await claim())) return undefined;
  try {
    return builtOfNow() ?? (await build());
  } finally {
    await rm(claimPath, { recursive: true, force: true });
  }
}

async function claim(): Promise<boolean> {
  await mkdir(builtFolder, { recursive: true });
  const claimed = await stat(claimPath).catch(() => undefined);
  if (claimed && clock.nowMs() - claimed.mtimeMs > claimedMs) {
    await rm(claimPath, { recursive: true, force: true });
  }
  return mkdir(claimPath).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function build(): Promise<string> {
  const esbuild = await import('esbuild');
  const id = randomUUID();
  const folder = join(builtFolder, id);
  const sources: Source[] = [];
  try {
    const { metafile } = await esbuild.build({
      absWorkingDir: projectFolder,
      entryPoints: entries,
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: ['node22'],
      external: leftOut,
      legalComments: 'none',
      logLevel: 'silent',
      metafile: true,
      define: { builtSandbox: JSON.stringify(join(folder, 'sandbox.mjs')) },
      // Packages that are older than modules ask for Node's own parts so.
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
      plugins: [ownPlaces(sources)],
    });
    for (const name of [...settings, ...packagesOf(Object.keys(metafile.inputs))]) {
      const { text: _, ...source } = await readSource(join(projectFolder, name));
      sources.push(source);
    }
    await writeRecord({ projectFolder, folder: id, sources, parts: await partsOf(folder) });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await esbuild.stop();
  }
  await forgetOthers(id);
  return folder;
}

/** By their own files, each of which says the version that is there, whatever is asked for. */
function packagesOf(inputs: readonly string[]): Set<string> {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return new Set(folders.map((folder) => `${folder}/package.json`));
}

/** Each file keeps the place that it finds what lies beside it from, and is noted as it was read. */
function ownPlaces(sources: Source[]): Plugin {
  return {
    name: 'own places',
    setup: (building) => {
      building.onLoad({ filter: /\.(ts|json)$/ }, async ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        const { text, ...source } = await readSource(path);
        sources.push(source);
        return path.endsWith('.json')
          ? { contents: text, loader: 'json' }
          : { contents: placed(text, path), loader: 'ts' };
      });
    },
  };
}

function placed(text: string, path: string): string {
  return text
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    .replaceAll('import.meta.filename', JSON.stringify(path))
    .replaceAll('import.meta.main', 'false');
}

/** All of it, on the disk before the record names it. */
async function partsOf(folder: string): Promise<Part[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = await open(join(parentPath, name), 'r');
      try {
        await file.sync();
        const { size } = await file.stat();
        return { path: relative(folder, join(parentPath, name)), size };
      } finally {
        await file.close();
      }
    }),
  );
}

async function readSource(path: string): Promise<Source & { readonly text: string }> {
  const { ctimeMs } = await stat(path);
  const content = await readFile(path);
  return {
    path: relative(projectFolder, path),
    size: content.length,
    changedMs: ctimeMs,
    hash: hashOf(content),
    text: content.toString('utf8'),
  };
}

async function writeRecord(record: BuiltRecord): Promise<void> {
  const beside = `${recordPath}.${record.folder}`;
  await writeFile(beside, JSON.stringify(record));
  await rename(beside, recordPath);
}

async function forgetOthers(current: string): Promise<void> {
  for (const entry of await readdir(builtFolder, { withFileTypes: true })) {
    const folder = join(builtFolder, entry.name);
    if (!entry.isDirectory() || entry.name === current || folder === claimPath) continue;
    const { mtimeMs } = await stat(folder);
    if (clock.nowMs() - mtimeMs > keptMs) await rm(folder, { recursive: true, force: true });
  }
}
