import type { FileFit } from '../importing/product-file.ts';

const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/**
 * What stands between the columns: named in a line `sep=;`, else what the line of headings has most
 * of outside of quotation marks. Anything but a comma is said.
 */
export function separatorOf(head: string): readonly [Separator, FileFit | undefined] {
  const lines = head.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const named = /^"?sep=(.)"?/i.exec(lines[0]!)?.[1];
  const found = separators.find((separator) => separator === named) ?? mostCommonIn(lines);
  if (found === ',' && named === undefined) return [found, undefined];
  const given = found === '\t' ? 'tab' : found;
  return [found, { line: 1, field: 'file', reason: 'separated', given, kept: ',' }];
}

function mostCommonIn(lines: readonly string[]): Separator {
  const headings = lines.find((line) => line.trim() !== '') ?? '';
  const outside = headings.replaceAll(/"[^"]*"/g, '');
  const counts = separators.map((separator) => outside.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))]!;
}

/** Where commas stand before decimals, something else stands between columns. */
export function hasDecimalComma(separator: Separator): boolean {
  return separator === ';';
}
