const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that a cursor names. One that we did not make names nothing: the list begins anew. */
export function afterCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  return uuid.test(id) ? id : null;
}

/** Of one row more than asked for: the page, and the cursor when there is more. */
export function cutPage<Row>(rows: Row[], limit: number, idOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? Buffer.from(idOf(last)).toString('base64url') : null };
}
