import { createReadStream } from 'node:fs';
import type { ImportedProduct } from '#contracts/product/import.ts';
import { must } from '#kernel/result.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { splitProduct } from '#product-files/importing/split-product.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import { productService } from '../../services/product-catalog/product/service.ts';
import germanTitles from './german-titles.json' with { type: 'json' };
import synonyms from './synonyms.json' with { type: 'json' };
import moreProducts from './more-products.json' with { type: 'json' };

const demoFile = new URL('../products.csv', import.meta.url);
const perImport = 50;

/** The catalog with the demo store, a few products of difficult names, and some titles in German. */
export async function openSearchedStore(): Promise<TestKontor> {
  const shop = await openTestKontor({ services: [productService] });
  const client = shop.client('product');
  const staff = () => shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });
  const channel = {
    code: 'default',
    name: 'Kontor',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en', 'de'],
    pricesIncludeTax: true,
    active: true,
  };
  must(await client.putChannel(channel, staff()), 'languages');
  const products = [...(await demoProducts()), ...moreProducts.map(added)];
  for (let from = 0; from < products.length; from += perImport) {
    const input = { products: products.slice(from, from + perImport) };
    const { rejected } = must(await client.importProducts(input, shop.invocation()), 'import');
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  }
  for (const [handle, title] of Object.entries(germanTitles)) {
    const { productId } = must(await client.getProduct({ handle }, shop.invocation()), handle);
    const translation = { title, descriptionHtml: '', seoTitle: '', seoDescription: '' };
    must(await client.putTranslation({ productId, locale: 'de', translation }, staff()), handle);
  }
  for (const [language, groups] of Object.entries(synonyms)) {
    for (const [word, ...others] of groups) {
      const given = { language, word: word!, synonyms: others, bothWays: true };
      must(await client.putSearchSynonyms(given, staff()), word!);
    }
  }
  await shop.settle();
  return shop;
}

async function demoProducts(): Promise<ImportedProduct[]> {
  const products: ImportedProduct[] = [];
  for await (const event of parseProductCsv(createReadStream(demoFile), { currency: 'EUR' })) {
    if (event.kind !== 'product') continue;
    products.push(...splitProduct(event.product, 240_000).map(({ product }) => product));
  }
  return products;
}

function added({ handle, title, sku, barcode, text }: (typeof moreProducts)[number]) {
  return productOf(handle, {
    title,
    descriptionHtml: `<p>${text}</p>`,
    variants: [variantOf(sku, { barcode })],
  });
}
