import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf } from '#platform/topology.ts';
import { Buyers, type Purchase } from '../buyers/buyers.ts';
import { percentile } from '../buyers/measured.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** A p99 of a few purchases is one purchase: what any of them may take is allowed on top. */
const noiseMs = 150;

/**
 * F12: somebody holds the lock on the stock of one SKU. Who wants that one is refused soon and may
 * come again; whoever buys another must not notice.
 */
export const hotRow: FaultScenario = {
  id: 'F12',
  title: 'hot row held',
  modes: ['embedded', 'split'],
  alone: true,
  mustHappen: ['seconds locked', 'orders placed', 'purchases of others meanwhile'],
  async run(context) {
    const { shop, size, count, note } = context;
    const { buyers, seconds } =
      size === 'quick' ? { buyers: 3, seconds: 5 } : { buyers: 8, seconds: 10 };
    const [hot, ...cold] = await Promise.all(
      [0, 1, 2].map((at) => shop.staff.stockedSku(5_000, at)),
    );
    const wantHot = new Buyers(context, { buyers, skus: [hot!] });
    const wantOthers = new Buyers(context, { buyers, skus: cold });
    await Promise.all([wantHot.placed(buyers * 3), wantOthers.placed(buyers * 5)]);
    const fromMs = performance.now();
    await sleep(seconds * 1_000);
    const lockedMs = performance.now();
    await withLockedStock(context, hot!, seconds);
    const untilMs = performance.now();
    count('seconds locked', seconds);
    await wantHot.placed(wantHot.purchases.length + buyers);
    await Promise.all([wantHot.stop(), wantOthers.stop()]);
    const before = between(wantOthers.purchases, fromMs, lockedMs);
    const meanwhile = between(wantOthers.purchases, lockedMs, untilMs);
    count('purchases of others meanwhile', meanwhile.length);
    const baselineMs = percentile(before, 0.99);
    const p99Ms = percentile(meanwhile, 0.99);
    note(
      `p99 of completing another SKU: ${baselineMs.toFixed(0)} ms before (${before.length}), ${p99Ms.toFixed(0)} ms meanwhile (${meanwhile.length})`,
    );
    if (p99Ms > 2 * baselineMs + noiseMs) throw new Error('the hot SKU holds up the others');
  },
};

/** Of purchases whose completion began in this span, however long it took. */
function between(purchases: readonly Purchase[], fromMs: number, untilMs: number): number[] {
  return purchases
    .filter(({ atMs, completionMs }) => {
      const begunMs = atMs - completionMs;
      return begunMs >= fromMs && begunMs < untilMs;
    })
    .map(({ completionMs }) => completionMs);
}

async function withLockedStock({ shop }: ScenarioContext, sku: string, seconds: number) {
  const client = new pg.Client({
    ...shop.installation.cluster,
    database: databaseNameOf(shop.installation, 'inventory'),
  });
  await client.connect();
  try {
    await client.query('begin');
    const locked = await client.query(
      `select from "${schemaOf('inventory')}".stock_item where sku = $1 for update`,
      [sku],
    );
    if (!locked.rowCount) throw new Error(`there is no stock of ${sku}`);
    await sleep(seconds * 1_000);
    await client.query('rollback');
  } finally {
    await client.end();
  }
}
