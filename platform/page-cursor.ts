import { fail } from '#kernel/result.ts';

/** Where a page of a list that is sorted by time and id ends. */
export interface PageKey {
  /** As PostgreSQL writes a timestamptz, with all its digits. */
  readonly at: string;
  readonly id: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;

/** The key that a cursor holds; undefined for text that is no cursor of ours. */
export function readCursor(cursor: string): PageKey | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const key = { at: text.slice(0, -37), id: text.slice(-36) };
  return uuid.test(key.id) && instant.test(key.at) ? key : undefined;
}

/** The cursor that `readCursor` reads. */
export function writeCursor({ at, id }: PageKey): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** A page of rows that were read with one more than asked; the cursor is the key of its last one. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => PageKey,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const key = last && keyOf(last);
  return {
    items: items.map(toItem),
    nextCursor: key ? writeCursor(key) : null,
  };
}

export function cursorInvalid() {
  return fail('cursor_invalid', 'Give the nextCursor of the page before, or none.');
}
