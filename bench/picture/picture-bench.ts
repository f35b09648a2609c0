import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newTraceparent } from '#kernel/invocation.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { ArrowSums } from '#platform/picture/arrow-sums.ts';
import { ArrowWatch, type Use } from '#platform/picture/arrow-watch.ts';
import { KeptSpans } from '#platform/picture/kept-spans.ts';
import { BenchShop } from '../bench-shop.ts';
import { measurePurchases, untilConfirmed, untilReported } from '../measure-purchases.ts';
import { openBuyer, type Buyer } from '../open-buyer.ts';

export interface PictureBenchPlan {
  readonly pairs: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

export interface PictureBenchReport {
  /** Recording one use of an arrow, in a loop: the median. */
  readonly oneUseNs: number;
  /** CPU of Node and PostgreSQL a purchase: medians with the picture and without. */
  readonly watchedMs: number;
  readonly unwatchedMs: number;
  /** The median of the pairs' ratios, and the lowest and highest. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

const buyers = 16;
const unwatched = new URL('unwatched.ts', import.meta.url).href;

/** What it costs that the picture is live: one use in a loop, and purchases with and without in turns. */
export async function runPictureBench(plan: PictureBenchPlan): Promise<PictureBenchReport> {
  const oneUseNs = measureOneUse();
  plan.say(`one use ${oneUseNs.toFixed(0)} ns`);
  const folders = await Promise.all(
    [1, 2].map(() => mkdtemp(join(tmpdir(), 'kontor-picture-bench-'))),
  );
  const shops: { shop: BenchShop; buyer: Buyer; cpuMs: number[] }[] = [];
  try {
    for (const [at, folder] of folders.entries()) {
      const watching = at === 0 ? {} : { watching: unwatched };
      const starting = { fromSources: true, ...watching };
      const shop = await BenchShop.start(folder, await freePort(), starting);
      const buyer = await openBuyer(folder, shop.started.url, shop.started);
      await untilDone(buyer);
      shops.push({ shop, buyer, cpuMs: [] });
      shop.freeze();
    }
    for (let pair = 0; pair < plan.pairs; pair += 1) {
      // Who is first is warm, or is not: each is as often.
      for (const { shop, buyer, cpuMs } of pair % 2 === 0 ? shops : shops.toReversed()) {
        shop.thaw();
        const { installation, client, sku } = buyer;
        const row = await measurePurchases(shop, installation, client, sku, { ...plan, buyers });
        await untilDone(buyer);
        shop.freeze();
        cpuMs.push(row.cpuMs.nodeMs + row.cpuMs.postgresMs);
      }
    }
    const [watchedMs, unwatchedMs] = [shops[0]!.cpuMs, shops[1]!.cpuMs];
    const ratios = watchedMs.map((ms, pair) => ms / unwatchedMs[pair]!);
    return {
      oneUseNs,
      watchedMs: median(watchedMs),
      unwatchedMs: median(unwatchedMs),
      ratio: median(ratios),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
    };
  } finally {
    for (const { shop, buyer } of shops) {
      shop.thaw();
      await buyer.client.close();
      await shop.stop().catch(() => {});
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

async function untilDone({ installation }: Buyer): Promise<void> {
  await untilConfirmed(installation);
  await untilReported(installation);
}

/** As a shop records it: tens of uses in a trace, one trace in ten with an order. */
function measureOneUse(): number {
  const watch = new ArrowWatch(new ArrowSums(), new KeptSpans(), undefined);
  const uses = Array.from({ length: 2_000 }, (_, at): Use => ({
    kind: 'external',
    from: 'payment',
    to: 'payment-gateway',
    operation: 'authorize',
    traceparent: newTraceparent(),
    keeps: at % 10 === 0,
  }));
  const rounds = 30;
  const record = () => {
    const beganMs = performance.now();
    for (const use of uses)
      for (let round = 0; round < rounds; round += 1) watch.note(use, beganMs, undefined);
    return ((performance.now() - beganMs) * 1_000_000) / (uses.length * rounds);
  };
  record();
  return median(Array.from({ length: 9 }, record));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}
