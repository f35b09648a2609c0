import { hasRightToLeft, inReadingOrder, type Stretch } from './reading-order.ts';
import type { OpenFont, OpenTypefaces } from './open-typefaces.ts';
import { splitLetters, splitWords } from './split-words.ts';

/** Letters of one font, side by side. Of a shaped font and from right to left, set as a whole. */
export interface Run {
  readonly text: string;
  readonly font: OpenFont;
  readonly whole: boolean;
}

/** From left to right, as it stands on the page. */
export type Line = readonly Run[];
export type Measure = (run: Run) => number;

/** Marks of direction and of variants: they are heeded, and have no shape. */
const shapeless = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Variation_Selector}/gu;

/**
 * Sets a text in lines of a width: each letter in a font that has it, right-to-left stretches in
 * their order. A letter that no font has is written by its number, so that nothing is lost.
 */
export class TypeSetter {
  /** Letters that were set and not asked for before: the document is set again with them. */
  readonly missing = new Set<string>();
  private readonly typefaces: OpenTypefaces;
  private readonly direction: 'auto' | 'rtl';

  /** In a right-to-left document (`rtl`) so are its mixed paragraphs; else each one's first letter decides. */
  constructor(typefaces: OpenTypefaces, direction: 'auto' | 'rtl') {
    this.typefaces = typefaces;
    this.direction = direction;
  }

  setLines(text: string, width: number, measure: Measure): Line[] {
    return this.clean(text)
      .split('\n')
      .flatMap((paragraph) => this.setParagraph(paragraph, width, measure));
  }

  private setParagraph(paragraph: string, width: number, measure: Measure): Line[] {
    const widthOf = (part: string): number =>
      this.runsOf({ text: part.trimEnd(), rightToLeft: false }).reduce(
        (sum, run) => sum + measure({ ...run, whole: run.whole || hasRightToLeft(part) }),
        0,
      );
    const lines: { start: number; end: number }[] = [];
    let [start, end] = [0, 0];
    const place = (piece: string): void => {
      const fits = widthOf(paragraph.slice(start, end + piece.length)) <= width;
      if (!fits && end > start) {
        lines.push({ start, end });
        start = end;
      }
      end += piece.length;
    };
    for (const word of splitWords(paragraph)) {
      if (widthOf(word) <= width) {
        place(word);
        continue;
      }
      // Longer than a line: it begins on one of its own, and is cut.
      if (end > start) lines.push({ start, end });
      start = end;
      splitLetters(word).forEach(place);
    }
    lines.push({ start, end });
    const trimmed = lines.map((line) => ({
      start: line.start,
      end: line.start + paragraph.slice(line.start, line.end).trimEnd().length,
    }));
    return inReadingOrder(paragraph, trimmed, this.direction).map((stretches) =>
      stretches.flatMap((stretch) => this.runsOf(stretch)),
    );
  }

  private runsOf({ text, rightToLeft }: Stretch): Run[] {
    const runs: { text: string; font: OpenFont }[] = [];
    for (const letter of text.replaceAll(shapeless, '')) {
      const last = runs.at(-1);
      const { shown, font } = this.shapeOf(letter, last?.font);
      if (last?.font === font) last.text += shown;
      else runs.push({ text: shown, font });
    }
    if (!rightToLeft) return runs.map((run) => ({ ...run, whole: run.font.shaped }));
    return runs.toReversed().map(({ text: own, font }) => ({
      // Letters turn the run around by themselves; what stands between them does not.
      text: hasRightToLeft(own) ? own : Array.from(own).toReversed().join(''),
      font,
      whole: true,
    }));
  }

  private shapeOf(letter: string, before: OpenFont | undefined) {
    const { base, fontOf } = this.typefaces;
    const code = letter.codePointAt(0)!;
    // A mark belongs to the letter before it; in a font of its own it would stand beside it.
    if (before && /[\p{M}\u200c\u200d]/u.test(letter)) {
      if (before.weights[400].hasGlyphForCodePoint(code)) return { shown: letter, font: before };
      if (/[\u200c\u200d]/.test(letter)) return { shown: '', font: before };
    }
    if (!fontOf.has(code)) this.missing.add(letter);
    const font = fontOf.get(code);
    if (font) return { shown: letter, font };
    const number = code.toString(16).toUpperCase().padStart(4, '0');
    return { shown: `[U+${number}]`, font: base };
  }

  private clean(text: string): string {
    return text
      .normalize('NFC')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[\t\u2028\u2029]/g, ' ')
      .replaceAll(/[^\P{Cc}\n]/gu, '');
  }
}
