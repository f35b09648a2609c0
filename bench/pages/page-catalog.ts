import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadClient } from '../load.ts';
import type { ValueBook } from './value-book.ts';
import { things } from './shown-values.ts';

/** A product whose price and stock change while its pages are read. */
export interface PageProduct {
  readonly productId: string;
  readonly handle: string;
  /** Of the variant that changes: its first and cheapest, or its only one. */
  readonly sku: string;
  /** It can be sold out. */
  readonly isSingle: boolean;
}

export interface PageCatalog {
  readonly products: readonly PageProduct[];
  /** Of all pages of the lists that they are in, of 20 each, in both languages. */
  readonly lists: readonly string[];
}

/** Where each language begins: the demo store's. */
export const languages = ['', '/de'] as const;
const shelves = 10;
const perRequest = 100;
const variantsOf = ['S', 'M', 'L'];
const vendors = ['Harbour & Sons', 'Nordlicht', 'Ateliers du Quai', 'Speicher 12', 'Mole'];
const description =
  '<p>Made in small lots from what the region has, and checked by hand before it leaves.</p>' +
  '<ul><li>Lasts for years</li><li>Can be repaired</li></ul><p>Wipe with a damp cloth.</p>';
const firstPriceMinor = 1_000;
const firstUnits = 4;
/** Of the variants that do not change: above every price that the first one comes to have. */
const otherPriceMinor = 9_900;
const patienceMs = 120_000;

/** Puts so many products into a shop, with stock, and finds the addresses of their lists. */
export async function fillCatalog(
  client: LoadClient,
  apiKey: string,
  count: number,
  book: ValueBook,
): Promise<PageCatalog> {
  const pictures = await picturesOf(client);
  const products: PageProduct[] = [];
  for (let from = 0; from < count; from += perRequest) {
    const given = Array.from({ length: Math.min(perRequest, count - from) }, (_, at) =>
      productOf(from + at, pictures),
    );
    const { rejected } = await client.send<{ rejected: { message: string }[] }>(
      'POST',
      '/v1/admin/imports/products',
      apiKey,
      { products: given },
    );
    if (rejected.length > 0) throw new Error(`not taken: ${rejected[0]!.message}`);
    await countIn(
      client,
      apiKey,
      given.flatMap(({ variants }) => variants.map(({ sku }) => sku)),
    );
    for (const { handle, variants } of given) {
      const { productId } = await client.send<{ productId: string }>(
        'GET',
        `/v1/products/${handle}`,
        undefined,
      );
      const { sku } = variants[0]!;
      products.push({ productId, handle, sku, isSingle: variants.length === 1 });
    }
  }
  for (const product of products) {
    book.begin(things.price(product), String(firstPriceMinor));
    book.begin(things.units(product), String(firstUnits));
    book.begin(things.soldOut(product), 'false');
  }
  await untilForSale(client, count);
  return { products, lists: await listsOf(client) };
}

async function picturesOf(client: LoadClient): Promise<readonly string[]> {
  const { items } = await client.send<{ items: { imageUrl: string | null }[] }>(
    'GET',
    '/v1/products?limit=100',
    undefined,
  );
  return items.flatMap(({ imageUrl }) => imageUrl ?? []);
}

function productOf(number: number, pictures: readonly string[]) {
  const name = String(number + 1).padStart(4, '0');
  const isSingle = number % 4 === 0;
  const title = `Quay goods No. ${number + 1}`;
  const variant = (size: string | undefined, at: number) => ({
    sku: size === undefined ? `QUAY-${name}` : `QUAY-${name}-${size}`,
    optionValues: size === undefined ? [] : [size],
    barcode: '',
    weightGrams: 400,
    requiresShipping: true,
    taxable: true,
    taxClass: 'standard',
    inventoryPolicy: 'deny',
    imageUrl: null,
    costMinor: null,
    hsCode: null,
    countryOfOrigin: null,
    priceMinor: at === 0 ? firstPriceMinor : otherPriceMinor,
    compareAtMinor: null,
  });
  return {
    handle: `quay-${name}`,
    title,
    descriptionHtml: description,
    vendor: vendors[number % vendors.length]!,
    productType: 'Household',
    tags: [`quay-${number % 7}`],
    status: 'active',
    seoTitle: '',
    seoDescription: '',
    category: [`Shelf ${(number % shelves) + 1}`],
    optionNames: isSingle ? [] : ['Size'],
    variants: isSingle ? [variant(undefined, 0)] : variantsOf.map(variant),
    media: [0, 1].flatMap((at) => {
      const url = pictures[(number * 2 + at) % pictures.length];
      return url === undefined ? [] : [{ url, altText: title }];
    }),
  };
}

async function countIn(client: LoadClient, apiKey: string, skus: readonly string[]): Promise<void> {
  for (let from = 0; from < skus.length; from += perRequest) {
    const lines = skus.slice(from, from + perRequest).map((sku) => ({ sku, quantity: firstUnits }));
    // Inventory hears of a variant a moment after it is there.
    await untilDone(() =>
      client.send('POST', '/v1/admin/stock/counts', apiKey, {
        countId: randomUUID(),
        reason: 'pages are measured',
        lines,
      }),
    );
  }
}

/** A list knows of stock a moment after it is counted. */
async function untilForSale(client: LoadClient, count: number): Promise<void> {
  await untilDone(async () => {
    let matches = 0;
    for (let shelf = 1; shelf <= shelves; shelf += 1) {
      const found = await client.send<{ matches: number }>(
        'GET',
        `/v1/products/search?category=shelf-${shelf}&inStock=true&limit=1`,
        undefined,
      );
      matches += found.matches;
    }
    if (matches < count) throw new Error(`${matches} of ${count} products are for sale`);
  });
}

async function untilDone<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (const endMs = performance.now() + patienceMs; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await sleep(200);
    }
  }
}

/** Page after page, as a shopper comes to them. */
async function listsOf(client: LoadClient): Promise<readonly string[]> {
  const lists: string[] = [];
  for (const language of languages) {
    for (let shelf = 1; shelf <= shelves; shelf += 1) {
      let next: string | undefined = `${language}/categories/shelf-${shelf}`;
      while (next !== undefined) {
        lists.push(next);
        const html: string = await client.text(next);
        next = /<a[^>]*href="([^"]*)"[^>]*rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      }
    }
  }
  return lists;
}
