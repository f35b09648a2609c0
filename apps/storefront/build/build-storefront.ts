import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { AssetsManifest } from '../serving/assets.ts';
import { fontFaces, fontFiles, type FontFile } from './fonts.ts';

const compressed = promisify(brotliCompress);
const zipped = promisify(gzip);

/** What every page brings: what is on paper, and what moves. */
const looks = [
  'tokens.css',
  'shop.css',
  'drawer.css',
  'lists.css',
  'focal.css',
  'by-link.css',
] as const;

/**
 * Builds the pages' program, what runs in browsers, the look and the fonts into a folder, whole or not at
 * all: it is made beside it and then takes its name, so that shops that start in one moment from one
 * checkout do not disturb each other.
 *
 * @param folder where the built files are to lie; nobody changes them afterwards
 */
export async function buildStorefront(sources: string, folder: string): Promise<void> {
  const { build } = await import('esbuild');
  const beside = `${folder}.${randomUUID()}`;
  await mkdir(join(beside, 'assets'), { recursive: true });
  try {
    const fonts = await Promise.all(fontFiles.map((font) => readFont(font)));
    const faces = fontFaces(fonts.map(({ font, name }) => ({ font, address: `./${name}` })));
    const [style, islands, pay] = await Promise.all([
      readLooks(sources, faces),
      scriptOf(sources, 'islands/shop.ts'),
      scriptOf(sources, 'islands/pay.ts'),
      build({
        entryPoints: [join(sources, 'serve-storefront.ts')],
        outfile: join(beside, 'server.mjs'),
        bundle: true,
        format: 'esm',
        platform: 'node',
        // What the shop has loaded already is loaded once.
        external: ['zod', 'iso-3166', 'lib-address', 'i18n-iso-countries', 'libphonenumber-js'],
        target: ['node22'],
        jsx: 'automatic',
        jsxImportSource: 'preact',
        legalComments: 'none',
        logLevel: 'silent',
      }),
    ]);
    const { code: css } = await minified(style);
    const manifest: AssetsManifest = {
      style: await writeAsset(beside, 'shop.css', Buffer.from(css)),
      script: await writeAsset(beside, 'shop.js', islands),
      payScript: await writeAsset(beside, 'pay.js', pay),
      preloadedFont: fonts.find(({ font }) => font.isPreloaded)!.name,
    };
    await Promise.all(
      fonts.map(({ name, bytes }) => writeFile(join(beside, 'assets', name), bytes)),
    );
    await writeFile(join(beside, 'manifest.json'), JSON.stringify(manifest));
    await rename(beside, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Somebody else was first with the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(beside, { recursive: true, force: true });
    });
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }

  async function minified(text: string) {
    const { transform } = await import('esbuild');
    return transform(text, {
      loader: 'css',
      minify: true,
      target: ['chrome123', 'firefox120', 'safari17.5'],
    });
  }
}

/** What runs in browsers, in one file. */
async function scriptOf(sources: string, entry: string): Promise<Buffer> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(sources, entry)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0]!.contents);
}

async function readLooks(sources: string, faces: string): Promise<string> {
  const texts = await Promise.all(
    looks.map((name) => readFile(join(sources, 'look', name), 'utf8')),
  );
  return [faces, ...texts].join('\n');
}

async function readFont(font: FontFile) {
  const path = createRequire(import.meta.url).resolve(font.file);
  const bytes = await readFile(path);
  return { font, bytes, name: named(basename(path), bytes) };
}

/** Named by its content, so that browsers keep it for ever; compressed once, here. */
async function writeAsset(folder: string, name: string, bytes: Buffer): Promise<string> {
  const own = named(name, bytes);
  const path = join(folder, 'assets', own);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await Promise.all([
    writeFile(path, bytes),
    compressed(bytes, { params }).then((br) => writeFile(`${path}.br`, br)),
    zipped(bytes, { level: 9 }).then((gz) => writeFile(`${path}.gz`, gz)),
  ]);
  return own;
}

function named(name: string, bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const at = name.lastIndexOf('.');
  return `${name.slice(0, at)}-${hash}${name.slice(at)}`;
}
