import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import { formsOf } from './fold-words.ts';
import { hasJoinedWords, joinsWords, textSearchOf } from './languages.ts';

/** What the language and the shop's own words say of a word that was typed. */
export interface KnownWord {
  /** It and its stem in each form. Without a stem: the language does not search by it. */
  readonly words: readonly string[];
  readonly isStopWord: boolean;
  /** Whether it is in some title or name. */
  readonly known: boolean;
  /** Stems of words that end with it: of `schuh` `laufschuh`. */
  readonly joined: readonly string[];
}

export interface Place {
  readonly editionId: number;
  readonly locale: string;
}

interface Row {
  readonly word: string;
  readonly form: string;
  readonly stems: string[];
  readonly known: boolean;
  readonly joined: { stem: string; head: string; known: boolean }[] | null;
}

/** How long what another process learnt may go unseen. */
const staleAfterMs = 1_000;
const mostKept = 2_000;
/** Written into the text. More words with one ending no shop has. */
const joinedLimit = sql`300`;
const vowel = /[aeiouyäöüåæø]/;

/** Asks PostgreSQL for stems and for the words of an edition, each word at most once a second. */
export class Vocabulary {
  private readonly database: Database;
  private readonly kept = new Map<string, { readonly word: KnownWord; readonly atMs: number }>();

  constructor(database: Database) {
    this.database = database;
  }

  async of(
    words: readonly string[],
    place: Place,
    invocation: Invocation,
  ): Promise<ReadonlyMap<string, KnownWord>> {
    const nowMs = performance.now();
    const found = new Map<string, KnownWord>();
    const missing: string[] = [];
    for (const word of new Set(words)) {
      const kept = this.kept.get(`${place.editionId} ${word}`);
      if (kept && nowMs - kept.atMs < staleAfterMs) found.set(word, kept.word);
      else missing.push(word);
    }
    if (missing.length === 0) return found;
    if (this.kept.size > mostKept) this.kept.clear();
    for (const [word, known] of await this.ask(missing, place, invocation)) {
      found.set(word, known);
      this.kept.set(`${place.editionId} ${word}`, { word: known, atMs: nowMs });
    }
    return found;
  }

  private async ask(
    words: readonly string[],
    place: Place,
    invocation: Invocation,
  ): Promise<Map<string, KnownWord>> {
    const forms = words.flatMap((word) => formsOf(word).map((form) => ({ word, form })));
    const rows = await this.database.query<Row>(
      sql`
        select f.word, f.form, s.stems,
          exists (select from search_word k
            where k.edition_id = ${place.editionId} and k.word = f.form) as known,
          case when ${hasJoinedWords(place.locale)} then (
            select json_agg(json_build_object('stem', reverse(j.backwards), 'head', j.ending,
              'known', j.known))
            from (
              select distinct w.backwards, reverse(e.ending) as ending, exists (
                select from search_word m
                where m.edition_id = ${place.editionId} and m.backwards in (
                  substr(w.backwards, length(e.ending) + 1),
                  regexp_replace(substr(w.backwards, length(e.ending) + 1), '^(ne|se|re|n|s|e)', '')))
                as known
              from (select reverse(f.form) collate "C" as ending
                union select reverse(unnest(s.stems))) e
              join search_word w on w.edition_id = ${place.editionId} and w.backwards > e.ending
                and w.backwards < e.ending || U&'\\FFFD'
              limit ${joinedLimit}) j) end as joined
        from unnest(${forms.map(({ word }) => word)}::text[], ${forms.map(({ form }) => form)}::text[])
            as f (word, form),
          lateral (select tsvector_to_array(
            to_tsvector(${textSearchOf(place.locale)}::regconfig, f.form)) as stems) s`,
      invocation,
    );
    const byWord = Map.groupBy(rows, ({ word }) => word);
    return new Map([...byWord].map(([word, some]) => [word, knownWord(some, place.locale)]));
  }
}

function knownWord(rows: readonly Row[], locale: string): KnownWord {
  const joined = rows
    .flatMap(({ joined: found }) => found ?? [])
    .filter(({ stem, head, known }) => isJoined(stem, head, known, locale))
    .map(({ stem }) => stem);
  return {
    words: [...new Set(rows.flatMap(({ form, stems }) => [form, ...stems]))],
    isStopWord: rows.every(({ stems }) => stems.length === 0),
    known: rows.some(({ known }) => known),
    joined: [...new Set(joined)],
  };
}

/**
 * Whether a word that ends with another is made of it, as `laufschuh` is of `schuh`, and `schwein` not
 * of `wein`: what stands before is a word of the shop too, or, in languages that join any two words,
 * could be one.
 */
function isJoined(stem: string, head: string, known: boolean, locale: string): boolean {
  const before = stem.slice(0, stem.length - head.length);
  if (before.length < 2 || head.length < 2) return false;
  if (known) return true;
  return joinsWords(locale) && head.length >= 4 && before.length >= 3 && vowel.test(before);
}
