import { parseArgs } from 'node:util';
import { builtStorefront } from '../../apps/storefront/build/built-storefront.ts';

export const description = 'build the storefront’s files, so that a start writes nothing (images)';

export const usage = `Usage: npx kontor build

  Builds the storefront into apps/storefront/built. A start does so by itself where it is missing;
  an image, or a machine whose file system is read-only, brings it with it.
`;

export async function run(commandArguments: string[]): Promise<number> {
  parseArgs({ args: commandArguments, options: {} });
  process.stdout.write(`${await builtStorefront()}\n`);
  return 0;
}
