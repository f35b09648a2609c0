import { parseArgs } from 'node:util';
import { buildProgram } from '#app/program/build-program.ts';
import { builtStorefront } from '../../apps/storefront/build/built-storefront.ts';

export const description =
  'build the storefront’s files and the program, so that a start writes nothing (images)';

export const usage = `Usage: npx kontor build

  Builds the storefront into apps/storefront/built, and what a start runs into app/built, in a few
  files where the sources are a thousand. A start does the first by itself where it is missing, and
  the second for the start after it; an image, or a machine whose file system is read-only, brings
  both with it.
`;

export async function run(commandArguments: string[]): Promise<number> {
  parseArgs({ args: commandArguments, options: {} });
  process.stdout.write(`${await builtStorefront()}\n`);
  const program = await buildProgram();
  if (program !== undefined) process.stdout.write(`${program}\n`);
  return 0;
}
