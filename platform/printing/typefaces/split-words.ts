/** Scripts that are written without spaces, and so may break between any of their words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** What no line begins with, and what no line ends with. */
const closing = /^[\p{Pe}\p{Pf}、。，．！？：；ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ.,;:!?%]/u;
const opening = /[\p{Ps}\p{Pi}]$/u;

const words = new Intl.Segmenter('und', { granularity: 'word' });
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The pieces of a paragraph between which a line may end; spaces stay with the word before. */
export function splitWords(paragraph: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of words.segment(paragraph)) {
    const last = pieces.at(-1);
    if (last === undefined || !breaksBetween(last, segment)) {
      pieces.splice(-1, 1, (last ?? '') + segment);
    } else pieces.push(segment);
  }
  return pieces;
}

/** What is read as one letter, with all its marks: where a word that is too long is cut. */
export function splitLetters(word: string): string[] {
  return Array.from(letters.segment(word), ({ segment }) => segment);
}

function breaksBetween(before: string, after: string): boolean {
  if (/^\s/.test(after)) return false;
  // A space that keeps together what it stands between, as in "12 €".
  if (/[\u00a0\u202f]$/.test(before)) return false;
  if (/\s$/.test(before)) return true;
  if (closing.test(after) || opening.test(before)) return false;
  if (/\p{L}[-/‐–]$/u.test(before)) return true;
  return unspaced.test(before.at(-1)!) || unspaced.test(after.at(0)!);
}
