import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** So many letters are kept, of what was shown lately; twice as many at most. */
const keptMax = 6_000_000;
/** What is longer was asked for at length, and hardly by two: it is made each time. */
const longestKept = 60_000;

let young = new Map<string, string>();
let old: ReadonlyMap<string, string> = new Map();
let youngLetters = 0;

/**
 * The markup of a part that many pages show, made once as long as it is made of the same.
 * @param of all that it is made of, as text: two parts of one text are one
 */
export function keptHtml(of: string, make: () => VNode): string {
  let html = young.get(of);
  if (html !== undefined) return html;
  html = old.get(of) ?? inOnePiece(renderToString(make()));
  const letters = of.length + html.length;
  if (letters > longestKept) return html;
  if (youngLetters + letters > keptMax) {
    old = young;
    young = new Map();
    youngLetters = 0;
  }
  young.set(of, html);
  youngLetters += letters;
  return html;
}

/**
 * A text that was added up of hundreds of others is a tree of them. Kept as a tree it takes several times
 * the memory, and each page that it is put into walks through it. Written and read again it is one piece.
 */
function inOnePiece(html: string): string {
  return Buffer.from(html).toString();
}

const ofThings = new WeakMap<object, Map<string, string>>();

/**
 * The same, of a thing that is replaced where it changes: kept as long as the thing is.
 * @param as what of it, in a few words: all are kept
 */
export function keptHtmlOf(thing: object, as: string, make: () => VNode | string): string {
  let own = ofThings.get(thing);
  if (own === undefined) {
    own = new Map();
    ofThings.set(thing, own);
  }
  let html = own.get(as);
  if (html === undefined) {
    const made = make();
    html = inOnePiece(typeof made === 'string' ? made : renderToString(made));
    own.set(as, html);
  }
  return html;
}
