import { expect, test } from 'vitest';
import { parseProductCsv } from './parse-product-csv.ts';
import type { ProductCsvEvent } from './product-csv-events.ts';

async function read(source: string) {
  const events: ProductCsvEvent[] = [];
  for await (const event of parseProductCsv([source], { currency: 'EUR' })) events.push(event);
  return {
    columns: events.flatMap((event) => (event.kind === 'columns' ? [event] : [])),
    products: events.flatMap((event) => (event.kind === 'product' ? [event.product] : [])),
    noted: events.flatMap((event) => (event.kind === 'noted' ? [event.fit] : [])),
  };
}

test('columns of the shop’s own fields are read by their key, of products and of variants', async () => {
  const headed =
    'Handle,Title,Variant Price,Variant SKU,Attribute.wood,Care (product.metafields.custom.care-hint),variant_attribute.height,X (product.metafields.shopify.color)';
  const { columns, products } = await read(
    `${headed}\ncup,Cup,1,A,,Wipe,7.5,red\ncup,,2,B,oak,Dry,,\n`,
  );
  expect(columns[0]!.ignored).toEqual(['X (product.metafields.shopify.color)']);
  expect(columns[0]!.fields.map(({ owner, key }) => `${owner}.${key}`)).toEqual([
    'product.wood',
    'product.care_hint',
    'variant.height',
  ]);
  expect(products[0]).toMatchObject({
    attributes: { wood: 'oak', care_hint: 'Wipe' },
    variants: [{ attributes: { height: '7.5' }, line: 2 }],
  });
  const plain = await read('Handle,Title,Variant Price\ncup,Cup,1\n');
  expect(plain.products[0]).not.toHaveProperty('attributes');
  const twice = await read(
    'Handle,Title,Variant Price,attribute.a,A (product.metafields.custom.a)\ncup,Cup,1,x,y\n',
  );
  expect(twice.products[0]).toMatchObject({ attributes: { a: 'x' } });
  expect(twice.noted).toMatchObject([{ field: 'file', reason: 'left_out' }]);
});
