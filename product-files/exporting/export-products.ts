import { ask, type ShopAccess } from '../importing/post.ts';
import { readExportPlace } from './export-place.ts';
import { readList, refused } from './read-shop.ts';
import { headingLine, linesOfProduct } from './rows-of-product.ts';
import type { ExportPlace, ShopProduct } from './shop-product.ts';
import { readQuantities } from './stock-quantities.ts';

export interface ProductExport {
  readonly access: ShopAccess;
  /** Takes a piece of the file; the next one is made when it is through. */
  readonly write: (text: string) => Promise<void>;
  readonly onProgress?: (soFar: ExportTotals) => void;
}

export interface ExportTotals {
  readonly products: number;
  readonly variants: number;
  readonly lines: number;
  /** What a product file has no room for, counted by products. */
  readonly translated: number;
  readonly inCollections: number;
  readonly onSale: number;
  /** Variants without a price in the channel: an import takes none without. */
  readonly unpriced: number;
  /** Units at locations that are closed. */
  readonly unitsElsewhere: number;
}

interface Summary {
  readonly productId: string;
}

const readAtOnce = 8;

/**
 * Writes the products of a channel as a file that an import takes, oldest first. A page of products
 * is in memory at a time, and of the stock a number a SKU.
 */
export async function exportProducts({
  access,
  write,
  onProgress,
}: ProductExport): Promise<ExportTotals> {
  const place = await readExportPlace(access);
  const stock = await readQuantities(access);
  let totals: ExportTotals = { ...nothing, lines: 1, unitsElsewhere: stock.unitsElsewhere };
  await write(`${headingLine(place, stock)}\n`);
  const asked = { channel: access.channel, sort: 'created_ascending' };
  for await (const page of readList<Summary>(access, '/v1/admin/products', asked)) {
    const products = await wholeProducts(access, page);
    const lines = products.flatMap((one) => linesOfProduct(one, place, stock));
    await write(lines.map((line) => `${line}\n`).join(''));
    totals = products.reduce((sum, product) => withProduct(sum, product, place), totals);
    totals = { ...totals, lines: totals.lines + lines.length };
    onProgress?.(totals);
  }
  return totals;
}

const nothing: ExportTotals = {
  products: 0,
  variants: 0,
  lines: 0,
  translated: 0,
  inCollections: 0,
  onSale: 0,
  unpriced: 0,
  unitsElsewhere: 0,
};

function withProduct(sum: ExportTotals, product: ShopProduct, place: ExportPlace): ExportTotals {
  const { variants, translations, collections } = product;
  const one = (is: boolean) => (is ? 1 : 0);
  const unpriced = variants.filter(({ prices }) =>
    prices.every(
      ({ channel, currency }) => channel !== place.channel || currency !== place.currency,
    ),
  );
  return {
    ...sum,
    products: sum.products + 1,
    variants: sum.variants + variants.length,
    translated: sum.translated + one(translations.length > 0),
    inCollections: sum.inCollections + one(collections.length > 0),
    onSale: sum.onSale + one(variants.some(({ salePrices }) => salePrices.length > 0)),
    unpriced: sum.unpriced + unpriced.length,
  };
}

/** In their order, a few at a time; one that was deleted meanwhile is not there. */
async function wholeProducts(
  access: ShopAccess,
  items: readonly Summary[],
): Promise<ShopProduct[]> {
  const products: (ShopProduct | undefined)[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, { productId }] of waiting) {
      const path = `/v1/admin/products/${productId}`;
      const reply = await ask<ShopProduct>(access, 'GET', path);
      if (!reply.ok && reply.status !== 404) throw refused(reply);
      products[index] = reply.ok ? reply.value : undefined;
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, worker));
  return products.filter((product) => product !== undefined);
}
