import { setTimeout as sleep } from 'node:timers/promises';
import { Buyers, type Purchase } from '../buyers/buyers.ts';
import { percentile } from '../buyers/measured.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const goodputShare = 0.8;
const recoveryLimitMs = 30_000;
/** A p99 of a few purchases on a machine that does other things too. */
const p99Slack = 2;

/**
 * F30: five times as many buyers as the shop serves best, for a minute. It goes on selling at
 * nearly its peak, and is its old self soon after.
 */
export const overload: FaultScenario = {
  id: 'F30',
  title: 'overload',
  modes: ['embedded', 'split'],
  alone: true,
  mustHappen: ['orders at the peak', 'orders under overload', 'orders placed'],
  async run(context) {
    const { shop, size, count } = context;
    const numbers =
      size === 'quick'
        ? { tried: [4, 8, 16], measureMs: 5_000, overloadMs: 10_000 }
        : { tried: [8, 16, 32], measureMs: 20_000, overloadMs: 60_000 };
    const skus = [await shop.staff.stockedSku(90_000), await shop.staff.stockedSku(90_000, 1)];
    const served: (Goodput & { buyers: number })[] = [];
    for (const buyers of numbers.tried) {
      const some = new Buyers(context, { buyers, skus });
      await some.placed(buyers * 2);
      served.push({ buyers, ...(await during(some, numbers.measureMs)) });
      await some.stop();
    }
    const normal = served.reduce((best, each) => (each.perSecond > best.perSecond ? each : best));
    const crowd = new Buyers(context, { buyers: normal.buyers * 5, skus, persistMs: 180_000 });
    await sleep(1_000);
    const crowded = await during(crowd, numbers.overloadMs);
    await crowd.stop();
    const afterMs = performance.now();
    const usual = new Buyers(context, { buyers: normal.buyers, skus });
    const recoveredMs = await untilAsBefore(usual, normal.p99Ms * p99Slack);
    await usual.stop();
    count('orders at the peak', normal.orders);
    count('orders under overload', crowded.orders);
    report(context, normal, crowded, recoveredMs - afterMs);
    if (crowded.perSecond < goodputShare * normal.perSecond) throw new Error('goodput fell');
  },
};

interface Goodput {
  readonly orders: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

async function during(buyers: Buyers, ms: number): Promise<Goodput> {
  const fromMs = performance.now();
  await sleep(ms);
  return goodput(
    buyers.purchases.filter(({ atMs }) => atMs >= fromMs),
    performance.now() - fromMs,
  );
}

function goodput(purchases: readonly Purchase[], ms: number): Goodput {
  const times = purchases.map(({ completionMs }) => completionMs);
  const orders = purchases.length;
  return { orders, perSecond: (orders / ms) * 1_000, p99Ms: percentile(times, 0.99) };
}

/** Looks at two seconds after two seconds; when it was as before. */
async function untilAsBefore(buyers: Buyers, p99Ms: number): Promise<number> {
  const endMs = performance.now() + recoveryLimitMs;
  for (;;) {
    const fromMs = performance.now();
    const now = await during(buyers, 2_000);
    if (now.orders > 0 && now.p99Ms <= p99Ms) return fromMs;
    if (performance.now() > endMs) {
      throw new Error(`p99 is ${now.p99Ms.toFixed(0)} ms ${recoveryLimitMs} ms after the overload`);
    }
  }
}

function report({ note }: ScenarioContext, normal: Goodput, crowded: Goodput, recoveryMs: number) {
  const share = (100 * crowded.perSecond) / normal.perSecond;
  note(
    `${normal.perSecond.toFixed(1)} orders/s (p99 ${normal.p99Ms.toFixed(0)} ms), ${crowded.perSecond.toFixed(1)} under five times the buyers (p99 ${crowded.p99Ms.toFixed(0)} ms): ${share.toFixed(0)} %; as before ${(recoveryMs / 1_000).toFixed(1)} s later`,
  );
}
