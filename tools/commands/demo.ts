import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { removeDemoStore, type DemoRemoval, type WhyLeft } from '../../demo/remove-demo-store.ts';
import { withShop } from '../shop-at-hand/with-shop.ts';

export const description = 'take the demo store out of the shop';

export const usage = `Usage: npx kontor demo remove [options]

  --changed   also demo products that were changed since they were loaded
  --url URL   address of the shop (default: of the shop on this machine, which may be stopped)
  --key KEY   API key with catalog:write, inventory:write and orders:read for all channels
              (default: KONTOR_API_KEY, else the local administrator's)

  Demo products are archived, and those that nobody ordered are deleted with their stock and with
  the categories in which nothing stands then. What orders refer to stays archived; what was changed
  stays as it is. Run it again whenever you like: it takes up where it ended.

Exit code 0: all of it is gone. 1: something is left, or it failed. 2: it was called wrongly.
`;

interface Options {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly changedToo: boolean;
}

export async function run(commandArguments: string[]): Promise<number> {
  const options = readOptions(commandArguments);
  if (typeof options === 'string') {
    process.stderr.write(`${printable(options)}\n\n${usage}`);
    return 2;
  }
  try {
    const { url, key, changedToo } = options;
    const removal = await withShop({ url, key, say: print }, (access) =>
      removeDemoStore({ access, changedToo }),
    );
    for (const line of linesOf(removal)) print(line);
    return removal.left.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${printable((error as Error).message)}\n`);
    return 1;
  }
}

function readOptions(commandArguments: string[]): Options | string {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      changed: { type: 'boolean', default: false },
      url: { type: 'string' },
      key: { type: 'string' },
    },
  });
  const [action, ...more] = positionals;
  if (action !== 'remove' || more.length > 0) return 'Say what to do: demo remove';
  return { url: values.url, key: values.key, changedToo: values.changed };
}

const words: Readonly<Record<WhyLeft, string>> = {
  changed: 'as it is, since it was changed (--changed removes it too)',
  ordered: 'archived, since orders refer to it',
  held: 'archived, since a purchase holds it; run this again later',
  refused: 'since the shop refuses it',
};

function linesOf({ removed, variants, units, categories, missing, left }: DemoRemoval): string[] {
  const stay = left.map(
    ({ handle, because, detail }) => `left ${handle} ${words[because]}: ${detail}`,
  );
  return [
    ...stay,
    `Demo store: ${removed} products with ${variants} variants removed, ${units} units taken off the books, ${categories} categories removed; ${missing} were gone before, ${left.length} left.`,
  ];
}

function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}
