import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readProject } from '../architecture/source-file.ts';
import { describeHouse, measureHouse } from '../house/measure-house.ts';

export const description =
  'measure the tree: largest folder, circles, lengths, arrows that run up (--json)';

export const usage = `Usage: npx kontor house [--json] [FOLDER]

  ${description}

FOLDER is the checkout to measure, this one unless told. Tests are left out.
`;

export async function run(commandArguments: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const folder = resolve(positionals[0] ?? resolve(import.meta.dirname, '../..'));
  const house = measureHouse(readProject(folder));
  process.stdout.write(values.json ? `${JSON.stringify(house)}\n` : describeHouse(house));
  return 0;
}
