import pg from 'pg';
import { expect, test } from 'vitest';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf } from '#platform/topology.ts';
import { openFaultShop } from './open-fault-shop.ts';
import { describeOutcome, runScenario } from './run-scenario.ts';
import type { FaultScenario } from './scenario.ts';
import { Seeded } from './injections/seeded.ts';

/** Takes an order that a client was told of, and breaks nothing else. */
const planted: FaultScenario = {
  id: 'F99',
  title: 'an order disappears',
  modes: ['embedded'],
  needs: { settings: patientSettings },
  mustHappen: ['kills', 'orders placed'],
  async run({ shop }) {
    const guest = await shop.guest();
    const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(10) });
    await guest.orderWhen(orderId, (order) => order.state === 'confirmed');
    const client = new pg.Client({
      ...shop.installation.cluster,
      database: databaseNameOf(shop.installation, 'order'),
    });
    await client.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(`delete from "${schemaOf('order')}".orders where id = $1`, [orderId]);
    } finally {
      await client.end();
    }
  },
};

test('a violation is told with its seed and the command that repeats it, and so is what did not happen', async () => {
  const outcome = await runScenario(
    planted,
    { mode: 'embedded', size: 'quick', seed: 4711 },
    openFaultShop.embedded,
  );
  expect(outcome.passed).toBe(false);
  expect(outcome.violations.map(({ invariant }) => invariant)).toContain('I7');
  expect(outcome.facts).toEqual({ 'orders placed': 1 });
  expect(outcome.complaints).toEqual(['nothing is proven: there were no kills']);
  const reported = describeOutcome(outcome);
  expect(reported).toContain('F99 embedded seed 4711');
  expect(reported).toContain(
    'again: npm run test:faults -- --only F99 --mode embedded --seed 4711 --quick',
  );
});

test('what is left to chance follows from the seed and the name alone', () => {
  const numbers = (seed: number, name: string) => {
    const random = new Seeded(seed, name);
    return [random.next(), random.between(5, 6), random.below(10), random.shuffled([1, 2, 3, 4])];
  };
  expect(numbers(1, 'F02')).toEqual(numbers(1, 'F02'));
  expect(numbers(1, 'F02')).not.toEqual(numbers(2, 'F02'));
  expect(numbers(1, 'F02')).not.toEqual(numbers(1, 'F05'));
  const random = new Seeded(3, 'shares');
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
  expect(hits).toBeGreaterThan(1_800);
  expect(hits).toBeLessThan(2_200);
});
