import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontFaces, fontFiles } from '../../built-files/fonts.ts';
import { minifiedStyle, readFont, writeAsset, writeBuilt } from '../../built-files/write-built.ts';
import type { AssetsManifest } from '../serving/assets.ts';

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
 * Builds the pages' program, what runs in browsers, the look and the fonts into a folder.
 *
 * @param folder where the built files are to lie
 */
export function buildStorefront(sources: string, folder: string): Promise<void> {
  return writeBuilt(folder, async (beside): Promise<AssetsManifest> => {
    const { build } = await import('esbuild');
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
    await Promise.all(
      fonts.map(({ name, bytes }) => writeFile(join(beside, 'assets', name), bytes)),
    );
    return {
      style: await writeAsset(beside, 'shop.css', await minifiedStyle(style)),
      script: await writeAsset(beside, 'shop.js', islands),
      payScript: await writeAsset(beside, 'pay.js', pay),
      preloadedFont: fonts.find(({ font }) => font.isPreloaded)!.name,
    };
  });
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
