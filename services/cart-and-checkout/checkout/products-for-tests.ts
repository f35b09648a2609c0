import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { TestKontor } from '#platform/testing.ts';

interface Change {
  priceMinor?: number;
  status?: 'active' | 'draft';
}

/** Products of one variant, put into the real catalogue and the real stock. */
export function productsForTests(shop: TestKontor) {
  const inventory = () => shop.client('inventory');

  async function put(sku: string, { priceMinor = 1_999, status = 'active' }: Change = {}) {
    const variant = {
      sku,
      optionValues: [],
      barcode: '',
      weightGrams: 400,
      requiresShipping: true,
      taxable: true,
      taxClass: 'standard',
      inventoryPolicy: 'deny' as const,
      imageUrl: null,
      costMinor: null,
      priceMinor,
      compareAtMinor: null,
    };
    const product = {
      handle: sku.toLowerCase(),
      part: 0,
      title: `Thing ${sku}`,
      descriptionHtml: '',
      vendor: 'Kontor',
      productType: '',
      tags: [],
      status,
      seoTitle: '',
      seoDescription: '',
      category: null,
      optionNames: [],
      variants: [variant],
      media: [],
    };
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
