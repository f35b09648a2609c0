/**
 * Splits where a separator stands, but not behind a backslash: `a\,b` is one text with a comma, and
 * `\\` is a backslash. Any other backslash is a text's own.
 */
export function splitEscaped(text: string, separator: string): string[] {
  if (!text.includes('\\')) return text.split(separator);
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1];
    if (text[at] === '\\' && (next === separator || next === '\\')) {
      part += next;
      at += 1;
    } else if (text[at] === separator) {
      parts.push(part);
      part = '';
    } else part += text[at]!;
  }
  return [...parts, part];
}

/** A text of which `splitEscaped` makes one part again. */
export function escapedPart(text: string, separator: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(separator, `\\${separator}`);
}
