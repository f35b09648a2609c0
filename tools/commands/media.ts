import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { post, type Posted, type ShopAccess } from '#product-files/importing/post.ts';
import { withShop } from '../shop-at-hand/with-shop.ts';

export const description = 'move pictures to where new ones go (KONTOR_MEDIA_STORE)';

export const usage = `Usage: npx kontor media move [options]

  --url URL   address of the shop (default: of the shop on this machine, which may be stopped)
  --key KEY   API key with catalog:write for all channels
              (default: KONTOR_API_KEY, else the local administrator's)

  Set the new place and restart the shop, with the former one still set; then move. Pictures are shown
  meanwhile, and their addresses stay. Stop it whenever you like and run it again: each file is in the one
  place until it is in the other, and one that cannot be read or written does not stop the others: it is
  named, and stays. What was held while a place was away is tried again. Files that were left are removed a minute later; only then, and once
  this finds nothing more to move, take the settings of the former place away.

Exit code 0: all of them are there. 1: some were not found or not moved, or it failed. 2: it was called
wrongly.
`;

interface Move {
  readonly store: string;
  readonly moved: number;
  readonly missing: number;
  readonly failed: number;
  readonly problems: readonly string[];
  readonly nextCursor: string | null;
}

export async function run(commandArguments: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: { url: { type: 'string' }, key: { type: 'string' } },
  });
  if (positionals.length !== 1 || positionals[0] !== 'move') {
    process.stderr.write(`Say what to do: media move\n\n${usage}`);
    return 2;
  }
  try {
    return await withShop({ url: values.url, key: values.key, say: print }, moveAll);
  } catch (error) {
    process.stderr.write(`${printable((error as Error).message)}\n`);
    return 1;
  }
}

/** So many answers without one file moved: the place itself is away, and the rest would fail as well. */
const vainMost = 5;

async function moveAll(access: ShopAccess): Promise<number> {
  const sum = { moved: 0, missing: 0, failed: 0 };
  let vain = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const told: Posted<Move> = await post(
      access,
      '/v1/admin/media/moves',
      cursor === '' ? {} : { cursor },
    );
    if (!told.ok) throw new Error(`${told.status} ${told.code}: ${told.detail}`);
    const { store, moved, missing, failed, problems } = told.value;
    cursor = told.value.nextCursor;
    sum.moved += moved;
    sum.missing += missing;
    sum.failed += failed;
    for (const problem of problems) print(`stays where it is: ${problem}`);
    vain = failed > 0 && moved === 0 ? vain + 1 : 0;
    if (cursor === null) print(`${sum.moved} files moved to: ${store}`);
    else if (vain < vainMost) print(`${sum.moved} files moved so far`);
    else {
      print(`${sum.moved} files moved, and none any more: run this again once the place serves.`);
      return 1;
    }
  }
  return conclude(sum);
}

function conclude({ missing, failed }: { missing: number; failed: number }): number {
  if (failed > 0)
    print(
      `${failed} files were not moved, for the reasons above: run this again once they are mended.`,
    );
  if (missing > 0)
    print(
      `${missing} files were not where they should lie, and stay written there: bring them back from a copy, then run this again.`,
    );
  return failed + missing === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}
