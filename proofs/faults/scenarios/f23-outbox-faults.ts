import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { topology, type ServiceName } from '#platform/topology.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import type { FaultShop } from '../fault-shop.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const program = fileURLToPath(new URL('../../../tools/command-line.ts', import.meta.url));
const rounds = { quick: 1, full: 4 };
const deathLimitMs = 180_000;
const burialLimitMs = 180_000;

/** The process dies: events handed over and not marked; taken and not committed; committed, not told. */
const deaths = [
  'relay:checkout.mark:before',
  'relay:order.mark:before',
  'commit:checkout.record_completed:after',
  'commit:order.hear_checkout.completed:before',
  'commit:order.hear_checkout.completed:after',
  'commit:cart.hear_checkout.completed:after',
  'commit:customer.hear_order.placed:before',
  'commit:customer.hear_order.placed:after',
];

/**
 * F23: whoever hands events over, or takes them, dies at the worst moment. Then one consumer cannot
 * take one type at all: after its attempts the event is a dead letter with a reason, everybody else
 * goes on, and once the fault is mended a replay has the effect.
 */
export const outboxFaults: FaultScenario = {
  id: 'F23',
  title: 'outbox faults, poison and replay',
  modes: ['embedded', 'split'],
  mustHappen: ['kills', 'dead letters', 'purchases beside the poison', 'replays'],
  async run(context) {
    const sku = await context.shop.staff.stockedSku(1_000);
    for (let round = 0; round < rounds[context.size]; round += 1) {
      for (const death of context.random.shuffled(deaths)) await dieAt(context, sku, death);
    }
    await poison(context, sku);
  },
};

async function dieAt({ shop, random, count }: ScenarioContext, sku: string, point: string) {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await shop.arm(`${point}=kill`);
  const first = buyer.tryOnce();
  if (!(await shop.died(deathLimitMs))) throw new Error(`nobody came by ${point}`);
  count('kills');
  await first;
  await shop.start();
  await shop.arm('');
  await buyer.buy();
}

const poisoned = { type: 'order.placed', producer: 'order', consumer: 'customer' } as const;

/** Its consumer fails at every try; the tries before the last are skipped, since they take minutes. */
async function poison(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  await shop.arm(`commit:${poisoned.consumer}.hear_${poisoned.type}:before=throw@always`);
  const victim = await (await PatientBuyer.ready(shop, { sku }, random)).buy();
  const reason = await eventually(() => bury(shop, victim.orderId), Boolean, burialLimitMs);
  if (!reason?.includes('failpoint')) throw new Error(`the dead letter’s reason is "${reason}"`);
  await (await PatientBuyer.ready(shop, { sku }, random)).buy();
  count('purchases beside the poison');

  await shop.arm('');
  const listed = await deadLetters(shop, 'list');
  if (!listed.text.includes(victim.orderId)) throw new Error(`not listed: ${listed.text}`);
  count('dead letters');
  await (await PatientBuyer.ready(shop, { sku }, random)).buy();
  const replayed = await deadLetters(shop, 'replay', '--all', '--wait', '40');
  if (replayed.exitCode !== 0) throw new Error(`replay: ${replayed.text}`);
  const left = await deadLetters(shop, 'list');
  if (left.text.includes(victim.orderId)) throw new Error(`still dead: ${left.text}`);
  count('replays');
}

/** Lets the next failure be the last one. Tells why the event is dead; undefined while it lives. */
async function bury(shop: FaultShop, orderId: string): Promise<string | undefined> {
  const { producer, consumer } = poisoned;
  const held = shop.mode === 'split';
  const [database, failures, ours] = held
    ? [topology[consumer].database, `"${consumer}".inbox_held`, 'aggregate_id = $1']
    : [
        topology[producer].database,
        `"${producer}".outbox_failure`,
        `event_id in (select id from "${producer}".outbox where aggregate_id = $1)`,
      ];
  const [dead] = await askDatabase<{ reason: string }>(
    shop,
    database,
    `select last_error as reason from ${failures} where ${ours} and dead_at is not null`,
    [orderId],
  );
  await askDatabase(
    shop,
    database,
    `update ${failures} set attempts = 11, next_attempt_at = kontor.kontor_now()
     where ${ours} and dead_at is null`,
    [orderId],
  );
  return dead?.reason;
}

/** The command, as an operator types it, over the addresses of the two services. */
async function deadLetters(
  { installation, proxies }: FaultShop,
  ...words: string[]
): Promise<{ exitCode: number; text: string }> {
  const { user, password } = installation.cluster;
  const { host, port } = proxies.postgres;
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const addressOf = (service: ServiceName) =>
    `postgres://${login}@${host}:${port}/${databaseNameOf(installation, topology[service].database!)}`;
  const services = [poisoned.producer, poisoned.consumer];
  const named = services.map((service) => [databaseVariable(service), addressOf(service)]);
  const command = [program, 'dead-letters', ...words];
  const environment = { ...process.env, ...Object.fromEntries(named) };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
    return { exitCode: 0, text: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, text: `${stdout}${stderr}` };
  }
}
