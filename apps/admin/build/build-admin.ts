import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { fontFaces, fontFiles } from '../../built-files/fonts.ts';
import {
  minifiedStyle,
  readFont,
  writeAsset,
  writeBuilt,
  writeCompressed,
} from '../../built-files/write-built.ts';
import type { AdminManifest } from '../serving/admin-manifest.ts';

/** Read in this order; the first is the shop's own too, and the only one that a theme changes. */
const looks = [
  '../storefront/look/tokens.css',
  'look/shell.css',
  'look/controls.css',
  'look/lists.css',
  'look/order.css',
  'look/fulfillment.css',
  'look/picture.css',
  'look/tickets.css',
  'look/outgoing.css',
  'look/products.css',
  'look/content.css',
  'look/today.css',
  'look/settings.css',
  'look/audit.css',
  'look/customers.css',
  'look/messages.css',
  'look/imports.css',
  'look/palette.css',
] as const;

/**
 * Builds what browsers load of the admin into a folder: a script that is loaded with the page, parts
 * that are loaded when their page is opened, one style, the fonts.
 *
 * @param folder where the built files are to lie
 */
export function buildAdmin(sources: string, folder: string): Promise<void> {
  return writeBuilt(folder, async (beside): Promise<AdminManifest> => {
    const fonts = await Promise.all(fontFiles.map((font) => readFont(font)));
    const faces = fontFaces(fonts.map(({ font, name }) => ({ font, address: `./${name}` })));
    const texts = await Promise.all(looks.map((name) => readFile(join(sources, name), 'utf8')));
    const style = await minifiedStyle([faces, ...texts].join('\n'));
    await Promise.all(
      fonts.map(({ name, bytes }) => writeFile(join(beside, 'assets', name), bytes)),
    );
    return {
      ...(await writeScripts(sources, join(beside, 'assets'))),
      style: await writeAsset(beside, 'admin.css', style),
      preloadedFont: fonts.find(({ font }) => font.isPreloaded)!.name,
    };
  });
}

async function writeScripts(sources: string, assets: string) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [join(sources, 'main.tsx')],
    outdir: assets,
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    entryNames: 'admin-[hash]',
    chunkNames: 'part-[hash]',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
    absWorkingDir: sources,
  });
  await Promise.all(
    outputFiles.map(({ path, contents }) => writeCompressed(path, Buffer.from(contents))),
  );
  return firstLoadOf(metafile);
}

/** What the page loads at once: the entry, and all that it cannot begin without. */
function firstLoadOf({ outputs }: Metafile): { script: string; preloaded: string[] } {
  const entry = Object.keys(outputs).find((path) => outputs[path]!.entryPoint === 'main.tsx')!;
  const needed = new Set<string>([entry]);
  for (const path of needed) {
    for (const { path: imported, kind } of outputs[path]!.imports) {
      if (kind === 'import-statement') needed.add(imported);
    }
  }
  needed.delete(entry);
  return { script: basename(entry), preloaded: [...needed].map((path) => basename(path)) };
}
