import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { builtFolderOf, folderOf } from '../../built-files/built-folder.ts';

const sources = resolve(import.meta.dirname, '..');
const builtFolder = join(sources, 'built');
const build = {
  builtFolder,
  // What both apps are set in, and what the client is made of.
  sources: ['apps/admin', 'apps/storefront/look/tokens.css', 'packages/sdk/client.js'],
};

/**
 * The folder with the admin as built from the sources as they are now; built first where it is not
 * there, in a second or so. Undefined where it is neither built nor its packages are installed:
 * a shop that is installed without them has no admin.
 */
export async function builtAdmin(): Promise<string | undefined> {
  if (!existsSync(folderOf(build)) && !hasPackages()) return undefined;
  return builtFolderOf(
    build,
    async (folder) => {
      const { buildAdmin } = await import('./build-admin.ts');
      await buildAdmin(sources, folder);
    },
    `The admin is not built, and ${builtFolder} cannot be written. Run "npx kontor build" where it can be, or set KONTOR_ADMIN=off.`,
  );
}

function hasPackages(): boolean {
  try {
    createRequire(import.meta.url).resolve('react-dom/package.json');
    return true;
  } catch {
    return false;
  }
}
