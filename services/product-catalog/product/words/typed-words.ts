import { inSmallLetters } from './fold-words.ts';
import { readQuantities } from './quantities.ts';
import { tokensOf } from './words-of-text.ts';

/** A piece of what somebody typed, each of which must be found. */
export interface Piece {
  /** Words of which all must occur; of `men's` two. */
  readonly words: readonly string[];
  /** Instead of them: the same without what joins them, or the quantity that they are. */
  readonly whole: string | undefined;
  readonly isQuantity: boolean;
}

const wordsLimit = 8;

/** Words are letters and digits alone, so nothing of the query language comes in. */
export function piecesOf(text: string, locale: string): Piece[] {
  const { plain, words: quantities } = readQuantities(inSmallLetters(text), locale);
  const left = quantities.map(({ word, written }) => ({
    word,
    written: written.filter((one) => /[\p{L}\p{N}]/u.test(one)),
  }));
  const tokens = tokensOf(plain);
  const pieces: Piece[] = [];
  let words = 0;
  for (let at = 0; at < tokens.length && words < wordsLimit;) {
    const quantity = left[0];
    const isNext = quantity?.written.every((one, place) => {
      const token = tokens[at + place];
      return token?.parts.length === 1 && token.parts[0] === one;
    });
    if (quantity && isNext) {
      left.shift();
      pieces.push({ words: quantity.written, whole: quantity.word, isQuantity: true });
      at += quantity.written.length;
      words += 1;
      continue;
    }
    const { parts, joined } = tokens[at]!;
    const taken = parts.slice(0, wordsLimit - words);
    pieces.push({ words: taken, whole: joined, isQuantity: false });
    words += taken.length;
    at += 1;
  }
  return pieces;
}

/** Every word that something must be known of. */
export function wordsOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap(({ words, whole, isQuantity }) =>
    whole === undefined || isQuantity ? words : [...words, whole],
  );
}
