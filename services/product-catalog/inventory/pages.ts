import { sql, type Statement } from '#platform/sql.ts';

export const uuidPart = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const numberPart = /^\d{1,15}$/;

/** A page of rows that were read with one more than asked; the cursor is the key of its last one. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items,
    nextCursor: more ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null,
  };
}

/** The key that a cursor holds; a cursor that is none of ours begins at the first page. */
export function keyOfCursor(
  cursor: string | undefined,
  parts: readonly RegExp[],
): unknown[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(key)) return undefined;
    return parts.every((part, index) => part.test(String(key[index]))) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A condition that is left out where its value is. */
export function optional<Value>(
  value: Value | undefined,
  condition: (value: Value) => Statement,
): Statement {
  return value === undefined ? sql`true` : condition(value);
}
