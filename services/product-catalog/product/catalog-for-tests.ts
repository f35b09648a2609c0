import type { ImportedProduct } from '#contracts/product/import.ts';
import { must } from '#kernel/result.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { productService } from './service.ts';

export interface Catalog {
  readonly shop: TestKontor;
  readonly client: ReturnType<typeof clientOf>;
}

function clientOf(shop: TestKontor) {
  return shop.client('product');
}

/** The catalog alone, empty, with its first channel. */
export async function openCatalog(
  transport?: 'direct' | 'loopback',
  settings: Partial<Settings> = {},
): Promise<Catalog> {
  const shop = await openTestKontor({
    services: [productService],
    settings,
    ...(transport ? { transport } : {}),
  });
  return { shop, client: clientOf(shop) };
}

export async function load({ shop, client }: Catalog, ...products: ImportedProduct[]) {
  return must(await client.importProducts({ products }, shop.invocation()), 'import');
}
