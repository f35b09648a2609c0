import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';

type Asked = Partial<InputOf<'product', 'listAdminProducts'>>;

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
  await goods();
}, 300_000);
afterAll(() => catalog.shop.close());

const staff = (channels: '*' | string[] = '*') => {
  const { shop } = catalog;
  const actor = { ...shop.staff(['catalog:read', 'catalog:write']), channels };
  return shop.invocation({ actor });
};

function list(asked: Asked, who = staff()) {
  return catalog.client.listAdminProducts({ limit: 20, ...asked }, who);
}

async function found(asked: Asked, who = staff()): Promise<string> {
  const { items } = must(await list(asked, who), 'listAdminProducts');
  return items.map(({ handle }) => handle).join(' ');
}

interface Made {
  readonly title: string;
  readonly vendor?: string;
  readonly image?: boolean;
  readonly barcode?: string;
  readonly prices?: readonly string[];
  readonly tracked?: boolean;
  readonly policy?: 'continue';
  readonly sku?: string | null;
}

async function make(handle: string, made: Made): Promise<string> {
  const { client } = catalog;
  const { title, vendor = '', image = true, prices = ['default'], sku = handle } = made;
  const media = image ? [{ url: 'https://shop.example/cup.svg', altText: '' }] : [];
  const fields = { handle, title, vendor, media };
  const { productId } = must(await client.createProduct(fields, staff()), 'create');
  if (sku === null) return productId;
  const { barcode = '', tracked = true, policy = 'deny' } = made;
  const variant = { barcode, tracked, inventoryPolicy: policy } as const;
  must(await client.putVariant({ productId, sku, ...variant }, staff()), 'variant');
  for (const channel of prices) {
    const price = { productId, sku, channel, amountMinor: 900, compareAtMinor: null };
    must(await client.setPrice(price, staff()), 'price');
  }
  return productId;
}

async function goods(): Promise<void> {
  const { client } = catalog;
  const eu = { name: 'EU', currency: 'EUR', defaultLocale: 'de', locales: ['de'] };
  const shop = { ...eu, code: 'eu', pricesIncludeTax: true, active: true };
  must(await client.putChannel(shop, staff()), 'channel');
  for (const path of ['food', 'food/tea', 'foods']) {
    must(await client.putCategory({ path, name: path, names: {}, position: 0 }, staff()), path);
  }
  const a = await make('a-oolong', { title: 'Ölong  Tee (grün)', vendor: 'Kröger', sku: 'TEA-1' });
  const b = await make('b-mug', {
    title: 'Mug 2.0',
    vendor: 'kröger & Co',
    barcode: '4006381333931',
  });
  await make('c-bare', { title: "L'Été", image: false, sku: 'TEA-1_X', tracked: false });
  const d = await make('d-dear', { title: 'mugs', prices: [], policy: 'continue' });
  await make('e-empty', { title: 'Ямайка', sku: null });
  await make('f-few', { title: 'Few', sku: 'tea%' });
  const both = { channels: ['default', 'eu'] };
  must(await client.setListings({ productId: b, ...both }, staff()), 'list');
  must(await client.setListings({ productId: d, channels: ['eu'] }, staff()), 'list');
  const inTea = { productId: a, category: 'food/tea', status: 'active' } as const;
  must(await client.changeProduct(inTea, staff()), 'publish');
  must(await client.changeProduct({ productId: b, category: 'foods' }, staff()), 'category');
  await stock('TEA-1', 6, ['*']);
  await stock('b-mug', 9, ['eu']);
  await stock('tea%', 2, ['*']);
  await stock('tea%', 3, ['default']);
}

async function stock(sku: string, available: number, channels: string[]): Promise<void> {
  const locationId = newId();
  const item = { sku, locationId, available, policy: 'deny' as const, version: 1, channels };
  await catalog.shop.deliver('inventory.stock_changed', newId(), 1, { items: [item] });
}

/** The newest first. */
const table: readonly (readonly [Asked, string])[] = [
  [{}, 'f-few e-empty d-dear c-bare b-mug a-oolong'],
  [{ query: 'mug' }, 'd-dear b-mug'],
  [{ query: 'olong' }, 'a-oolong'],
  [{ query: 'GRÜN öl' }, 'a-oolong'],
  [{ query: 'kröger' }, 'b-mug a-oolong'],
  [{ query: 'tea-1' }, 'c-bare a-oolong'],
  [{ query: 'tea-1_' }, 'c-bare'],
  [{ query: 'tea%' }, 'f-few'],
  [{ query: '40063813' }, 'b-mug'],
  [{ query: "'" }, ''],
  [{ title: 'mug' }, 'd-dear b-mug'],
  [{ title: 'ЯМАЙ' }, 'e-empty'],
  [{ title: '2 mug' }, 'b-mug'],
  [{ title: 'ete' }, 'c-bare'],
  [{ title: 'kröger' }, ''],
  [{ vendor: 'KRÖGER' }, 'a-oolong'],
  [{ sku: 'tea-1' }, 'a-oolong'],
  [{ barcode: '4006381333931' }, 'b-mug'],
  [{ barcode: '400638' }, ''],
  [{ handle: 'd-dear' }, 'd-dear'],
  [{ status: 'active' }, 'a-oolong'],
  [{ status: 'draft', query: 'tea' }, 'f-few c-bare'],
  [{ channel: 'eu' }, 'd-dear b-mug'],
  [{ category: 'food' }, 'a-oolong'],
  [{ category: 'foods' }, 'b-mug'],
  [{ missing: 'image' }, 'c-bare'],
  [{ missing: 'price' }, 'e-empty d-dear b-mug'],
  [{ missing: 'price', channel: 'default' }, 'e-empty'],
  [{ missing: 'price', channel: 'eu' }, 'd-dear b-mug'],
  [{ stock: 'in_stock' }, 'f-few d-dear c-bare b-mug a-oolong'],
  [{ stock: 'out_of_stock' }, 'e-empty'],
  [{ stock: 'out_of_stock', channel: 'default' }, 'e-empty b-mug'],
  [{ stock: 'low' }, 'f-few'],
  [{ stock: 'low', vendor: 'kröger' }, ''],
  [{ sort: 'created_ascending' }, 'a-oolong b-mug c-bare d-dear e-empty f-few'],
  [{ sort: 'title_ascending' }, 'f-few c-bare b-mug d-dear a-oolong e-empty'],
  [{ sort: 'title_descending', query: 'mug' }, 'd-dear b-mug'],
];

describe('a list of products for staff', () => {
  test.each(table)('%j finds %s', async (asked, expected) => {
    expect(await found(asked)).toBe(expected);
  });

  test('is of the channels of whoever asks, whatever is asked for', async () => {
    const inEu = staff(['eu']);
    for (const [asked] of table) {
      const reported = await found(asked, inEu);
      const foreign = reported
        .split(' ')
        .filter((handle) => handle !== 'b-mug' && handle !== 'd-dear');
      expect([asked, foreign.join('')]).toEqual([asked, '']);
    }
    expect(await found({ stock: 'out_of_stock' }, staff(['default']))).toBe('e-empty b-mug');
    expect(await found({ missing: 'price' }, staff(['default']))).toBe('e-empty');
  });

  test('tells of each what it costs and how much there is, in the channel asked for', async () => {
    const offerOf = async (handle: string, channel?: string, who = staff()) => {
      const { items } = must(await list({ handle, ...(channel && { channel }) }, who), handle);
      const [one] = items;
      return one && [one.category, one.variants, one.sku, one.price?.lowestMinor, one.available];
    };
    expect(await offerOf('a-oolong')).toEqual(['food/tea', 1, 'TEA-1', 900, 6]);
    expect(await offerOf('b-mug')).toEqual(['foods', 1, 'b-mug', 900, 0]);
    expect(await offerOf('b-mug', 'eu')).toEqual(['foods', 1, 'b-mug', undefined, 9]);
    expect(await offerOf('c-bare')).toEqual([null, 1, 'TEA-1_X', 900, null]);
    expect(await offerOf('e-empty')).toEqual([null, 0, null, undefined, null]);
    expect(await offerOf('f-few')).toEqual([null, 1, 'tea%', 900, 5]);
    // What another shop asks for it is its own business.
    const hidden = ['foods', 1, 'b-mug', undefined, null];
    expect(await offerOf('b-mug', undefined, staff(['eu']))).toEqual(hidden);
  });

  test('is read page by page in each sort', async () => {
    const count = async () => must(await list({ sort: 'updated_ascending' }), 'l').items.length;
    await expect.poll(count, { timeout: 180_000, interval: 100 }).toBe(6);
    for (const name of ['created', 'updated', 'title'] as const) {
      for (const way of ['ascending', 'descending'] as const) {
        const sort = `${name}_${way}` as const;
        const whole = await found({ sort });
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = must(await list({ sort, limit: 1, ...(cursor && { cursor }) }), 'page');
          seen.push(...page.items.map(({ handle }) => handle));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect([sort, seen.join(' ')]).toEqual([sort, whole]);
      }
    }
    const { nextCursor } = must(await list({ limit: 1 }), 'page');
    for (const other of [{ query: 'mug' }, { sort: 'title_ascending' }] as const) {
      const reply = await list({ ...other, cursor: nextCursor! });
      expect(reply).toMatchObject({ ok: false, failure: { code: 'cursor_invalid' } });
    }
  });

  test('tells what was changed, its variants and channels too', async () => {
    const [newest] = must(await list({ sort: 'updated_descending' }), 'newest').items;
    const since = newest!.updatedAt;
    const { items } = must(await list({ handle: 'c-bare' }), 'bare');
    const { productId } = items[0]!;
    const seen = async () => (await found({ updatedSince: since })).split(' ').at(-1);
    const { client } = catalog;
    // In a later second than all before it.
    const later = async () => {
      const listed = { productId, channels: ['default'] };
      must(await client.setListings(listed, staff()), 'list');
      const price = { productId, sku: 'TEA-1_X', channel: 'default', compareAtMinor: null };
      must(await client.setPrice({ ...price, amountMinor: 950 }, staff()), 'price');
      return must(await list({ handle: 'c-bare' }), 'bare').items[0]!.updatedAt > since;
    };
    await expect.poll(later, { timeout: 180_000, interval: 100 }).toBe(true);
    await expect.poll(seen, { timeout: 180_000, interval: 100 }).toBe('c-bare');
  }, 150_000);
});
