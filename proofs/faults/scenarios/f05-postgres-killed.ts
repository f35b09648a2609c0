import { setTimeout as sleep } from 'node:timers/promises';
import { Buyers } from '../buyers/buyers.ts';
import type { FaultScenario } from '../scenario.ts';

/**
 * F05: PostgreSQL dies under load as by `pg_ctl stop -m immediate`, and replays its log when it
 * comes back. The platform's processes live on and say 503 meanwhile.
 */
export const postgresKilled: FaultScenario = {
  id: 'F05',
  title: 'PostgreSQL killed under load',
  modes: ['embedded', 'split'],
  quick: true,
  needs: { ownPostgres: true },
  mustHappen: ['kills of PostgreSQL', 'orders placed', 'refusals'],
  async run(context) {
    const { shop, random, size, count, note } = context;
    const { buyers: howMany, kills } =
      size === 'quick' ? { buyers: 6, kills: 2 } : { buyers: 24, kills: 8 };
    const skus = [await shop.staff.stockedSku(50_000), await shop.staff.stockedSku(50_000, 1)];
    const buyers = new Buyers(context, { buyers: howMany, skus, declines: 0.1 });
    for (let kill = 0; kill < kills; kill += 1) {
      await buyers.placed(buyers.purchases.length + howMany);
      await sleep(random.between(0, 500));
      const refusals = buyers.refusals();
      await shop.postgres.killNow();
      count('kills of PostgreSQL');
      await sleep(random.between(100, 1_500));
      // A busy machine's buyers may not have come to ask in that time.
      await buyers.refused(refusals + 1);
      await shop.postgres.restart();
    }
    await buyers.placed(buyers.purchases.length + howMany);
    await buyers.stop();
    const { slowestRefusalMs, withoutRetryAfter } = buyers.experience;
    count('refusals', buyers.refusals());
    note(`the slowest 503 came after ${slowestRefusalMs.toFixed(0)} ms`);
    if (withoutRetryAfter > 0) throw new Error(`${withoutRetryAfter} refusals without Retry-After`);
  },
};
