import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generateTypes, typesFile } from '../sdk/generate-types.ts';

export const description = 'write the types of packages/sdk from the API’s own document';

export async function run(commandArguments: string[]): Promise<number> {
  parseArgs({ args: commandArguments, options: {} });
  await writeFile(typesFile, await generateTypes());
  process.stdout.write(`${typesFile}\n`);
  return 0;
}
