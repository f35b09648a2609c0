import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });

test('a SKU that was removed is the product’s that puts it next, and nothing comes back beside it', async () => {
  const { client, shop } = catalog;
  const sku = 'SHARED-1';
  await load(
    catalog,
    productOf('old-mug', { variants: [variantOf(sku, { priceMinor: 900 })] }),
    productOf('new-mug', { variants: [variantOf('NEW-MUG')] }),
  );
  const idOf = async (handle: string) =>
    must(await client.getProduct({ handle }, shop.invocation()), handle).productId;
  const [old, next] = [await idOf('old-mug'), await idOf('new-mug')];
  const put = (productId: string) => client.putVariant({ productId, sku }, staff());
  const remove = async (productId: string) =>
    must(await client.removeVariant({ productId, sku }, staff()), 'removed');
  const skusOf = async (productId: string) =>
    must(await client.getAdminProduct({ productId }, staff()), 'read').variants.map(
      (variant) => variant.sku,
    );
  // While it is sold nobody else takes it.
  expect(await put(next)).toMatchObject({ failure: { code: 'sku_taken' } });
  await remove(old);
  must(await client.removeVariant({ productId: next, sku: 'NEW-MUG' }, staff()), 'room');
  must(await put(next), 'taken');
  expect(await skusOf(next)).toEqual([sku]);
  // It has none of the price of before, and the product that gave it up does not get it back.
  const taken = must(await client.getAdminProduct({ productId: next }, staff()), 'read');
  expect(taken.variants[0]!.prices).toEqual([]);
  expect(await put(old)).toMatchObject({ failure: { code: 'sku_taken' } });
  expect(await skusOf(old)).toEqual([]);
  // Once the second has given it up too, the first begins anew with it.
  await remove(next);
  must(await put(old), 'anew');
  const anew = must(await client.getAdminProduct({ productId: old }, staff()), 'read');
  expect(anew.variants).toMatchObject([{ sku, prices: [] }]);
});
