/** HTML as texts that are read one by one, and what puts them together again. */

const blockTags = new Set(
  (
    'p div br li ul ol tr table blockquote pre hr dt dd h1 h2 h3 h4 h5 h6 figure figcaption ' +
    'caption section article header footer'
  ).split(' '),
);

/**
 * Masks the texts of HTML: a number may be partly bold and run over lines, but through no cells of a
 * table. Addresses stay, what images and abbreviations say is looked at.
 * @param masked of the pieces of one text, as many as were given
 */
export function maskedTexts(
  html: string,
  masked: (pieces: readonly string[]) => readonly string[],
): string {
  // A tag ends before the next one begins: where none ends, none is looked for to the end of the text.
  const parts = html.split(/(<[^<>]*>)/);
  const texts: { pieces: string[]; places: (number | undefined)[] }[] = [];
  const begin = () => texts.push({ pieces: [], places: [] });
  begin();
  for (const [index, part] of parts.entries()) {
    const { pieces, places } = texts.at(-1)!;
    if (index % 2 === 0) {
      pieces.push(part);
      places.push(index);
    } else if (/^<\/?t[dh]\b/i.test(part)) begin();
    else if (blockTags.has(/^<\/?([a-z0-9]+)/i.exec(part)?.[1]?.toLowerCase() ?? '')) {
      pieces.push('\n');
      places.push(undefined);
    }
    if (index % 2 === 1) {
      parts[index] = part.replaceAll(saidByTag, (_, before: string, text: string) => {
        return before + masked([text])[0]!;
      });
    }
  }
  for (const { pieces, places } of texts) {
    const after = masked(pieces);
    for (const [at, index] of places.entries()) if (index !== undefined) parts[index] = after[at]!;
  }
  return parts.join('');
}

/** In quotation marks of either kind, or in none. */
const saidByTag = /(\s(?:alt|title)\s{0,9}=\s{0,9})("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  ndash: '-',
  mdash: '-',
  hyphen: '-',
  middot: '·',
  period: '.',
};

/** HTML whose characters are written as themselves. */
export function withPlainCharacters(html: string): string {
  return html.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{3,6}));/gi,
    (whole, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hexadecimal!, 16) : Number(decimal);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
