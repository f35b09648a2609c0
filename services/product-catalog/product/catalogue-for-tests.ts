import type { ImportedProduct } from '#contracts/product-import.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/testing.ts';
import { productService } from './service.ts';

export interface Catalogue {
  readonly shop: TestKontor;
  readonly client: ReturnType<typeof clientOf>;
}

function clientOf(shop: TestKontor) {
  return shop.client('product');
}

/** The catalogue alone, empty, with its first channel. */
export async function openCatalogue(carrier?: 'direct' | 'loopback'): Promise<Catalogue> {
  const shop = await openTestKontor({
    services: [productService],
    ...(carrier ? { carrier } : {}),
  });
  return { shop, client: clientOf(shop) };
}

export function variantOf(
  sku: string,
  fields: Partial<ImportedProduct['variants'][number]> = {},
): ImportedProduct['variants'][number] {
  return {
    sku,
    optionValues: [],
    barcode: '',
    weightGrams: 250,
    requiresShipping: true,
    taxable: true,
    taxClass: 'standard',
    inventoryPolicy: 'deny',
    imageUrl: null,
    costMinor: null,
    priceMinor: 1_290,
    compareAtMinor: null,
    ...fields,
  };
}

/** An active product with one variant, whose SKU is its handle in capitals. */
export function productOf(handle: string, fields: Partial<ImportedProduct> = {}): ImportedProduct {
  return {
    handle,
    part: 0,
    title: handle,
    descriptionHtml: '',
    vendor: '',
    productType: '',
    tags: [],
    status: 'active',
    seoTitle: '',
    seoDescription: '',
    category: null,
    optionNames: [],
    variants: [variantOf(handle.toUpperCase())],
    media: [],
    ...fields,
  };
}

export async function load({ shop, client }: Catalogue, ...products: ImportedProduct[]) {
  return must(await client.importProducts({ products }, shop.invocation()), 'import');
}
