import { splitEscaped } from '../../cells/split-escaped.ts';
import type { Place } from '../own-row.ts';
import type { WooColumn, WooColumns } from './woo-headings.ts';

export interface WooAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** A row of WooCommerce's file, its cells as they are meant. */
export interface WooRow {
  readonly place: Place;
  readonly fields: readonly string[];
  get(column: WooColumn): string;
  readonly kind: string;
  readonly isVirtual: boolean;
  readonly attributes: readonly WooAttribute[];
}

export function toWooRow(
  fields: readonly string[],
  place: Place,
  { index, attributes }: WooColumns,
): WooRow {
  const get = (column: WooColumn) => plain(fields[index.get(column) ?? -1]);
  const types = get('type')
    .toLowerCase()
    .split(',')
    .map((type) => type.trim());
  const marks = new Set(['virtual', 'downloadable']);
  return {
    place,
    fields,
    get,
    kind: types.find((type) => !marks.has(type)) || 'simple',
    isVirtual: types.includes('virtual'),
    attributes: attributes.flatMap(({ name, values }) => {
      const called = plain(fields[name]).replace(/^pa_/, '');
      return called === '' ? [] : [{ name: called, values: valuesIn(plain(fields[values])) }];
    }),
  };
}

/** Its exporter puts an apostrophe before what a spreadsheet program would calculate. */
function plain(text: string | undefined): string {
  return (text ?? '').trim().replace(/^'(?=[=+\-@\t\r])/, '');
}

/** A list has commas, one that is a value's own a backslash before it; older files have `|`. */
export function valuesIn(text: string): string[] {
  const parts = splitEscaped(text, ',').map((part) => part.trim());
  const all = parts.length === 1 ? text.split('|').map((part) => unescaped(part.trim())) : parts;
  return [...new Set(all.filter((part) => part !== ''))];
}

function unescaped(text: string): string {
  return splitEscaped(text, '\u0000').join('').replaceAll('\\,', ',');
}
