import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { drawProductPicture } from './pictures.ts';

interface Row {
  Handle: string;
  Title: string;
  'Product Category': string;
}

let products: Map<string, Row> | undefined;

/** The picture of a product of the demo store, or undefined for any other handle. Reads the file when first asked. */
export function demoPicture(handle: string): string | undefined {
  products ??= readProducts();
  const product = products.get(handle);
  return product && drawProductPicture(handle, product.Title, product['Product Category']);
}

function readProducts(): Map<string, Row> {
  const text = readFileSync(new URL('products.csv', import.meta.url), 'utf8');
  const rows = parse<Row>(text, { columns: true, relax_column_count: true });
  return new Map(rows.filter((row) => row.Title !== '').map((row) => [row.Handle, row]));
}
