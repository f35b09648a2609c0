import { setTimeout as sleep } from 'node:timers/promises';
import { Buyers } from '../buyers/buyers.ts';
import type { FaultScenario } from '../scenario.ts';

/** F02: the whole platform dies again and again while people buy. */
export const crashLoop: FaultScenario = {
  id: 'F02',
  title: 'crash loop of the whole platform',
  modes: ['embedded', 'split'],
  quick: true,
  mustHappen: ['kills', 'orders placed'],
  async run(context) {
    const { shop, random, size, count, note } = context;
    const numbers =
      size === 'quick'
        ? { buyers: 6, kills: 4, leastMs: 400, mostMs: 1_600 }
        : { buyers: 50, kills: 20, leastMs: 2_000, mostMs: 10_000 };
    const skus = [await shop.staff.stockedSku(50_000), await shop.staff.stockedSku(50_000, 1)];
    const buyers = new Buyers(context, {
      buyers: numbers.buyers,
      skus,
      declines: 0.1,
      persistMs: 600_000,
    });
    for (let kill = 0; kill < numbers.kills; kill += 1) {
      await sleep(random.between(numbers.leastMs, numbers.mostMs));
      await shop.kill();
      count('kills');
      await shop.start();
    }
    await buyers.stop();
    note(`${buyers.purchases.length} orders, ${buyers.declined} declined first`);
  },
};
