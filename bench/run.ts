import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#platform/ground/free-port.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { databases } from '#platform/topology.ts';
import { endConnections } from '#platform/test-kit/wire-counts/rows-written.ts';
import { BenchShop } from './bench-shop.ts';
import { growCatalog, type SearchName, measureSearch } from './common-word.ts';
import { countPurchases, type PurchaseCounts } from './count-purchases.ts';
import { Floor } from './floor.ts';
import { measureHotStock, type HotStockResult } from './hot-stock.ts';
import { load, type LoadClient, type LoadResult } from './load.ts';
import {
  describeErrors,
  measurePurchases,
  untilConfirmed,
  untilReported,
  type PurchaseRow,
} from './measure-purchases.ts';
import { openBuyer } from './open-buyer.ts';
import { purchase } from './purchase.ts';

export interface BenchReport {
  readonly purchases: readonly PurchaseRow[];
  /** With 16 buyers. */
  readonly counts: PurchaseCounts;
  readonly commonWordSearchMs: number;
  /** Told from the process, which keeps it for a second. */
  readonly commonWordKeptMs: number;
  readonly rareWordSearchMs: number;
  readonly threeWordsSearchMs: number;
  readonly floor: {
    readonly perSecond: number;
    readonly units: number;
    readonly visits: number;
    readonly statements: number;
    readonly errors: Readonly<Record<string, number>>;
  };
  readonly list: LoadResult;
  readonly detail: LoadResult;
  readonly search: LoadResult;
  readonly hot: HotStockResult;
  readonly firstStartMs: number;
  readonly startMs: number;
  readonly idleMb: number;
  readonly loadedMb: number;
  readonly orders: number;
}

export interface BenchPlan {
  readonly buyers: readonly number[];
  readonly seconds: number;
  readonly readSeconds: number;
  /** How many orders the shop has taken before its memory is read as loaded. */
  readonly ordersBeforeMemory: number;
  readonly say: (line: string) => void;
}

const counted = { buyers: 16, count: 160 };

export async function runBench(plan: BenchPlan): Promise<BenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-bench-'));
  const port = await freePort();
  let shop: BenchShop | undefined;
  try {
    plan.say('first start: databases are created, the demo store is loaded');
    shop = await BenchShop.start(dataFolder, port);
    const firstStartMs = shop.startMs;
    await shop.stop();
    shop = await BenchShop.start(dataFolder, port);
    const { startMs } = shop;
    plan.say(`first start ${Math.round(firstStartMs)} ms, start ${Math.round(startMs)} ms`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const idleMb = shop.residentMb();
    const measured = await measureShop(shop, dataFolder, plan);
    return { ...measured, firstStartMs, startMs, idleMb };
  } finally {
    await shop?.stop().catch(() => {});
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measureShop(shop: BenchShop, dataFolder: string, plan: BenchPlan) {
  const { started } = shop;
  const buyer = await openBuyer(dataFolder, started.url, started);
  const { client, sku, installation } = buyer;
  const list = await read(plan, 'list', () => client.fetch('/v1/products?limit=20'));
  const products = await client.send<{ items: { handle: string }[] }>(
    'GET',
    '/v1/products?limit=100',
    undefined,
  );
  let turn = 0;
  const handles = products.items.map((item) => item.handle);
  const detail = await read(plan, 'detail', () =>
    client.fetch(`/v1/products/${handles[turn++ % handles.length]}`),
  );
  const words = ['coffee', 'tea', 'linen', 'notebook', 'cup', 'lamp', 'knife', 'book'];
  const search = await read(plan, 'search', () =>
    client.fetch(`/v1/products/search?query=${words[turn++ % words.length]}`),
  );
  const purchases: PurchaseRow[] = [];
  for (const buyers of plan.buyers)
    purchases.push(await measurePurchases(shop, installation, client, sku, { ...plan, buyers }));
  const counts = await countPurchases(shop, installation, client, sku, counted);
  plan.say(
    `counted: ${Object.entries(counts)
      .map(([name, n]) => `${name} ${n.toFixed(1)}`)
      .join(', ')}`,
  );
  const orders = await fillUp(installation, client, sku, plan);
  const loadedMb = shop.residentMb();
  process.env['KONTOR_TEST_CLUSTER'] = JSON.stringify(started.cluster);
  const hot = await measureHotStock(plan.readSeconds);
  plan.say(`one hot SKU: ${Math.round(hot.perSecond)}/s, oversold ${hot.oversold}`);
  await growCatalog(installation);
  const searchOf = (name: SearchName) => measureSearch(name, shop, client, plan.readSeconds);
  const commonWordSearchMs = await searchOf('common');
  const commonWordKeptMs = await measureSearch('common', shop, client, plan.readSeconds, 'kept');
  const rareWordSearchMs = await searchOf('rare');
  const threeWordsSearchMs = await searchOf('three');
  const searchesMs = [commonWordSearchMs, commonWordKeptMs, rareWordSearchMs, threeWordsSearchMs];
  plan.say(
    `search for a common word, for the same again, a rare one and three words in 50,000 products: ${searchesMs.map((ms) => ms.toFixed(1)).join(', ')} ms CPU`,
  );
  // Last, since what it replays belongs to no gateway and the shop would ask after it.
  const floor = await measureFloor(shop, installation, client, sku, plan);
  await client.close();
  const measured = {
    purchases,
    counts,
    commonWordSearchMs,
    commonWordKeptMs,
    rareWordSearchMs,
    threeWordsSearchMs,
    floor,
    list,
    detail,
    search,
    hot,
  };
  return { ...measured, loadedMb, orders };
}

async function read(
  plan: BenchPlan,
  name: string,
  fetchOne: () => Promise<void>,
): Promise<LoadResult> {
  await load(16, { seconds: 1 }, fetchOne);
  const result = await load(32, { seconds: plan.readSeconds }, fetchOne);
  plan.say(
    `${name}: ${Math.round(result.perSecond)}/s, p99 ${result.p99Ms.toFixed(1)} ms ${describeErrors(result)}`,
  );
  return result;
}

async function measureFloor(
  shop: BenchShop,
  installation: Installation,
  client: LoadClient,
  sku: string,
  plan: BenchPlan,
): Promise<BenchReport['floor']> {
  await untilReported(installation);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const sinceMs = Date.now();
  await shop.tap('record');
  const { cluster, prefix } = installation;
  // The new ones are recorded from their first byte on.
  await endConnections(
    cluster,
    databases.map((name) => `${prefix}${name}`),
  );
  await purchase(client, sku);
  await untilConfirmed(installation);
  await untilReported(installation);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const floor = new Floor(installation, (await shop.endTap()).recorded, sinceMs);
  shop.freeze();
  try {
    const result = await floor.run(16, plan.seconds);
    plan.say(
      `floor: ${result.perSecond.toFixed(1)}/s of ${floor.transactions} transactions, ${floor.visits} visits, ${floor.statements} statements ${describeErrors(result)}`,
    );
    return {
      perSecond: result.perSecond,
      units: floor.transactions,
      visits: floor.visits,
      statements: floor.statements,
      errors: result.errors,
    };
  } finally {
    await floor.close();
    shop.thaw();
  }
}

/** Buys until the shop has taken as many orders as the memory figure asks for. */
async function fillUp(
  installation: Installation,
  client: LoadClient,
  sku: string,
  plan: BenchPlan,
): Promise<number> {
  const count = async () => {
    const database = new pg.Client({
      ...installation.cluster,
      database: `${installation.prefix}order`,
    });
    await database.connect();
    const { rows } = await database.query<{ n: number }>(
      'select count(*)::int as n from "order".orders',
    );
    await database.end();
    return rows[0]!.n;
  };
  const missing = plan.ordersBeforeMemory - (await count());
  if (missing > 0) {
    await load(
      16,
      { seconds: 900, count: missing },
      async () => void (await purchase(client, sku)),
    );
    await untilConfirmed(installation);
  }
  return count();
}
