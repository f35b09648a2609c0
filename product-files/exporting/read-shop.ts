import { ask, type ShopAccess } from '../importing/post.ts';

/** @throws with what the shop says */
export async function read<Value>(access: ShopAccess, path: string): Promise<Value> {
  const reply = await ask<Value>(access, 'GET', path);
  if (reply.ok) return reply.value;
  throw refused(reply);
}

export function refused({ detail, code }: { detail: string; code: string }): Error {
  return new Error(`The shop refuses the export: ${detail} (${code})`);
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** All of a list, page by page. */
export async function* readList<Item>(
  access: ShopAccess,
  path: string,
  asked: Readonly<Record<string, string>> = {},
): AsyncGenerator<readonly Item[]> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      ...asked,
      limit: '100',
      ...(cursor === null ? {} : { cursor }),
    });
    const page: Page<Item> = await read<Page<Item>>(access, `${path}?${query.toString()}`);
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
