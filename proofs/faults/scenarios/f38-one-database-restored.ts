import { cards } from '#journeys/people/shopper.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import type { DatabaseName } from '#platform/topology.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** Each tells or hears what is sold; what auth keeps alone is no part of a purchase. */
const restored: readonly DatabaseName[] = ['cart', 'order', 'inventory', 'product', 'customer'];

/**
 * F38: somebody puts back yesterday's backup of one database, beside the others and the payment
 * gateway of today. The shop does not start: it would sell what is gone and number orders twice. Once
 * the right one is back it goes on as if nothing had been. Told to start all the same, it is told
 * again what its database has forgotten.
 */
export const oneDatabaseRestored: FaultScenario = {
  id: 'F38',
  title: 'one database of yesterday beside the others of today',
  modes: ['embedded', 'split'],
  mustHappen: ['wrong restores', 'starts refused', 'events told again', 'orders told'],
  async run(context) {
    const { shop, random, size } = context;
    const sku = await shop.staff.stockedSku(5_000);
    // What each hears must have been heard before, too.
    await purchases(context, sku);
    const others = random.shuffled(restored.filter((one) => one !== 'customer'));
    const chosen = size === 'full' ? others : others.slice(0, 1);
    for (const database of [...chosen, 'customer'] as const) await restore(context, database, sku);
  },
};

async function restore(
  context: ScenarioContext,
  database: DatabaseName,
  sku: string,
): Promise<void> {
  const { shop, count, note } = context;
  await atRest(context);
  await shop.kill();
  const name = databaseNameOf(shop.installation, database);
  const [backup, today] = [`${name}_backup`, `${name}_today`];
  await operate(context, `create database "${backup}" template "${name}"`);
  await shop.start();
  const reported = await purchases(context, sku);
  await atRest(context);
  await shop.kill();
  await operate(context, `alter database "${name}" rename to "${today}"`);
  await operate(context, `alter database "${backup}" rename to "${name}"`);
  count('wrong restores');
  const refused = await shop.startRefused();
  if (refused.length === 0) throw new Error(`${database} of yesterday was taken for today's`);
  note(`${database} of yesterday: ${refused.join(', ')} did not start`);
  count('starts refused');
  if (database === 'customer') await toldAgain(context, reported);
  await operate(context, `drop database "${name}"`);
  await operate(context, `alter database "${today}" rename to "${name}"`);
  await shop.start();
  await purchases(context, sku);
}

/** Told to, it starts with what there is, and hears again of what was placed since. */
async function toldAgain(context: ScenarioContext, reported: readonly string[]): Promise<void> {
  const { shop, count } = context;
  await shop.start(undefined, { KONTOR_RESTORED: 'accept' });
  const text = `select from customer.inbox where type = 'order.placed' and aggregate_id = any($1)`;
  await eventually(
    () => askDatabase(shop, 'customer', text, [reported]),
    (rows) => rows.length === reported.length,
  );
  count('events told again', reported.length);
  await atRest(context);
  await shop.kill();
}

/** Orders that buyers were told of and that everybody has heard of. */
async function purchases(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop, random, count } = context;
  const reported: string[] = [];
  for (let number = 0; number < 2; number += 1) {
    const buyer = await PatientBuyer.ready(shop, { sku }, random);
    const orderId = (await buyer.placed(cards.good, []))!;
    await buyer.order(orderId, ({ state }) => state === 'confirmed');
    reported.push(orderId);
  }
  count('orders told', reported.length);
  return reported;
}

/** No event is on its way any more. */
async function atRest({ shop }: ScenarioContext): Promise<void> {
  for (const [database, schema] of [
    ['order', 'order'],
    ['cart', 'checkout'],
    ['inventory', 'inventory'],
  ] as const) {
    const text = `select from "${schema}".outbox where pending <> '{}' or unconfirmed <> '{}'`;
    await eventually(
      () => askDatabase(shop, database, text),
      (rows) => rows.length === 0,
    );
  }
}

/** A command that wants the database for itself: connections of what was killed end by and by. */
async function operate({ shop }: ScenarioContext, command: string): Promise<void> {
  await eventually(() =>
    withClient({ ...shop.installation.cluster, database: 'postgres' }, (admin) =>
      admin.query(command),
    ),
  );
}
