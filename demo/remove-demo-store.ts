import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/ids.ts';
import { inTurns } from '#platform/ground/in-turns.ts';
import { ask, post, type ShopAccess } from '#product-files/importing/post.ts';
import type { FileProduct } from '#product-files/importing/product-file.ts';
import { changesOf, type ShopProduct } from './changes-of-demo-product.ts';
import { readDemoProducts } from './demo-products.ts';
import { undressDemoStore } from './load-demo-storefront.ts';

/** Why a demo product is still in the shop. */
export type WhyLeft = 'changed' | 'ordered' | 'held' | 'refused';

export interface LeftProduct {
  readonly handle: string;
  readonly because: WhyLeft;
  readonly detail: string;
}

export interface DemoRemoval {
  readonly removed: number;
  readonly variants: number;
  /** Units that were taken off the books with them. */
  readonly units: number;
  readonly categories: number;
  /** Were not there any more. */
  readonly missing: number;
  readonly left: readonly LeftProduct[];
}

export interface RemovingDemoStore {
  readonly access: ShopAccess;
  /** Also those that were changed since, which are somebody's own by now. */
  readonly changedToo: boolean;
}

interface Found {
  readonly file: FileProduct;
  readonly product: ShopProduct;
}

interface StockItem {
  readonly sku: string;
  readonly locationId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly backordered: number;
  readonly announced: boolean;
}

const atOnce = 8;
const waitMs = 60_000;

/**
 * Takes the demo store out of a shop through its API: what nobody ordered is deleted with its stock,
 * what orders refer to stays archived. Archived first, so that nothing is bought while it is looked
 * at. Each run takes up where the last one ended.
 */
export async function removeDemoStore(work: RemovingDemoStore): Promise<DemoRemoval> {
  const files = await readDemoProducts();
  const left: LeftProduct[] = [];
  const found: Found[] = [];
  await inTurns(atOnce, files, async (file) => {
    const product = await findProduct(work.access, file.handle);
    if (!product) return;
    const changes = work.changedToo ? [] : changesOf(file, product);
    if (changes.length === 0) found.push({ file, product });
    else left.push({ handle: file.handle, because: 'changed', detail: changes.join(', ') });
  });
  const missing = files.length - found.length - left.length;
  const archived = await archive(work.access, found, left);
  const removed = await removeEach(work.access, archived, left);
  const units = await takeOffTheBooks(work.access, files, removed);
  const categories = await removeCategories(work.access, files);
  await undressDemoStore(work.access);
  const variants = removed.reduce((sum, { product }) => sum + product.variants.length, 0);
  return { removed: removed.length, variants, units, categories, missing, left };
}

async function findProduct(access: ShopAccess, handle: string): Promise<ShopProduct | undefined> {
  const path = `/v1/admin/products?handle=${encodeURIComponent(handle)}`;
  const { items } = await read<{ items: { productId: string }[] }>(access, path);
  const [summary] = items;
  return summary && read<ShopProduct>(access, `/v1/admin/products/${summary.productId}`);
}

async function archive(
  access: ShopAccess,
  found: readonly Found[],
  left: LeftProduct[],
): Promise<Found[]> {
  const archived: Found[] = [];
  await inTurns(atOnce, found, async (one) => {
    const { productId, handle, status } = one.product;
    if (status !== 'archived') {
      const path = `/v1/admin/products/${productId}`;
      const reply = await ask(access, 'PATCH', path, { status: 'archived' });
      if (!reply.ok) return void left.push({ handle, because: 'refused', detail: reply.detail });
    }
    archived.push(one);
  });
  return archived;
}

async function removeEach(
  access: ShopAccess,
  archived: readonly Found[],
  left: LeftProduct[],
): Promise<Found[]> {
  const removed: Found[] = [];
  await inTurns(atOnce, archived, async (one) => {
    const { productId, handle, variants } = one.product;
    const reason = await reasonToKeep(
      access,
      variants.map(({ sku }) => sku),
    );
    if (reason) return void left.push({ handle, ...reason });
    const path = `/v1/admin/products/${productId}?published=delete`;
    const reply = await ask(access, 'DELETE', path);
    if (!reply.ok && reply.status !== 404)
      return void left.push({ handle, because: 'refused', detail: reply.detail });
    removed.push(one);
  });
  return removed;
}

/** Orders keep what they were placed with; the product stays so that what was sold can be looked up. */
async function reasonToKeep(
  access: ShopAccess,
  skus: readonly string[],
): Promise<Omit<LeftProduct, 'handle'> | undefined> {
  for (const sku of skus) {
    const path = `/v1/admin/orders?limit=1&sku=${encodeURIComponent(sku)}`;
    const { items } = await read<{ items: { orderNumber: string }[] }>(access, path);
    if (items[0]) return { because: 'ordered', detail: `order ${items[0].orderNumber} has ${sku}` };
    const held = (await stockOf(access, sku)).find(
      ({ reserved, backordered }) => reserved + backordered > 0,
    );
    if (held) return { because: 'held', detail: `units of ${sku} are held by a purchase` };
  }
  return undefined;
}

/** Once inventory has heard that they are sold no more, so that nobody is told that they run low. */
async function takeOffTheBooks(
  access: ShopAccess,
  files: readonly FileProduct[],
  removed: readonly Found[],
): Promise<number> {
  const gone = new Set(removed.flatMap(({ product }) => product.variants.map(({ sku }) => sku)));
  const skus = new Set([...gone, ...files.flatMap((file) => file.variants.map(({ sku }) => sku))]);
  let units = 0;
  await inTurns(atOnce, skus, async (sku) => {
    const items = await stockOnceHeard(access, sku, gone.has(sku));
    const counted = items.filter(
      ({ announced, onHand, reserved, backordered }) =>
        !announced && onHand > 0 && reserved + backordered === 0,
    );
    if (counted.length === 0) return;
    const lines = counted.map(({ locationId }) => ({ sku, locationId, quantity: 0 }));
    const count = { countId: newId(), reason: 'demo store removed', lines };
    const reply = await post(access, '/v1/admin/stock/counts', count);
    if (!reply.ok) throw new Error(`The stock of ${sku} stays: ${reply.detail}`);
    units += counted.reduce((sum, { onHand }) => sum + onHand, 0);
  });
  return units;
}

async function stockOf(access: ShopAccess, sku: string): Promise<StockItem[]> {
  const path = `/v1/admin/stock?sku=${encodeURIComponent(sku)}`;
  return (await read<{ items: StockItem[] }>(access, path)).items;
}

/** Inventory hears of it a moment later. */
async function stockOnceHeard(
  access: ShopAccess,
  sku: string,
  isGone: boolean,
): Promise<StockItem[]> {
  const endMs = performance.now() + waitMs;
  for (;;) {
    const items = await stockOf(access, sku);
    if (!isGone || items.every(({ announced }) => !announced)) return items;
    if (performance.now() > endMs)
      throw new Error(`Inventory has not heard that ${sku} is gone. Run it again in a while.`);
    await sleep(100);
  }
}

/** From the leaves up; one in which something stands is refused, and stays. */
async function removeCategories(
  access: ShopAccess,
  files: readonly FileProduct[],
): Promise<number> {
  const paths = new Set(
    files.flatMap(({ category }) => (category ?? []).map((_, at) => pathOf(category!, at + 1))),
  );
  let removed = 0;
  for (const path of [...paths].toSorted((one, other) => other.length - one.length)) {
    const address = `/v1/admin/categories?path=${encodeURIComponent(path)}`;
    const reply = await ask(access, 'DELETE', address);
    if (reply.ok) removed += 1;
    else if (reply.status !== 409 && reply.status !== 404)
      throw new Error(`The category ${path} stays: ${reply.detail}`);
  }
  return removed;
}

/** As the catalog makes it of names; those of the demo store are plain. */
function pathOf(names: readonly string[], depth: number): string {
  const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return names.slice(0, depth).map(slug).join('/');
}

async function read<Value>(access: ShopAccess, path: string): Promise<Value> {
  const reply = await ask<Value>(access, 'GET', path);
  if (reply.ok) return reply.value;
  throw new Error(`The shop refuses to be looked at: ${reply.detail} (${reply.code})`);
}
