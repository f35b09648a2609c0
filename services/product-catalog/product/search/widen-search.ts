import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { hasJoinedWords } from '../words/languages.ts';
import { nearWords } from '../words/near-words.ts';
import type { Piece } from '../words/typed-words.ts';
import type { KnownWord, Place, Vocabulary } from '../words/vocabulary.ts';
import type { Instead, Typed } from './search-tiers.ts';

const shortestPart = 3;
/** No word of a shop is longer. */
const longestWord = 40;
/** Between the parts of a joined word: `tag-es-decke`. */
const linking = ['', 's', 'n', 'es', 'en', 'er', 'e'];

/**
 * What may have been meant where little is found: words that were written apart or joined otherwise
 * than in the shop, and words of the shop that look like one that it does not have. Undefined: nothing.
 */
export class WiderSearch {
  private readonly database: Database;
  private readonly vocabulary: Vocabulary;

  constructor(database: Database, vocabulary: Vocabulary) {
    this.database = database;
    this.vocabulary = vocabulary;
  }

  async of(typed: Typed, place: Place, invocation: Invocation): Promise<Typed | undefined> {
    const joined = await this.joinedPairs(typed, place, invocation);
    const known = new Map(typed.known);
    const instead = [...typed.instead, ...joined];
    let isWider = joined.length > 0;
    for (const [at, piece] of typed.pieces.entries()) {
      for (const word of unknownWords(piece, typed)) {
        const split = await this.split(word, place, invocation);
        for (const [part, of] of split.known) known.set(part, of);
        if (split.groups.length > 0) {
          instead.push({ from: at, to: at + 1, groups: split.groups });
          isWider = true;
          continue;
        }
        const isLast = at === typed.pieces.length - 1 && word === piece.words.at(-1);
        const near = await nearWords(this.database, word, isLast, place, invocation);
        if (near.length === 0) continue;
        const meant = await this.vocabulary.of(near, place, invocation);
        const all = [...meant.values()];
        known.set(word, {
          words: [...known.get(word)!.words, ...all.flatMap(({ words }) => words)],
          joined: all.flatMap((one) => one.joined),
          isStopWord: false,
          known: true,
        });
        isWider = true;
      }
    }
    for (const { groups } of joined) {
      const words = groups.flat();
      for (const [word, of] of await this.vocabulary.of(words, place, invocation))
        known.set(word, of);
    }
    return isWider ? { ...typed, known, instead } : undefined;
  }

  /** `book ends`, where the shop writes `bookends`. */
  private async joinedPairs(
    { pieces }: Typed,
    place: Place,
    invocation: Invocation,
  ): Promise<Instead[]> {
    const pairs = pieces.slice(1).flatMap((right, at) => {
      const left = pieces[at]!;
      const plain = [left, right].every((one) => !one.isQuantity && one.words.length === 1);
      return plain ? [{ at, word: `${left.words[0]}${right.words[0]}` }] : [];
    });
    if (pairs.length === 0) return [];
    const found = await this.vocabulary.of(
      pairs.map(({ word }) => word),
      place,
      invocation,
    );
    return pairs
      .filter(({ word }) => isKnown(found.get(word)))
      .map(({ at, word }) => ({ from: at, to: at + 2, groups: [[word]] }));
  }

  /** `teekessel`, where the shop has a kettle for tea: into two words that it knows. */
  private async split(word: string, place: Place, invocation: Invocation) {
    const nothing = { groups: [], known: new Map<string, KnownWord>() };
    if (!hasJoinedWords(place.locale)) return nothing;
    if (word.length < 2 * shortestPart || word.length > longestWord) return nothing;
    const ways = Array.from({ length: word.length - 2 * shortestPart + 1 }, (_, n) => {
      const at = shortestPart + n;
      return { before: word.slice(0, at), head: word.slice(at) };
    }).flatMap(({ before, head }) =>
      linking
        .filter((link) => before.endsWith(link) && before.length - link.length >= shortestPart)
        .map((link) => [before.slice(0, before.length - link.length), head] as const),
    );
    const known = await this.vocabulary.of(ways.flat(), place, invocation);
    const groups = ways.filter(
      ([before, head]) => known.get(before)!.known && isKnown(known.get(head)),
    );
    return groups.length === 0 ? nothing : { groups, known };
  }
}

function unknownWords({ words, isQuantity }: Piece, { known }: Typed): string[] {
  return isQuantity
    ? []
    : words.filter((word) => !isKnown(known.get(word)) && !known.get(word)?.isStopWord);
}

function isKnown(word: KnownWord | undefined): boolean {
  return word !== undefined && (word.known || word.joined.length > 0);
}
