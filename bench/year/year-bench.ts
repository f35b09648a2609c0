import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireDataFolderLock } from '#platform/run/data-folder-lock.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { serviceNames } from '#platform/topology.ts';
import { BenchShop } from '../bench-shop.ts';
import { load } from '../load.ts';
import { measurePurchases, untilConfirmed, untilReported } from '../measure-purchases.ts';
import { openBuyer, type Buyer } from '../open-buyer.ts';
import { purchase } from '../purchase.ts';
import { playYear, type YearReport } from './year.ts';

export interface YearBenchPlan {
  readonly ordersPerDay: number;
  readonly days: number;
  /** A new shop and the one that has grown older are measured in turns, so often. */
  readonly pairs: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

export interface YearBenchReport extends YearReport {
  /** Medians of the new shop and of the older one. */
  readonly p99Ms: { readonly young: number; readonly old: number };
  readonly cpuMs: { readonly young: number; readonly old: number };
  /** Medians of the pairs' ratios, the older shop to the new one. */
  readonly p99Ratio: number;
  readonly cpuRatio: number;
}

const copiedPurchases = 25;
/** As exactly as the time allows: every three hours. */
const stepsADay = 8;
const buyers = 16;

/** Lets a shop grow older by so many days, and buys from it and from a new one in turns. */
export async function benchYear(plan: YearBenchPlan): Promise<YearBenchReport> {
  const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'kontor-year-'))));
  try {
    const year = await growOlder(folders[0]!, plan);
    return { ...year, ...(await compare(folders[0]!, folders[1]!, plan)) };
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

async function growOlder(dataFolder: string, plan: YearBenchPlan): Promise<YearReport> {
  const shop = await BenchShop.start(dataFolder, await freePort());
  let buyer: Buyer;
  let since: string;
  plan.say('a shop is started, for the purchases that are copied');
  const purchases = Math.min(copiedPurchases, Math.ceil(plan.ordersPerDay / stepsADay));
  try {
    buyer = await openBuyer(dataFolder, shop.started.url, shop.started);
    await untilDone(buyer);
    since = new Date().toISOString();
    const limit = { seconds: 120, count: purchases };
    const bought = await load(4, limit, async () => void (await purchase(buyer.client, buyer.sku)));
    if (bought.count !== purchases) throw new Error('a purchase that is to be copied failed');
    await untilDone(buyer);
    await buyer.client.close();
  } finally {
    await shop.stop();
  }
  plan.say(`${plan.days} days are played`);
  const lock = await acquireDataFolderLock(dataFolder);
  try {
    const postgres = await startEmbeddedPostgres({ dataFolder, log: () => {} });
    const { socketFolder, host, port, superuser } = postgres;
    const cluster = { host: socketFolder ?? host, port, ...superuser };
    const installation = { ...buyer.installation, cluster };
    try {
      return await playYear({
        ...plan,
        installation,
        services: serviceNames,
        since,
        purchases,
        stepsADay,
      });
    } finally {
      await postgres.stop();
    }
  } finally {
    lock.release();
  }
}

/** The events of the last purchase are written a moment after it is confirmed and told. */
async function untilDone({ installation }: Buyer): Promise<void> {
  await untilConfirmed(installation);
  await untilReported(installation);
  await sleep(3_000);
}

async function compare(oldFolder: string, youngFolder: string, plan: YearBenchPlan) {
  const shops: { shop: BenchShop; buyer: Buyer }[] = [];
  try {
    for (const folder of [youngFolder, oldFolder]) {
      const shop = await BenchShop.start(folder, await freePort());
      shops.push({ shop, buyer: await openBuyer(folder, shop.started.url, shop.started) });
      await untilDone(shops.at(-1)!.buyer);
      shop.freeze();
    }
    const measured = shops.map(() => ({ p99Ms: [] as number[], cpuMs: [] as number[] }));
    for (let pair = 0; pair < plan.pairs; pair += 1) {
      for (const [index, { shop, buyer }] of shops.entries()) {
        shop.thaw();
        const { installation, client, sku } = buyer;
        plan.say(index === 0 ? 'the new shop' : 'the older shop');
        const row = await measurePurchases(shop, installation, client, sku, { ...plan, buyers });
        await untilDone(buyer);
        shop.freeze();
        measured[index]!.p99Ms.push(row.result.p99Ms);
        measured[index]!.cpuMs.push(row.cpuMs.nodeMs + row.cpuMs.postgresMs);
      }
    }
    const [young, old] = [measured[0]!, measured[1]!];
    const compared = (name: 'p99Ms' | 'cpuMs') => ({
      young: median(young[name]),
      old: median(old[name]),
    });
    const ratio = (name: 'p99Ms' | 'cpuMs') =>
      median(old[name].map((value, pair) => value / young[name][pair]!));
    return {
      p99Ms: compared('p99Ms'),
      cpuMs: compared('cpuMs'),
      p99Ratio: ratio('p99Ms'),
      cpuRatio: ratio('cpuMs'),
    };
  } finally {
    for (const { shop, buyer } of shops) {
      shop.thaw();
      await buyer.client.close();
      await shop.stop().catch(() => {});
    }
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
