import { sql, type Statement } from '#platform/ground/sql.ts';

/** The beginning of a number, with or without its letter, or the beginnings of words of the subject. */
export function isAbout(query: string): Statement {
  const number = query
    .trim()
    .toUpperCase()
    .replace(/^#?(?:T-)?/, '');
  return sql`(ticket.number like ${`T-${number.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}
    or subject_words(ticket.subject) @@ (select begun_words(${query})))`;
}
