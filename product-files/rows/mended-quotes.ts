import type { FileFit } from '../importing/product-file.ts';

const quote = '"';
const longestShown = 120;

export function mendedFit(line: number, given: string, kept: string): FileFit {
  const short = (text: string) => text.slice(0, longestShown);
  return { line, field: 'file', reason: 'normalised', given: short(given), kept: short(kept) };
}

/**
 * Fields in quotation marks that hold one which nobody doubled, such as `"24" screen"`: the parser
 * keeps the outer ones. `text` is the row as it stands in the file, where those that were doubled
 * show: they belong to the field.
 */
export function withoutOuterQuotes(fields: string[], text: () => string): string[] {
  if (!fields.some(isQuoted)) return fields;
  const row = text();
  return fields.map((field) =>
    isQuoted(field) && !row.includes(`"${field.replaceAll(quote, '""')}"`) && isAround(field)
      ? field.slice(1, -1)
      : field,
  );
}

/**
 * Fields that were cut at a separator behind such a mark, as `"24" screen, flat"`, are one field again
 * where the row has as many as there are columns then; else undefined.
 */
export function joinedFields(
  fields: readonly string[],
  width: number,
  separator: string,
): string[] | undefined {
  const joined: string[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const end = isBegun(fields[at]!) ? fields.findIndex((one, to) => to > at && isEnded(one)) : -1;
    const field = fields.slice(at, end + 1).join(separator);
    if (end === -1) joined.push(fields[at]!);
    else joined.push(field.slice(1, -1));
    at = Math.max(at, end);
  }
  return joined.length === width ? joined : undefined;
}

const isQuoted = (field: string) =>
  field.length > 2 && field.startsWith(quote) && field.endsWith(quote);
const isBegun = (field: string) => field.startsWith(quote) && !isQuoted(field);
const isEnded = (field: string) => field.endsWith(quote) && !field.startsWith(quote);

/** `"Low" and "Heroes"` has marks at both ends that belong to its words. */
function isAround(field: string): boolean {
  const inner = field.slice(1, -1);
  const marks = inner.split(quote).length - 1;
  return marks % 2 === 1 || /^[^"]*[\s(]"/u.test(inner);
}
