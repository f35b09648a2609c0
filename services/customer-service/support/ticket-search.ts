import { sql, type Statement } from '#platform/ground/sql.ts';

/** The beginning of a number, with or without its letter, or the beginnings of words of the subject. */
export function isAbout(query: string): Statement {
  const number = query
    .trim()
    .toUpperCase()
    .replace(/^#?(?:T-)?/, '');
  const begins = sql`ticket.number like ${`T-${number.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`;
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  if (!words) return begins;
  const asked = words.map((word) => `'${word}':*`).join(' & ');
  return sql`(${begins} or to_tsvector('simple', ticket.subject) @@ ${asked}::tsquery)`;
}
