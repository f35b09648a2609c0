import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readProject } from '../architecture/source-file.ts';
import { describeHouse, measureHouse } from '../house/measure-house.ts';
import { describePurchaseFiles, purchaseFiles } from '../house/purchase-files.ts';

export const description =
  'measure the tree: largest folder, circles, lengths, arrows that run up (--purchase, --json)';

export const usage = `Usage: npx kontor house [--purchase] [--json] [FOLDER]

  ${description}

FOLDER is the checkout to measure, this one unless told. Tests are left out. With --purchase it
starts a shop of that checkout, whose packages are installed, and tells which files hold a function
that runs from \`POST …/complete\` until it answers \`completed\`.
`;

export async function run(commandArguments: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    options: {
      json: { type: 'boolean', default: false },
      purchase: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const folder = resolve(positionals[0] ?? resolve(import.meta.dirname, '../..'));
  if (values.purchase) {
    const files = await purchaseFiles(folder);
    process.stdout.write(values.json ? `${JSON.stringify(files)}\n` : describePurchaseFiles(files));
    return 0;
  }
  const house = measureHouse(readProject(folder));
  process.stdout.write(values.json ? `${JSON.stringify(house)}\n` : describeHouse(house));
  return 0;
}
