/** An attribute with its value as written; null where it has none. */
export interface HtmlAttribute {
  readonly name: string;
  readonly value: string | null;
}

export interface HtmlTag {
  readonly name: string;
  readonly attributes: readonly HtmlAttribute[];
  /** What stands in a style or another element whose content is no markup. */
  readonly rawText: string | null;
}

/** Elements whose content is text up to their end tag, whatever it looks like. */
const rawTextElements = new Set([
  'style',
  'script',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
]);

const openingForm = /<\/?([a-z][^\s/>]*)/iy;
const attributeForm =
  /[\s/]*([^\s/>=][^\s/>=]*|=[^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?/y;

/**
 * The start tags of a page, as browsers and mail programs read it: what stands in a comment, in a
 * style or within the quotes of an attribute is no tag. Undefined where the page ends inside one.
 */
export function tagsOf(html: string): HtmlTag[] | undefined {
  const tags: HtmlTag[] = [];
  let at = html.indexOf('<');
  while (at >= 0) {
    const next = html[at + 1] ?? '';
    let end = at + 1;
    if (html.startsWith('<!--', at)) end = endOfComment(html, at + 4);
    else if (/[!?]/.test(next) || /^<\/[^a-z]/i.test(html.slice(at, at + 3))) {
      end = after(html, '>', at);
    } else if (/[a-z]/i.test(next) || next === '/') {
      const read = readTag(html, at);
      if (read === undefined) return undefined;
      end = read.end;
      if (next !== '/') tags.push(read.tag);
    }
    at = html.indexOf('<', end);
  }
  return tags;
}

function readTag(html: string, at: number): { tag: HtmlTag; end: number } | undefined {
  openingForm.lastIndex = at;
  const [opening, written] = openingForm.exec(html) ?? [];
  if (opening === undefined || written === undefined) return undefined;
  const name = written.toLowerCase();
  const attributes: HtmlAttribute[] = [];
  let end = at + opening.length;
  for (;;) {
    attributeForm.lastIndex = end;
    const found = attributeForm.exec(html);
    if (found === null) break;
    const [whole, attribute = '', double, single, bare] = found;
    attributes.push({ name: attribute.toLowerCase(), value: double ?? single ?? bare ?? null });
    end += whole.length;
    // A value that begins and does not end.
    if (!whole.includes('=', 1) && /^\s*=/.test(html.slice(end))) return undefined;
  }
  const close = /^[\s/]*>/.exec(html.slice(end));
  if (close === null) return undefined;
  end += close[0].length;
  if (html[at + 1] === '/' || !rawTextElements.has(name)) {
    return { tag: { name, attributes, rawText: null }, end };
  }
  const closing = new RegExp(`</${name}[\\s/>]`, 'i').exec(html.slice(end));
  const rawText = closing === null ? html.slice(end) : html.slice(end, end + closing.index);
  return { tag: { name, attributes, rawText }, end: end + rawText.length };
}

/** Comments also end in ways that nobody would write on purpose. */
function endOfComment(html: string, from: number): number {
  const abrupt = /^-?>/.exec(html.slice(from, from + 2));
  if (abrupt) return from + abrupt[0].length;
  const ending = /--!?>/.exec(html.slice(from));
  return ending === null ? html.length : from + ending.index + ending[0].length;
}

function after(html: string, text: string, from: number): number {
  const found = html.indexOf(text, from);
  return found < 0 ? html.length : found + text.length;
}
