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
  place until it is in the other. Files that were left are removed a minute later; only then, and once
  this finds nothing more to move, take the settings of the former place away.

Exit code 0: all of them are there. 1: some were not found, or it failed. 2: it was called wrongly.
`;

interface Move {
  readonly store: string;
  readonly moved: number;
  readonly missing: number;
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

async function moveAll(access: ShopAccess): Promise<number> {
  let moved = 0;
  let missing = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const told: Posted<Move> = await post(
      access,
      '/v1/admin/media/moves',
      cursor === '' ? {} : { cursor },
    );
    if (!told.ok) throw new Error(`${told.status} ${told.code}: ${told.detail}`);
    const { store } = told.value;
    cursor = told.value.nextCursor;
    moved += told.value.moved;
    missing += told.value.missing;
    if (cursor !== null) print(`${moved} files moved so far`);
    else print(`${moved} files moved; all that were found lie in: ${store}`);
  }
  if (missing === 0) return 0;
  print(
    `${missing} files were not where they should lie, and stay written there: bring them back from a copy, then run this again.`,
  );
  return 1;
}

function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}
