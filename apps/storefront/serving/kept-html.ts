import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** So many are kept, those that were shown lately; twice as many at most. */
const keptMax = 2_000;

let young = new Map<string, string>();
let old: ReadonlyMap<string, string> = new Map();

/**
 * The markup of a part that many pages show, made once as long as it is made of the same.
 * @param of all that it is made of, as text: two parts of one text are one
 */
export function keptHtml(of: string, make: () => VNode): string {
  let html = young.get(of);
  if (html !== undefined) return html;
  html = old.get(of) ?? renderToString(make());
  if (young.size >= keptMax) {
    old = young;
    young = new Map();
  }
  young.set(of, html);
  return html;
}

const ofThings = new WeakMap<object, Map<string, string>>();

/** The same, of a thing that is replaced where it changes: kept as long as the thing is. */
export function keptHtmlOf(thing: object, as: string, make: () => VNode): string {
  let own = ofThings.get(thing);
  if (own === undefined) {
    own = new Map();
    ofThings.set(thing, own);
  }
  let html = own.get(as);
  if (html === undefined) {
    html = renderToString(make());
    own.set(as, html);
  }
  return html;
}
