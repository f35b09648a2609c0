import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtStorefront } from '../apps/storefront/build/built-storefront.ts';

/** The storefront as the gateway serves it: built where it is not yet, then loaded as one file. */
export async function loadStorefront(): Promise<(handed: unknown) => void> {
  const folder = await builtStorefront();
  const address = pathToFileURL(join(folder, 'server.mjs')).href;
  const { serveStorefront } = (await import(address)) as {
    serveStorefront: (handed: unknown, builtFolder: string) => void;
  };
  return (handed) => serveStorefront(handed, folder);
}
