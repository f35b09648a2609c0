import { sql, type Statement } from '#platform/ground/sql.ts';

/** PostgreSQL's own configurations by language; every other language is searched word by word. */
const configurations: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  nb: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

export function textSearchOf(locale: string): string {
  return configurations[locale.slice(0, 2)] ?? 'simple';
}

const wordsLimit = 8;

export interface SearchQuery {
  /** Finds all that is to be found. */
  readonly all: Statement;
  /** Finds a part of it: what has the words themselves, the last one too. */
  readonly exact: Statement;
}

/**
 * The query for what somebody typed: every word must occur, the last one as the beginning of a
 * word. Words are letters and digits alone, so nothing of the query language comes in. The whole
 * text may also be the beginning of a SKU or barcode. Undefined: nothing to search for.
 */
export function searchQuery(text: string, locale: string): SearchQuery | undefined {
  const typed = text.normalize('NFC').toLowerCase();
  const words = (typed.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, wordsLimit);
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const configuration = textSearchOf(locale);
  const lastExact = sql`to_tsquery(${configuration}::regconfig, ${last})`;
  const lastBegun = sql`(${lastExact} || to_tsquery('simple', ${`${last}:*`}))`;
  if (words.length === 1) return { all: orCode(lastBegun, typed), exact: lastExact };
  const before = sql`plainto_tsquery(${configuration}::regconfig, ${words.slice(0, -1).join(' ')})`;
  // Of a word that the language does not search by nothing is left, and the others alone find more.
  const exact = sql`case when numnode(${lastExact}) = 0 then ''::tsquery else ${before} && ${lastExact} end`;
  return { all: orCode(sql`(${before} && ${lastBegun})`, typed), exact };
}

function orCode(query: Statement, typed: string): Statement {
  const code = typed.trim();
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(code) || !/[\d._/-]/.test(code)) return query;
  return sql`(${query} || ${`'${code}':*`}::tsquery)`;
}
