/** As PostgreSQL writes a moment where its sessions are in UTC, to the microsecond at most. */
const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * A `timestamptz` as ISO 8601 in milliseconds. Almost all that is read is in UTC, which needs no date
 * to be made of it: with several in most rows this was felt.
 */
export function momentOf(text: string): string {
  const found = inUtc.exec(text);
  if (!found) return new Date(text).toISOString();
  const [, day, time, fraction = ''] = found;
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}
