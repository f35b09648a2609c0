import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { letOthersIn } from '../let-others-in.ts';
import { embeddable } from './glyph-outline.ts';
import { baseTypeface, typefacesFor, type Typeface, type Weight } from './typefaces.ts';

/** A font of one file: some letters in both weights. */
export interface OpenFont {
  readonly name: string;
  readonly weights: Readonly<Record<Weight, Font>>;
  /** Whether its letters change with their neighbours, so that words are set as a whole. */
  readonly shaped: boolean;
}

/** What a document is set with: of each letter the font, or undefined where none has it. */
export interface OpenTypefaces {
  readonly base: OpenFont;
  readonly fontOf: ReadonlyMap<number, OpenFont | undefined>;
}

const weights: readonly Weight[] = [400, 700];
/** Opened files in the order of their use; some 60 hold the letters of any usual document. */
const opened = new Map<string, Promise<OpenFont>>();
const openedAtMost = 60;
const ranges = new Map<string, readonly Part[]>();

interface Part {
  readonly name: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** Opens the fonts of a text's letters; `homes` are the languages and countries that it is of. */
export async function openTypefaces(
  text: string,
  homes: readonly string[],
): Promise<OpenTypefaces> {
  const base = await openOnce(baseTypeface.name, openBase);
  await letOthersIn();
  const fontOf = new Map<number, OpenFont | undefined>();
  const order = typefacesFor(homes);
  for (const letter of new Set(text)) {
    const code = letter.codePointAt(0)!;
    const font = base.weights[400].hasGlyphForCodePoint(code)
      ? base
      : await fontWith(letter, code, order);
    fontOf.set(code, font);
  }
  return { base, fontOf };
}

async function fontWith(
  letter: string,
  code: number,
  order: readonly Typeface[],
): Promise<OpenFont | undefined> {
  for (const typeface of order) {
    if (!typeface.letters.test(letter)) continue;
    const part = partsOf(typeface).find(({ ranges: own }) =>
      own.some(([from, to]) => code >= from && code <= to),
    );
    if (!part) continue;
    const font = await openOnce(`${typeface.name}-${part.name}`, (name) =>
      openPart(typeface, part.name, name),
    );
    if (font.weights[400].hasGlyphForCodePoint(code)) return font;
  }
  return undefined;
}

function openOnce(
  name: string,
  open: (name: string) => OpenFont | Promise<OpenFont>,
): Promise<OpenFont> {
  const font = opened.get(name) ?? Promise.resolve(open(name));
  opened.delete(name);
  opened.set(name, font);
  const [oldest] = opened.keys();
  if (opened.size > openedAtMost && oldest !== undefined) opened.delete(oldest);
  font.catch(() => opened.delete(name));
  return font;
}

function openBase(name: string): OpenFont {
  const fonts = weights.map((weight) => {
    const file = new URL(baseTypeface.file(weight), baseTypeface.at());
    return named(create(readFileSync(file)) as Font, name, weight);
  });
  fonts.forEach(setQuickly);
  return { name, weights: { 400: fonts[0]!, 700: fonts[1]! }, shaped: false };
}

async function openPart(typeface: Typeface, part: string, name: string): Promise<OpenFont> {
  await letOthersIn();
  // WebAssembly, which only documents in these scripts need.
  const { default: decompress } = await import('woff2-encoder/decompress');
  const read = async (weight: Weight): Promise<Buffer> => {
    const file = new URL(typeface.file(part, weight), typeface.at());
    return Buffer.from(await decompress(readFileSync(file)));
  };
  const whole = typeface.variable ? await read(400) : undefined;
  const fonts = await Promise.all(
    weights.map(async (weight) => {
      if (!whole) return named(create(await read(weight)) as Font, name, weight);
      const cut = (create(whole) as Font).getVariation({ wght: weight });
      return named(embeddable(cut), name, weight);
    }),
  );
  return { name, weights: { 400: fonts[0]!, 700: fonts[1]! }, shaped: !typeface.variable };
}

/** All parts of a family have one name in their files; a document tells fonts apart by it. */
function named(font: Font, name: string, weight: Weight): Font {
  const style = weight === 400 ? 'Regular' : 'Bold';
  const value = `${name.replaceAll(/[^A-Za-z0-9-]/g, '')}-${style}`;
  return Object.defineProperty(font, 'postscriptName', { value });
}

/**
 * Letters without combining marks need kerning alone: the tables of Noto Sans are large, and going
 * through all of them takes four times as long.
 */
function setQuickly(font: Font): void {
  const layout = font.layout.bind(font);
  const off = ['ccmp', 'locl', 'rlig', 'mark', 'mkmk', 'calt', 'clig', 'liga', 'rclt', 'curs'];
  const kerning = Object.fromEntries(off.map((feature) => [feature, false]));
  font.layout = (text, features, ...rest) =>
    /[\p{M}\p{Script=Devanagari}]/u.test(text)
      ? layout(text, features, ...rest)
      : layout(text, kerning, ...rest);
}

function partsOf(typeface: Typeface): readonly Part[] {
  let parts = ranges.get(typeface.name);
  if (!parts) {
    const file = readFileSync(new URL('unicode.json', typeface.at()), 'utf8');
    parts = Object.entries(JSON.parse(file) as Record<string, string>)
      .filter(([name]) => typeface.part.test(name))
      .map(([name, listed]) => ({ name, ranges: listed.split(',').map(rangeOf) }));
    ranges.set(typeface.name, parts);
  }
  return parts;
}

/** `U+4e00-4e10` or `U+4e00`. */
function rangeOf(listed: string): [from: number, to: number] {
  const [from = '', to = from] = listed.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
