import { currencyExponent, decimalString } from '#kernel/money.ts';
import type { z } from 'zod';
import type { crawlerOperations } from '#contracts/product/storefront/crawlers.ts';
import type { PageRequest } from '../serving/page.ts';
import type { TextFile } from '../serving/send-file.ts';
import { gtinOf } from './gtin.ts';
import { xmlElement } from './xml.ts';

type Feed = z.output<(typeof crawlerOperations)['listFeedProducts']['output']>;
type Product = Feed['items'][number];
type Variant = Product['variants'][number];

const readAtOnce = 250;
/** What Google takes of each (Merchant Center, product data specification). */
const most = { id: 50, title: 150, description: 5_000, brand: 70, type: 750, pictures: 10 };

/** What can be bought, in the format of Google's product feeds; without delivery, which the account there knows. */
export async function googleFeed(request: PageRequest): Promise<TextFile> {
  const first = await readFeed(request, null);
  return { type: 'application/xml; charset=utf-8', text: feedText(request, first) };
}

function readFeed(request: PageRequest, cursor: string | null): Promise<Feed> {
  return request.ask<Feed>('listFeedProducts', {
    limit: readAtOnce,
    ...(cursor === null ? {} : { cursor }),
  });
}

async function* feedText(request: PageRequest, first: Feed): AsyncGenerator<string> {
  const { shop, at, words } = request;
  yield [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n',
    xmlElement('title', shop.name),
    xmlElement('link', `${shop.publicUrl}${at.home()}`),
    xmlElement('description', words.home.description(shop.name)),
    '\n',
  ].join('');
  for (let page = first; ; page = await readFeed(request, page.nextCursor)) {
    yield page.items
      .flatMap((product) => product.variants.map((variant) => itemText(request, product, variant)))
      .join('');
    if (page.nextCursor === null) break;
  }
  yield '</channel>\n</rss>\n';
}

function itemText({ shop, at }: PageRequest, product: Product, variant: Variant): string {
  const { currency, vendor, imageUrls } = product;
  const { sku, priceMinor, priorMinor, weightGrams } = variant;
  const money = (minor: number) =>
    `${decimalString(minor, currencyExponent(currency))} ${currency}`;
  const picture = (url: string) => new URL(url, shop.publicUrl).href;
  const main = variant.imageUrl ?? imageUrls[0];
  // As the page announces it.
  const isReduced = priorMinor !== null && priorMinor > priceMinor;
  const gtin = gtinOf(variant.barcode);
  const address = at.product(
    product.handle,
    product.variantCount > 1 ? { variant: sku } : undefined,
  );
  const fields: [name: string, text: string][] = [
    ['id', sku.length <= most.id ? sku : variant.variantId],
    [
      'title',
      cut(
        variant.title === null ? product.title : `${product.title}, ${variant.title}`,
        most.title,
      ),
    ],
    ['description', cut(product.description || product.title, most.description)],
    ['link', `${shop.publicUrl}${address}`],
    ['image_link', main === undefined ? '' : picture(main)],
    ...imageUrls
      .filter((url) => url !== main)
      .slice(0, most.pictures)
      .map((url): [string, string] => ['additional_image_link', picture(url)]),
    ['availability', 'in_stock'],
    ['price', money(isReduced ? priorMinor : priceMinor)],
    ['sale_price', isReduced ? money(priceMinor) : ''],
    ['brand', cut(vendor, most.brand)],
    ['gtin', gtin ?? ''],
    ['identifier_exists', gtin === undefined ? 'no' : ''],
    ['condition', 'new'],
    ['item_group_id', product.variantCount > 1 ? product.productId : ''],
    ['product_type', cut(product.category.join(' > ') || product.productType, most.type)],
    ['unit_pricing_measure', measureText(variant.content)],
    ['shipping_weight', weightGrams > 0 ? `${weightGrams} g` : ''],
  ];
  return `<item>${fields.map(([name, text]) => xmlElement(`g:${name}`, text)).join('')}</item>\n`;
}

/** What prices of a unit are made of; where it is counted in pieces, Google knows them as `ct`. */
function measureText(content: Variant['content']): string {
  if (!content) return '';
  const names: Readonly<Record<string, string>> = { piece: 'ct', m2: 'sqm' };
  const { quantity, unit } = content;
  // Square centimetres are none of its units.
  if (unit === 'cm2') return `${decimalString(quantity, 4)} sqm`;
  if (unit === 'mm') return `${decimalString(quantity, 1)} cm`;
  return `${quantity} ${names[unit] ?? unit}`;
}

/** By characters, never within one. */
function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : characters.slice(0, length).join('').trimEnd();
}
