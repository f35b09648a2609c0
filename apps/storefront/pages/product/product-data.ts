import { currencyExponent, decimalString } from '#kernel/money.ts';
import { gtinOf } from '../../crawlers/gtin.ts';
import type { PageRequest } from '../../serving/page.ts';
import { isBuyable, type Product, type Variant } from './chosen-variant.ts';

/** What search engines are told of a product (schema.org `Product`, `BreadcrumbList`). */
export function productData({ shop, at }: PageRequest, product: Product): readonly object[] {
  const address = `${shop.publicUrl}${at.product(product.handle)}`;
  const offers = product.variants.map((variant) => offerOf(product, variant, address));
  const item = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    url: address,
    image: product.media.map(({ url }) => new URL(url, shop.publicUrl).href),
    ...(product.vendor === '' ? {} : { brand: { '@type': 'Brand', name: product.vendor } }),
    ...(product.category.length === 0
      ? {}
      : { category: product.category.map(({ name }) => name).join(' > ') }),
    offers,
  };
  const crumbs = {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: product.category.map(({ path, name }, place) => ({
      '@type': 'ListItem',
      position: place + 1,
      name,
      item: `${shop.publicUrl}${at.category(path)}`,
    })),
  };
  return product.category.length === 0 ? [item] : [item, crumbs];
}

function offerOf(product: Product, variant: Variant, address: string): object {
  const { sku, priceMinor } = variant;
  const gtin = gtinOf(variant.barcode);
  return {
    '@type': 'Offer',
    sku,
    ...(gtin === undefined ? {} : { gtin }),
    url: `${address}?variant=${encodeURIComponent(sku)}`,
    price: decimalString(priceMinor, currencyExponent(product.currency)),
    priceCurrency: product.currency,
    ...(variant.unitPrice ? { priceSpecification: unitPriceOf(product, variant.unitPrice) } : {}),
    availability: `https://schema.org/${availabilityOf(variant)}`,
  };
}

/** What a kilogram, litre or metre costs, as Google asks for it (schema.org `UnitPriceSpecification`). */
function unitPriceOf(product: Product, { amountMinor, unit }: NonNullable<Variant['unitPrice']>) {
  return {
    '@type': 'UnitPriceSpecification',
    price: decimalString(amountMinor, currencyExponent(product.currency)),
    priceCurrency: product.currency,
    valueAddedTaxIncluded: product.pricesIncludeTax,
    referenceQuantity: {
      '@type': 'QuantitativeValue',
      value: 1,
      ...(unit in unitCodes ? { unitCode: unitCodes[unit] } : { unitText: unit }),
    },
  };
}

/** By UN/ECE Recommendation 20. */
const unitCodes: Readonly<Record<string, string>> = {
  kg: 'KGM',
  l: 'LTR',
  m: 'MTR',
  m2: 'MTK',
  piece: 'C62',
};

function availabilityOf(variant: Variant): string {
  if (variant.available !== null && variant.available > 0) return 'InStock';
  if (variant.backorder) return 'BackOrder';
  return isBuyable(variant) ? 'InStock' : 'OutOfStock';
}
