/** Blanks of all kinds, and what cannot be seen: marks of encodings, joiners, directions. */
const unseen = /[\s\u200b-\u200f\u2060\ufeff]/u;
const quoted =
  /^["'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb](.*)["'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]$/su;

/** What would be calculated, with the apostrophe that keeps it a text, which exports put there. */
const keptText = /^'+[=+\-@\t\r]/;

/**
 * What a cell says, without what spreadsheet programs put around it: blanks, stray marks, the
 * formula `="00123"` by which a text that looks like a number is kept a text, and the apostrophe
 * before what looks like a formula.
 */
export function plainCell(text: string): string {
  const bare = trimmed(text);
  if (bare.startsWith("'") && keptText.test(bare)) return bare.slice(1);
  const formula = bare.startsWith('="') ? /^="((?:[^"]|"")*)"$/su.exec(bare) : null;
  return formula === null ? bare : trimmed(formula[1]!.replaceAll('""', '"'));
}

/** A code or a number: the apostrophe before it and quotation marks around it are not its own. */
export function plainCode(text: string): string {
  const bare = /^['\u2019]/.test(text) && !quoted.test(text) ? text.slice(1) : text;
  return trimmed(quoted.exec(bare)?.[1] ?? bare);
}

function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  // Nearly every cell begins and ends with a visible character of ASCII.
  if (first > 32 && first < 127 && last > 32 && last < 127) return text;
  let from = 0;
  let to = text.length;
  while (from < to && unseen.test(text[from]!)) from += 1;
  while (to > from && unseen.test(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
}
