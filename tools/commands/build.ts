import { parseArgs } from 'node:util';
import { buildProgram } from '#app/program/build-program.ts';
import { builtAdmin } from '../../apps/admin/build/built-admin.ts';
import { builtStorefront } from '../../apps/storefront/build/built-storefront.ts';

export const description =
  'build the files of storefront and admin and the program, so that a start writes nothing (images)';

export const usage = `Usage: npx kontor build

  Builds the storefront into apps/storefront/built, the admin into apps/admin/built, and what a start
  runs into app/built, in a few files where the sources are a thousand. A start does the first two by
  itself where they are missing, and the third for the start after it; an image, or a machine whose
  file system is read-only, brings them with it. Where the admin's packages are not installed
  (KONTOR_ADMIN=off) it is left out.
`;

export async function run(commandArguments: string[]): Promise<number> {
  parseArgs({ args: commandArguments, options: {} });
  process.stdout.write(`${await builtStorefront()}\n`);
  const admin = process.env['KONTOR_ADMIN'] === 'off' ? undefined : await builtAdmin();
  process.stdout.write(`${admin ?? 'The admin is left out: its packages are not installed.'}\n`);
  const program = await buildProgram();
  if (program !== undefined) process.stdout.write(`${program}\n`);
  return 0;
}
