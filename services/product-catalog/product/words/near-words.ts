import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import { fold } from './fold-words.ts';
import type { Place } from './vocabulary.ts';

/** Below it, another word is as likely meant as a slip of the finger. */
const fewestLetters = 4;
const mistakesIn = (letters: number) => (letters < 8 ? 1 : 2);
const candidates = sql`40`;
const mostNear = 5;

/**
 * Words of titles and names that were probably meant by one that nobody wrote: those with the fewest
 * letters otherwise, left out, added or swapped. Of a beginning the words that begin nearly so. It
 * needs no extension of PostgreSQL: parts of three letters lie in an index of ours.
 */
export async function nearWords(
  database: Database,
  typed: string,
  isBeginning: boolean,
  { editionId }: Place,
  invocation: Invocation,
): Promise<string[]> {
  const word = fold(typed);
  if (word.length < fewestLetters || /\d/.test(word)) return [];
  const most = mistakesIn(word.length);
  const rows = await database.query<{ word: string }>(
    sql`
      with typed as materialized (select search_trigrams(${word}) as parts)
      select k.word from (
        select distinct k.word, k.trigrams from search_word k
        where k.edition_id = ${editionId} and k.trigrams && (select parts from typed)
          and length(k.word) >= ${word.length - most}
          and (${isBeginning} or length(k.word) <= ${word.length + most})) k
      order by (select count(*) from unnest(k.trigrams) part
        where part = any ((select parts from typed)::text[])) desc, length(k.word), k.word
      limit ${candidates}`,
    invocation,
  );
  const near = rows
    .map((row) => ({ word: row.word, mistakes: mistakesOf(word, row.word, isBeginning) }))
    .filter(({ mistakes }) => mistakes <= most)
    .toSorted((a, b) => a.mistakes - b.mistakes);
  return near
    .filter(({ mistakes }) => mistakes === near[0]!.mistakes)
    .slice(0, mostNear)
    .map((one) => one.word);
}

function mistakesOf(typed: string, word: string, isBeginning: boolean): number {
  const whole = distance(typed, word);
  if (!isBeginning) return whole;
  const begun = [-1, 0, 1].map((more) => distance(typed, word.slice(0, typed.length + more)));
  return Math.min(whole, ...begun);
}

/** How many letters are otherwise, more, fewer, or swapped with their neighbour. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? before[column - 2]! + 1
          : Infinity;
      next.push(
        Math.min(next[column - 1]! + 1, last[column]! + 1, last[column - 1]! + same, swapped),
      );
    }
    before = last;
    last = next;
  }
  return last[b.length]!;
}
