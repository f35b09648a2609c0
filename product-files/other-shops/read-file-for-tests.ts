import type { FileFit } from '../importing/product-file.ts';
import { parseProductCsv } from '../reading/parse-product-csv.ts';
import type { ParsedProduct, RejectedRow } from '../reading/product-csv-events.ts';

export interface ReadFile {
  readonly products: ReadonlyMap<string, ParsedProduct>;
  readonly rejected: readonly RejectedRow[];
  readonly notes: readonly FileFit[];
  readonly ignored: readonly string[];
  readonly refusal: string | undefined;
}

/** All that a file comes to. */
export async function readFile(lines: readonly string[], currency = 'EUR'): Promise<ReadFile> {
  const products = new Map<string, ParsedProduct>();
  const rejected: RejectedRow[] = [];
  const notes: FileFit[] = [];
  const ignored: string[] = [];
  let refusal: string | undefined;
  for await (const event of parseProductCsv([`${lines.join('\n')}\n`], { currency })) {
    if (event.kind === 'product') products.set(event.product.handle, event.product);
    else if (event.kind === 'rejected') rejected.push(event.row);
    else if (event.kind === 'noted') notes.push(event.fit);
    else if (event.kind === 'columns') ignored.push(...event.ignored);
    else refusal = event.refusal.detail;
  }
  return { products, rejected, notes, ignored, refusal };
}
