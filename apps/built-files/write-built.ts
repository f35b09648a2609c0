import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FontFile } from './fonts.ts';

const compressed = promisify(brotliCompress);
const zipped = promisify(gzip);

/**
 * Makes a folder of built files whole or not at all: it is made beside it and then takes its name, so
 * that shops that start in one moment from one checkout do not disturb each other.
 *
 * @param folder where the built files are to lie; nobody changes them afterwards
 * @param make writes them into the folder that it is told, whose `assets` is there, and answers what
 *   becomes `manifest.json`
 */
export async function writeBuilt(
  folder: string,
  make: (beside: string) => Promise<object>,
): Promise<void> {
  const beside = `${folder}.${randomUUID()}`;
  await mkdir(join(beside, 'assets'), { recursive: true });
  try {
    await writeFile(join(beside, 'manifest.json'), JSON.stringify(await make(beside)));
    await rename(beside, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Somebody else was first with the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(beside, { recursive: true, force: true });
    });
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

/** Named by its content, so that browsers keep it for ever; compressed once, here. */
export async function writeAsset(folder: string, name: string, bytes: Buffer): Promise<string> {
  const own = named(name, bytes);
  await writeCompressed(join(folder, 'assets', own), bytes);
  return own;
}

/** A file under the name that it has, and beside it what is sent of it. */
export async function writeCompressed(path: string, bytes: Buffer): Promise<void> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await Promise.all([
    writeFile(path, bytes),
    compressed(bytes, { params }).then((br) => writeFile(`${path}.br`, br)),
    zipped(bytes, { level: 9 }).then((gz) => writeFile(`${path}.gz`, gz)),
  ]);
}

export async function readFont(font: FontFile) {
  const path = createRequire(import.meta.url).resolve(font.file);
  const bytes = await readFile(path);
  return { font, bytes, name: named(basename(path), bytes) };
}

export async function minifiedStyle(text: string): Promise<Buffer> {
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    loader: 'css',
    minify: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
  });
  return Buffer.from(code);
}

function named(name: string, bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const at = name.lastIndexOf('.');
  return `${name.slice(0, at)}-${hash}${name.slice(at)}`;
}
