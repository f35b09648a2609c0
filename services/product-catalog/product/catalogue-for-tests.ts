import type { ImportedProduct } from '#contracts/product/import.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
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

export async function load({ shop, client }: Catalogue, ...products: ImportedProduct[]) {
  return must(await client.importProducts({ products }, shop.invocation()), 'import');
}
