import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import { fold } from '../words/fold-words.ts';
import { languageOf, textSearchOf } from '../words/languages.ts';
import { piecesOf, type Piece } from '../words/typed-words.ts';
import type { KnownWord } from '../words/vocabulary.ts';
import type { Instead } from './search-tiers.ts';

interface Row {
  readonly language: string;
  readonly word: string;
  readonly synonyms: string[];
  readonly bothWays: boolean;
}

/** What may stand for words that follow each other; these by their stems. */
interface Entry {
  readonly stems: readonly string[];
  readonly groups: readonly (readonly string[])[];
}

/** How long another process's change may go unseen. */
const staleAfterMs = 1_000;

/** The words of a synonym as they are searched for. */
export function synonymKey(text: string, language: string): string[] {
  return piecesOf(text, language).flatMap(({ words }) => words.map(fold));
}

/** The synonyms that staff keep, in memory: every search looks at them. What this process changes is seen at once. */
export class Synonyms {
  private readonly database: Database;
  private loaded: Promise<ReadonlyMap<string, Entry[]>> | undefined;
  private loadedMs = 0;

  constructor(database: Database) {
    this.database = database;
  }

  forget(): void {
    this.loaded = undefined;
  }

  /** Of pieces that were typed, what may stand for one or several of them. */
  async of(
    pieces: readonly Piece[],
    known: ReadonlyMap<string, KnownWord>,
    locale: string,
  ): Promise<Instead[]> {
    const entries = await this.all();
    const typed = pieces.flatMap(({ words }, piece) => words.map((word) => ({ word, piece })));
    return typed.flatMap(({ word, piece }, at) => {
      const stems = known.get(word)?.words ?? [fold(word)];
      const found = stems.flatMap((stem) => entries.get(`${languageOf(locale)} ${stem}`) ?? []);
      return [...new Set(found)].flatMap((entry): Instead[] => {
        const fits = entry.stems.every((stem, place) => {
          const next = typed[at + place];
          return next && (known.get(next.word)?.words ?? [fold(next.word)]).includes(stem);
        });
        const last = typed[at + entry.stems.length - 1];
        return fits && last ? [{ from: piece, to: last.piece + 1, groups: entry.groups }] : [];
      });
    });
  }

  private all(): Promise<ReadonlyMap<string, Entry[]>> {
    const nowMs = performance.now();
    if (this.loaded === undefined || nowMs - this.loadedMs > staleAfterMs) {
      this.loadedMs = nowMs;
      const loading = this.load();
      this.loaded = loading;
      loading.catch(() => {
        if (this.loaded === loading) this.loaded = undefined;
      });
    }
    return this.loaded;
  }

  /** By language and the stem of the first word. */
  private async load(): Promise<ReadonlyMap<string, Entry[]>> {
    const rows = await this.database.query<Row>(
      sql`select language, word, synonyms, both_ways from search_synonym`,
    );
    const given = rows.flatMap(({ language, word, synonyms, bothWays }) => {
      const all = [word, ...synonyms].map((one) => synonymKey(one, language));
      return (bothWays ? all : all.slice(0, 1)).map((words) => ({
        language,
        words,
        groups: all.filter((other) => other !== words),
      }));
    });
    const stems = given.length === 0 ? new Map<string, string>() : await this.stemsOf(given);
    const entries = new Map<string, Entry[]>();
    for (const { language, words, groups } of given) {
      const stemmed = words.map((word) => stems.get(`${language} ${word}`) ?? word);
      const key = `${language} ${stemmed[0]}`;
      entries.set(key, [...(entries.get(key) ?? []), { stems: stemmed, groups }]);
    }
    return entries;
  }

  private async stemsOf(given: readonly { language: string; words: string[] }[]) {
    const words = given.flatMap(({ language, words: some }) =>
      some.map((word) => ({ language, word })),
    );
    const rows = await this.database.query<{ language: string; word: string; stem: string }>(sql`
      select distinct g.language, g.word,
        coalesce((tsvector_to_array(to_tsvector(g.dictionary::regconfig, g.word)))[1], g.word) as stem
      from unnest(${words.map(({ language }) => language)}::text[],
        ${words.map(({ word }) => word)}::text[],
        ${words.map(({ language }) => textSearchOf(language))}::text[])
        as g (language, word, dictionary)`);
    return new Map(rows.map(({ language, word, stem }) => [`${language} ${word}`, stem]));
  }
}
