import { productLimits } from '#contracts/product/limits.ts';
import { parseText } from '../cells/parse-field.ts';
import type { ProductFits } from './product-fits.ts';
import type { ProductRow } from './product-row.ts';

const nameColumns = ['option1Name', 'option2Name', 'option3Name'] as const;
export const valueColumns = ['option1Value', 'option2Value', 'option3Value'] as const;
/** What Shopify writes where a product has no options. */
const defaultName = 'Title';
const defaultValue = 'Default Title';

export interface Options {
  readonly names: readonly string[];
  valuesOf(row: ProductRow): string[];
}

/** Options of a product and the values of its rows. What has no name or no value gets one. */
export function optionsOf(rows: readonly ProductRow[], fits: ProductFits): Options {
  const used = nameColumns.filter((column, index) => {
    const isNamed = rows.some((row) => row.get(column) !== '');
    return (
      isNamed || rows.some((row) => !['', defaultValue].includes(row.get(valueColumns[index]!)))
    );
  });
  const isDefault =
    used.length === 1 &&
    used[0] === 'option1Name' &&
    rows.every((row) => ['', defaultName].includes(row.get('option1Name'))) &&
    rows.every((row) => ['', defaultValue].includes(row.get('option1Value')));
  if (isDefault) return { names: [], valuesOf: () => [] };
  const names: string[] = [];
  for (const column of used) names.push(nameOf(rows, column, names, fits));
  const columns = used.map((column) => valueColumns[nameColumns.indexOf(column)]!);
  return { names, valuesOf: (row) => columns.map((column) => valueOf(row, column, fits)) };
}

function nameOf(
  rows: readonly ProductRow[],
  column: (typeof nameColumns)[number],
  earlier: readonly string[],
  fits: ProductFits,
): string {
  const row = rows.find((candidate) => candidate.get(column) !== '') ?? rows[0]!;
  const given = parseText(row.get(column).normalize('NFC'), productLimits.optionName - 4);
  const name = fits.take(row, column, given);
  const number = earlier.length + 1;
  const own = name === '' || earlier.includes(name) ? `${name || 'Option'} ${number}` : name;
  if (own !== name) fits.add(row, column, 'replaced', own);
  return own;
}

function valueOf(
  row: ProductRow,
  column: (typeof valueColumns)[number],
  fits: ProductFits,
): string {
  const text = row.get(column);
  if (text === '') return fits.take(row, column, { value: 'Default', fit: 'replaced' });
  const usual = text.normalize('NFC');
  if (usual !== text) fits.add(row, column, 'normalised', usual);
  return fits.take(row, column, parseText(usual, productLimits.optionValue));
}
