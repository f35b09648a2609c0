/** Which tag may stand in which: `''` is the description itself. */
const blocksIn: Readonly<Record<string, string>> = {
  p: ' div blockquote li',
  h2: ' div',
  h3: ' div',
  h4: ' div',
  div: ' div',
  blockquote: ' div',
  ul: ' div li',
  ol: ' div li',
  li: 'ul ol',
};
const parentsOf = new Map(
  Object.entries(blocksIn).map(([tag, parents]) => [tag, new Set(parents.split(' '))]),
);
const inline = new Set(['b', 'code', 'em', 'i', 's', 'small', 'span', 'strong', 'sub', 'sup', 'u']);
const token = /<(\/?)([a-z0-9]+)( ?\/)?>|[^<>&\0]+|&(?:amp|lt|gt);/gy;
const deepest = 20;

/**
 * What sanitising makes of markup that has nothing to take out and nothing to mend: tags without
 * attributes, closed in order, each where it may stand. Undefined of anything else, which has to be
 * read as browsers read it; most descriptions are no more than this, and reading them so takes a tenth.
 */
export function plainMarkup(html: string): string | undefined {
  const open: string[] = [];
  let written = '';
  let at = 0;
  token.lastIndex = 0;
  for (let found = token.exec(html); found !== null; found = token.exec(html)) {
    at = token.lastIndex;
    const [text, slash, tag, isClosed] = found;
    if (tag === undefined) written += text;
    else if (tag === 'br') {
      if (slash !== '') return undefined;
      written += '<br />';
    } else if (isClosed !== undefined) return undefined;
    else if (slash === '/') {
      if (open.pop() !== tag) return undefined;
      written += text;
    } else {
      const mayStand = inline.has(tag) || parentsOf.get(tag)?.has(open.at(-1) ?? '') === true;
      if (!mayStand || open.length >= deepest) return undefined;
      open.push(tag);
      written += text;
    }
  }
  return at === html.length && open.length === 0 ? written.trim() : undefined;
}
