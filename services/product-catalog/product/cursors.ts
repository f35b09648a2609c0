import type { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';

/** A cursor holds the key of the last item of a page; clients hand it back as it came. */
export function cursorOf(key: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key that a cursor holds, checked; undefined for the first page. */
export function keyOfCursor<Key>(cursor: string | undefined, shape: z.ZodType<Key>) {
  if (cursor === undefined) return ok(undefined);
  const parsed = shape.safeParse(parseOrNull(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success) return ok(parsed.data);
  return fail(
    'cursor_invalid',
    'The cursor is none of this list. Take `nextCursor` of the page before, with the same filters and sort.',
  );
}

/** A page of rows that were read with one more than asked. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  keyOf: (row: Row) => readonly unknown[],
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null,
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
