import { cards } from '#journeys/people/shopper.ts';
import { eventStream } from '#platform/nats/subjects.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const hourMs = 60 * 60_000;
/** Who hears what is sold, and whom no purchase waits for. */
const hearers = ['order', 'customer'];

/**
 * F41: somebody puts back the broker's disk of an hour ago and nothing else. The events in it were
 * taken since, and what was told since is not in it: nothing has its effect again, nothing is lost,
 * and people go on buying.
 */
export const brokerRestored: FaultScenario = {
  id: 'F41',
  title: 'a backup of the broker alone is put back',
  modes: ['split'],
  mustHappen: ['restores', 'events that came again', 'orders told'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const rounds = size === 'full' ? 3 : 1;
    for (let round = 0; round < rounds; round += 1)
      for (const [index, hearer] of hearers.entries())
        await restore(context, { sku, hearer, hours: round * hearers.length + index + 1 });
  },
};

interface Restore {
  readonly sku: string;
  /** Is away while the copy is made, which so has events for it. */
  readonly hearer: string;
  /** By the clocks of the shop, since it began. */
  readonly hours: number;
}

async function restore(context: ScenarioContext, { sku, hearer, hours }: Restore): Promise<void> {
  const { shop, count } = context;
  const broker = shop.broker!;
  await shop.kill(hearer);
  const before = await purchases(context, sku);
  const messages = await eventually(stored(context), (number) => number > 0);
  await broker.copyStore();
  await shop.start(hearer);
  const since = await purchases(context, sku);
  await allThere(context, [...before, ...since]);
  await eventually(stored(context), (number) => number === 0);
  const offsetMs = hours * hourMs;
  await shop.setClock({ processMs: offsetMs, databaseMs: offsetMs });
  await broker.losePower();
  await broker.start();
  count('restores');
  count('events that came again', messages);
  await allThere(context, [...before, ...since, ...(await purchases(context, sku))]);
  await eventually(stored(context), (number) => number === 0);
}

/** How many events the broker holds: those that somebody has not taken yet. */
function stored({ shop }: ScenarioContext): () => Promise<number> {
  return async () => {
    const { state } = await shop.broker!.operate((manager) => manager.streams.info(eventStream));
    return state.messages;
  };
}

/** The orders that buyers were told of. */
async function purchases(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop, random, count } = context;
  const reported: string[] = [];
  for (let number = 0; number < 2; number += 1) {
    const buyer = await PatientBuyer.ready(shop, { sku }, random);
    reported.push((await buyer.placed(cards.good, []))!);
  }
  count('orders told', reported.length);
  return reported;
}

async function allThere({ shop }: ScenarioContext, reported: readonly string[]): Promise<void> {
  const text = `select from "order".orders where id::text = any($1) and state = 'confirmed'`;
  await eventually(
    () => askDatabase(shop, 'order', text, [reported]),
    (rows) => rows.length === reported.length,
  );
}
