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

/** Of the first line that has some columns: above the headings may stand a name or a day. */
function mostCommonIn(lines: readonly string[]): Separator {
  const written = lines.filter((line) => line.trim() !== '').slice(0, 10);
  const all = written.map(countsIn);
  const counts = all.find((some) => Math.max(...some) > 2) ?? all[0] ?? countsIn('');
  return separators[counts.indexOf(Math.max(...counts))]!;
}

function countsIn(line: string): number[] {
  const outside = line.replaceAll(/"[^"]*"/g, '');
  return separators.map((separator) => outside.split(separator).length);
}

/** Where commas stand before decimals, something else stands between columns. */
export function hasDecimalComma(separator: Separator): boolean {
  return separator === ';';
}
