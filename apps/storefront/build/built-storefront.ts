import { join, resolve } from 'node:path';
import { builtFolderOf } from '../../built-files/built-folder.ts';

const sources = resolve(import.meta.dirname, '..');
const builtFolder = join(sources, 'built');

/**
 * The folder with the storefront as built from the sources as they are now; built first where it is not
 * there, in well under a second.
 */
export function builtStorefront(): Promise<string> {
  return builtFolderOf(
    { builtFolder, sources: ['apps/storefront'] },
    async (folder) => {
      const { buildStorefront } = await import('./build-storefront.ts');
      await buildStorefront(sources, folder);
    },
    `The storefront is not built, and ${builtFolder} cannot be written. Run "npx kontor build" where it can be, or set KONTOR_STOREFRONT=off.`,
  );
}
