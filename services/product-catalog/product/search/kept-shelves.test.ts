import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../inventory/service.ts';
import { productService } from '../service.ts';

/* What stands on a shelf is told again as it was told, until this process changes something of it. */

let shop: TestKontor;
const product = () => shop.client('product');

beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService] });
  await load(productOf('teapot', { category: ['Tea'], vendor: 'Ton' }));
  await load(productOf('mug', { category: ['Coffee'], vendor: 'Ton' }));
  await shop.settle();
});
afterAll(() => shop.close());

async function load(...products: ReturnType<typeof productOf>[]) {
  must(await product().importProducts({ products }, shop.invocation()), 'import');
}

async function searched(category: string) {
  return must(await product().searchProducts({ category, limit: 20 }, shop.invocation()), category);
}

async function ofVendor(vendor: string) {
  return must(
    await product().listProducts({ vendor, limit: 20, sort: 'newest' }, shop.invocation()),
    vendor,
  );
}

async function setPrice(handle: string, amountMinor: number) {
  const { productId } = must(await product().getProduct({ handle }, shop.invocation()), handle);
  const priced = {
    productId,
    sku: handle.toUpperCase(),
    channel: 'default',
    amountMinor,
    compareAtMinor: null,
  };
  must(await product().setPrice(priced, shop.invocation()), 'price');
}

/** Kept for less than a second: asked until two answers in a row are one. */
async function kept<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  let answer = await ask();
  await expect.poll(async () => answer === (answer = await ask())).toBe(true);
  return answer;
}

test('what is changed elsewhere leaves a shelf as it is told', async () => {
  // Between the change and the question the answer may have grown too old by itself.
  await expect
    .poll(async () => {
      const tea = await kept(() => searched('tea'));
      await setPrice('mug', 900);
      return tea === (await searched('tea'));
    })
    .toBe(true);
});

test('a price, what joins a shelf and what leaves it are told at once', async () => {
  await kept(() => searched('tea'));
  await kept(() => ofVendor('Ton'));
  await setPrice('teapot', 4_200);
  expect((await searched('tea')).items).toMatchObject([{ handle: 'teapot', priceMinor: 4_200 }]);
  expect((await ofVendor('Ton')).items).toContainEqual(
    expect.objectContaining({ handle: 'teapot', priceMinor: 4_200 }),
  );
  await kept(() => searched('tea'));
  await load(productOf('tin', { category: ['Tea'] }));
  expect((await searched('tea')).items.map(({ handle }) => handle)).toEqual(['tin', 'teapot']);
  await kept(() => searched('tea'));
  await kept(() => ofVendor('Ton'));
  await load(productOf('teapot', { category: ['Coffee'], vendor: 'Kiln' }));
  expect((await searched('tea')).items.map(({ handle }) => handle)).toEqual(['tin']);
  expect((await ofVendor('Ton')).items.map(({ handle }) => handle)).toEqual(['mug']);
});

test('what comes into stock and runs out of it is told at once', async () => {
  for (const quantity of [2, 0, 1]) {
    await kept(() => searched('coffee'));
    await kept(() => ofVendor('Ton'));
    const input = { countId: newId(), reason: 'count', lines: [{ sku: 'MUG', quantity }] };
    must(await shop.client('inventory').countStock(input, shop.invocation()), 'count');
    await shop.settle();
    const shown = { handle: 'mug', inStock: quantity > 0 };
    expect((await searched('coffee')).items).toContainEqual(expect.objectContaining(shown));
    expect((await ofVendor('Ton')).items).toContainEqual(expect.objectContaining(shown));
  }
});

test('what another process changed is told within a second', async () => {
  await kept(() => searched('tea'));
  await shop.database('product').query(sql`
    update document set card = (card::jsonb || '{"priceMinor":77}')::json where handle = 'tin'`);
  const changedMs = performance.now();
  await expect.poll(async () => (await searched('tea')).items[0]!.priceMinor).toBe(77);
  expect(performance.now() - changedMs).toBeLessThan(5_000);
});

test('what is told again can be changed by nobody', async () => {
  const { items } = await kept(() => searched('tea'));
  expect(() => (items as unknown[]).pop()).toThrow(TypeError);
  expect(() => Object.assign(items[0]!, { priceMinor: 1 })).toThrow(TypeError);
});
