import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises } from '#contracts/fields.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () => {
  const { shop } = catalog;
  const actor = shop.staff(['catalog:read', 'catalog:write', 'settings:read', 'settings:write']);
  return { ...shop.invocation({ actor }), deadlineMs: Date.now() + 120_000 };
};

test.each(['product', 'variant'] as const)(
  'who sets values of a %s takes the fields before the product, as who deletes a field does',
  async (owner) => {
    const { client, shop } = catalog;
    const [handle, key] = [`of-${owner}`, `${owner}_note`];
    const asked = { owner, key, names: { en: key }, type: 'text' };
    must(await client.putField(fieldPromises.putField.input.parse(asked), staff()), 'field');
    const sku = handle.toUpperCase();
    await load(catalog, productOf(handle, { variants: [variantOf(sku)] }));
    const { productId } = must(await client.getProduct({ handle }, shop.invocation()), 'product');
    const database = shop.database('product');
    const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const holding = database.transaction('hold', shop.invocation(), async (tx) => {
      await tx.query(sql`select from product where id = ${productId}::uuid for update`);
      isHeld();
      await over;
    });
    await held;
    const attributes = { [key]: 'seen' };
    const changing =
      owner === 'product'
        ? client.changeProduct({ productId, attributes }, staff())
        : client.putVariant({ productId, sku, attributes }, staff());
    // The change waits for the product; the field must be its own by then.
    const free = () =>
      database.query(sql`
        select key from field_definition where key = ${key} for update skip locked`);
    try {
      await expect.poll(free, { timeout: 180_000, interval: 20 }).toEqual([]);
    } finally {
      end();
      await holding;
    }
    await changing;
  },
  300_000,
);
