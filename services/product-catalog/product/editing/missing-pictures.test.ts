import { hash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mediaAddress } from '#kernel/media/media-address.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });

const addressOf = (name: string) =>
  mediaAddress({ sha256: hash('sha256', name), type: 'jpg', width: 800, height: 600 });

/** As if it had been uploaded. */
async function kept(name: string): Promise<string> {
  const sha256 = hash('sha256', name);
  await catalog.shop.database('product').write(
    'keep',
    sql`insert into media_object (sha256, type, bytes, width, height, channel)
      values (${sha256}, 'jpg', 1000, 800, 600, 'default')`,
    catalog.shop.invocation(),
  );
  return addressOf(name);
}

const elsewhere = 'https://pictures.example/cup.jpg';
const shownBy = (url: string) => [{ url, altText: 'A cup' }];
const missing = (field: string) => ({
  failure: {
    code: 'picture_not_found',
    detail: { field },
    message: expect.stringContaining('Upload it first'),
  },
});

test('staff give a product no picture that was never uploaded', async () => {
  const { client } = catalog;
  const [there, gone] = [await kept('there'), addressOf('gone')];
  const create = (handle: string, media: { url: string; altText: string }[]) =>
    client.createProduct({ handle, title: 'Cup', media }, staff());
  expect(await create('bare-cup', [...shownBy(there), ...shownBy(gone)])).toMatchObject(
    missing('media.1.url'),
  );
  const listed = await client.listAdminProducts({ limit: 20, handle: 'bare-cup' }, staff());
  expect(must(listed, 'listed').items).toEqual([]);
  const made = must(await create('cup', [...shownBy(there), ...shownBy(elsewhere)]), 'made');
  const { productId } = made;
  const change = (media: { url: string; altText: string }[]) =>
    client.changeProduct({ productId, media }, staff());
  expect(await change(shownBy(gone))).toMatchObject(missing('media.0.url'));
  // Of a kept picture too an address must be one that it has.
  expect(await change(shownBy(`${there}.svg`))).toMatchObject(missing('media.0.url'));
  const put = (imageUrl: string) =>
    client.putVariant({ productId, sku: 'CUP-1', imageUrl }, staff());
  expect(await put(gone)).toMatchObject(missing('imageUrl'));
  expect(must(await put(there), 'put').variants).toMatchObject([{ imageUrl: there }]);
  const read = must(await client.getAdminProduct({ productId }, staff()), 'read');
  expect(read.media.map(({ url }) => url)).toEqual([there, elsewhere]);
});

test('an import leaves such a picture out and says so, and takes it once it was uploaded', async () => {
  const { client } = catalog;
  const [other, later] = [await kept('other'), addressOf('later')];
  const bowl = productOf('bowl', {
    media: [...shownBy(later), ...shownBy(other), ...shownBy(elsewhere)],
    optionNames: ['Size'],
    variants: [
      variantOf('BOWL-S', { optionValues: ['S'], imageUrl: later }),
      variantOf('BOWL-L', { optionValues: ['L'], imageUrl: other }),
    ],
  });
  const first = await load(catalog, bowl);
  expect(first).toMatchObject({
    created: 1,
    rejected: [],
    fitted: [
      { handle: 'bowl', sku: null, field: 'media', reason: 'left_out' },
      { handle: 'bowl', sku: 'BOWL-S', field: 'imageUrl', reason: 'left_out' },
    ],
  });
  const productId = first.productIds[0]!;
  const read = async () => must(await client.getAdminProduct({ productId }, staff()), 'read');
  const before = await read();
  expect(before.media.map(({ url }) => url)).toEqual([other, elsewhere]);
  expect(before.variants.map(({ imageUrl }) => imageUrl)).toEqual([null, other]);
  // Told each time, as long as it is so.
  const again = await load(catalog, bowl);
  expect([again.unchanged, again.fitted.length]).toEqual([1, 2]);
  await kept('later');
  expect(await load(catalog, bowl)).toMatchObject({ updated: 1, fitted: [] });
  const after = await read();
  expect(after.media.map(({ url }) => url)).toEqual([later, other, elsewhere]);
  expect(after.variants.map(({ imageUrl }) => imageUrl)).toEqual([later, other]);
});
