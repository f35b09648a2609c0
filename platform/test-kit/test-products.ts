import type { ImportedProduct } from '#contracts/product/import.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { TestKontor } from './testing.ts';

interface Change {
  priceMinor?: number;
  status?: 'active' | 'draft';
  requiresShipping?: boolean;
}

/** What is sold of a product, as it is imported. */
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

/** Products of one variant, put into the real catalog and the real stock. */
export function productsForTests(shop: TestKontor) {
  const inventory = () => shop.client('inventory');

  async function put(sku: string, change: Change = {}) {
    const { priceMinor = 1_999, status = 'active', requiresShipping = true } = change;
    const variant = variantOf(sku, { priceMinor, weightGrams: 400, requiresShipping });
    const product = productOf(sku.toLowerCase(), {
      title: `Thing ${sku}`,
      status,
      variants: [variant],
    });
    const input = { products: [product] };
    const { rejected } = must(
      await shop.client('product').importProducts(input, shop.invocation()),
      'import',
    );
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
    await shop.settle();
  }

  return {
    put,
    /** A new product with so many units in stock; its SKU. */
    async sell(units: number, change: Change = {}): Promise<string> {
      const sku = `SKU-${newId().slice(-12)}`;
      await put(sku, change);
      if (units > 0) {
        const lines = [{ sku, quantity: units }];
        const receipt = { receiptId: newId(), reason: 'receipt', lines };
        must(await inventory().receiveStock(receipt, shop.invocation()), 'receive');
      }
      return sku;
    },
    async count(sku: string, quantity: number): Promise<void> {
      const lines = [{ sku, quantity }];
      const count = { countId: newId(), reason: 'count', lines };
      must(await inventory().countStock(count, shop.invocation()), 'count');
    },
  };
}

export type Sellable = ReturnType<typeof productsForTests>;
