import { createReadStream } from 'node:fs';
import type { FileProduct } from '#product-files/importing/product-file.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';

export const demoProductsFile = new URL('products.csv', import.meta.url);

/** In which the file's prices are. */
export const demoCurrency = 'EUR';

/** The demo store's products, as its file has them. */
export async function readDemoProducts(): Promise<FileProduct[]> {
  const products: FileProduct[] = [];
  const events = parseProductCsv(createReadStream(demoProductsFile), { currency: demoCurrency });
  for await (const event of events) {
    if (event.kind === 'product') products.push(event.product);
  }
  return products;
}
