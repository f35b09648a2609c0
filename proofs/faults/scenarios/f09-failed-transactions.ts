import { Buyers } from '../buyers/buyers.ts';
import { breakTransactions } from '../injections/broken-transactions.ts';
import type { FaultScenario } from '../scenario.ts';

/**
 * F09: a fifth of all transactions fail as PostgreSQL fails them: a serialization failure, a
 * deadlock, a terminated backend, in the middle or at the commit.
 */
export const failedTransactions: FaultScenario = {
  id: 'F09',
  title: 'serialization failures, deadlocks, dropped backends',
  modes: ['embedded', 'split'],
  mustHappen: ['40001', '40P01', '57P01', 'orders placed'],
  async run(context) {
    const { shop, size, seed, count, note } = context;
    const { buyers: howMany, orders } =
      size === 'quick' ? { buyers: 4, orders: 20 } : { buyers: 16, orders: 300 };
    const skus = [await shop.staff.stockedSku(50_000), await shop.staff.stockedSku(50_000, 1)];
    const broken = await breakTransactions(shop.installation, { share: 0.2, seed });
    try {
      const buyers = new Buyers(context, { buyers: howMany, skus, declines: 0.1 });
      await buyers.placed(orders, 300_000);
      await buyers.stop();
      const { statuses } = buyers.experience;
      note(`replies by status: ${JSON.stringify(statuses)}`);
    } finally {
      const times = await broken.mend();
      for (const [state, happened] of Object.entries(times)) count(state, happened);
    }
  },
};
