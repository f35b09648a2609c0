import { askDatabase } from '../buyers/ask-database.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const dayMs = 86_400_000;
const limitMs = 120_000;

/**
 * F32: who hears what was sold is stopped for longer than anything is kept, while everybody else
 * goes on and deletes what served its time. Back again it loses nothing and does nothing twice; then
 * it is away once more, with what it had taken already forgotten by nobody but itself.
 */
export const consumerAwayForWeeks: FaultScenario = {
  id: 'F32',
  title: 'a consumer is away for longer than every retention',
  modes: ['split'],
  needs: { settings: { cleansEverySeconds: 2 } },
  mustHappen: ['weeks away', 'events deleted', 'orders told'],
  async run(context) {
    const { shop, size, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const absences = size === 'full' ? [15, 8, 60] : [22];
    let offsetMs = 0;
    for (const days of absences) {
      await shop.kill('order');
      const reported = await purchases(context, sku);
      offsetMs += days * dayMs;
      // Whoever cleans may be quicker than the next look.
      const events = await outboxOfInventory(context);
      await shop.setClock({ processMs: offsetMs, databaseMs: offsetMs });
      await untilCleaned(context);
      count('events deleted', events);
      await shop.start('order');
      const orders = () =>
        askDatabase(shop, 'order', `select from "order".orders where id::text = any($1)`, [
          reported,
        ]);
      await eventually(orders, (rows) => rows.length === reported.length, limitMs);
      count('weeks away', Math.floor(days / 7));
    }
  },
};

async function purchases(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop, random, count } = context;
  const reported: string[] = [];
  for (let number = 0; number < 3; number += 1) {
    const buyer = await PatientBuyer.ready(shop, { sku }, random);
    const { status, body, text } = await buyer.complete();
    if (status !== 200 || !body.orderId) throw new Error(`buy: ${status} ${text}`);
    reported.push(body.orderId);
  }
  count('orders told', reported.length);
  return reported;
}

/** What everybody has is gone from inventory's outbox; what the order service lacks is still in checkout's. */
async function untilCleaned(context: ScenarioContext): Promise<void> {
  const old = `where occurred_at < kontor.kontor_now() - interval '7 days'`;
  await eventually(
    () => outboxOfInventory(context, old),
    (events) => events === 0,
    limitMs,
  );
}

async function outboxOfInventory({ shop }: ScenarioContext, where = ''): Promise<number> {
  const text = `select count(*)::int as events from inventory.outbox ${where}`;
  const [row] = await askDatabase<{ events: number }>(shop, 'inventory', text);
  return row!.events;
}
