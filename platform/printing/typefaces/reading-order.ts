import bidiFactory, { type Bidi } from 'bidi-js';

/** A stretch of a line that is read in one direction; `text` is in the order in which it is read. */
export interface Stretch {
  readonly text: string;
  readonly rightToLeft: boolean;
}

const rightToLeftLetters =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\u200f\u202b\u202e\u2067]/u;
/** The package's types are a module's and its code is none: what is imported is the factory. */
const open = bidiFactory as unknown as () => Bidi;
let bidi: Bidi | undefined;

export function hasRightToLeft(text: string): boolean {
  return rightToLeftLetters.test(text);
}

/** The stretches of a paragraph's lines, each from left to right as they stand on the page. */
export function inReadingOrder(
  paragraph: string,
  lines: readonly { readonly start: number; readonly end: number }[],
  direction: 'auto' | 'rtl',
): Stretch[][] {
  if (!hasRightToLeft(paragraph)) {
    return lines.map(({ start, end }) => [
      { text: paragraph.slice(start, end), rightToLeft: false },
    ]);
  }
  bidi ??= open();
  const embedding = bidi.getEmbeddingLevels(paragraph, direction);
  const { levels } = embedding;
  const mirrored = bidi.getMirroredCharactersMap(paragraph, levels);
  const shown = (at: number): string => mirrored.get(at) ?? paragraph[at]!;
  return lines.map(({ start, end }) => {
    if (start >= end) return [];
    const order = bidi!.getReorderedIndices(paragraph, embedding, start, end - 1);
    const stretches: { text: string; rightToLeft: boolean; level: number }[] = [];
    for (const at of order) {
      const level = levels[at]!;
      const rightToLeft = level % 2 === 1;
      const last = stretches.at(-1);
      if (last === undefined || last.level !== level)
        stretches.push({ text: shown(at), rightToLeft, level });
      else last.text = rightToLeft ? shown(at) + last.text : last.text + shown(at);
    }
    return stretches.map(({ text, rightToLeft }) => ({ text, rightToLeft }));
  });
}
