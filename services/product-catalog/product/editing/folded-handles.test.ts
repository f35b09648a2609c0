import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

test('handles of before get the form in which they are asked for, and none meets another', async () => {
  const { client, shop } = catalog;
  const database = shop.database('product');
  const before = ['Blue-Cup', 'blue-CUP', 'cafe\u0301', 'plain'];
  for (const [number, handle] of before.entries()) {
    await load(catalog, productOf(`p${number}`, { variants: [variantOf(`P${number}`)] }));
    await database.query(sql`update product set handle = ${handle} where handle = ${`p${number}`}`);
    await database.query(
      sql`update document set handle = ${handle} where handle = ${`p${number}`}`,
    );
  }
  const file = new URL('../migrations/0014-product-files.sql', import.meta.url);
  const text = await readFile(file, 'utf8');
  const statements = text.slice(text.indexOf('with folded')).split(/;\n/).slice(0, -1);
  expect(statements).toHaveLength(2);
  const { cluster, prefix } = shop.installation;
  await withClient({ ...cluster, database: `${prefix}product` }, async (admin) => {
    await admin.query('set search_path = product, kontor');
    for (const statement of statements) await admin.query(statement);
  });

  const after = await database.query<{ handle: string }>(
    sql`select handle from product order by id`,
  );
  expect(after.map(({ handle }) => handle)).toEqual([
    'blue-cup',
    expect.stringMatching(/^blue-cup-[0-9a-f]{12}$/),
    'caf\u00e9',
    'plain',
  ]);
  const skuOf = async (handle: string) =>
    must(await client.getProduct({ handle }, shop.invocation()), handle).variants[0]!.sku;
  expect([await skuOf('Blue-Cup'), await skuOf('CAFE\u0301')]).toEqual(['P0', 'P2']);
});
