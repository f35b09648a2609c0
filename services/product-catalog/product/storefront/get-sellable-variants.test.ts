import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
  await load(
    catalog,
    productOf('kettle', { variants: [variantOf('KETTLE', { priceMinor: 4_000 })] }),
    productOf('filter', { variants: [variantOf('FILTER', { priceMinor: 1_100 })] }),
  );
});
afterAll(() => catalog.shop.close());

async function ask(skus: string[], scope: Partial<Invocation> = {}) {
  const { client, shop } = catalog;
  const reply = await client.getSellableVariants({ skus }, shop.invocation(scope));
  const { variants, currency } = must(reply, 'ask');
  return [currency, ...variants.map(({ sku, unitPriceMinor }) => `${sku} ${unitPriceMinor}`)];
}

test('who asks in one moment is told of its own SKUs, in its own channel', async () => {
  const asked = Array.from({ length: 10 }, () => [
    ask(['KETTLE']),
    ask(['FILTER', 'NOTHING']),
    ask(['NOTHING']),
    ask(['KETTLE'], { channel: 'nowhere' }),
    ask(['FILTER'], { locale: 'de' }),
  ]).flat();
  const told = [
    ['EUR', 'KETTLE 4000'],
    ['EUR', 'FILTER 1100'],
    ['EUR'],
    ['XXX'],
    ['EUR', 'FILTER 1100'],
  ];
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, () => told).flat());
});
