/** Beyond Latin-1, what the built-in PDF fonts have (Windows-1252). */
const furtherGlyphs = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
/** Letters that do not come apart into a base letter and a mark. */
const baseLetters: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  ı: 'i',
  Ħ: 'H',
  ħ: 'h',
  '\u202f': '\u00a0',
  '\u2009': ' ',
  '\u2212': '-',
};

function hasGlyph(character: string): boolean {
  const code = character.codePointAt(0)!;
  return (
    (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || furtherGlyphs.has(character)
  );
}

/**
 * The text in the glyphs of the built-in fonts: other Latin letters lose their marks, and what has
 * no likeness is shown as `?`. The snapshot keeps the text as it was given.
 */
export function printable(text: string): string {
  let shown = '';
  for (const character of text.normalize('NFC')) {
    if (character === '\n' || hasGlyph(character)) shown += character;
    else if (baseLetters[character] !== undefined) shown += baseLetters[character];
    else if (/\s/.test(character)) shown += ' ';
    else {
      const base = character.normalize('NFD').replaceAll(/\p{M}/gu, '');
      shown += base !== '' && Array.from(base).every(hasGlyph) ? base : '?';
    }
  }
  return shown;
}
