import { inSmallLetters } from './fold-words.ts';

/** In a search word, that the whole of a code is meant. */
const mark = '#';

/** A code as one word, without what people leave out or add: hyphens, blanks, leading noughts. Empty: nothing is left. */
export function plainCode(code: string): string {
  const plain = inSmallLetters(code)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .replace(/^0+(?=.)/, '');
  return plain.slice(0, 100);
}

export function codeWord(code: string): string {
  return `${mark}${plainCode(code)}`;
}

/** What has a digit and enough of it may be the beginning of a code. */
export function mayBeginCode(typed: string): boolean {
  const plain = plainCode(typed);
  return plain.length >= 3 && /\d/.test(plain);
}
