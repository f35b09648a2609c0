import { setTimeout as sleep } from 'node:timers/promises';
import { nanos } from '@nats-io/transport-node';
import { eventStream } from '#platform/nats/subjects.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import type { BreakableBroker } from '../fault-shop.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const minuteMs = 60_000;
const tookLimitMs = 120_000;

interface Forgetting {
  readonly what: string;
  /** By the clocks of the shop, which are moved meanwhile. */
  readonly awayMinutes: number;
  /** What was written while the broker was away before, and is handed over now. */
  readonly backlog?: boolean;
  /** The time really passes. */
  readonly really?: boolean;
}

const powerLosses: readonly Forgetting[] = [
  { what: 'power lost for a minute', awayMinutes: 1 },
  { what: 'power lost for six minutes', awayMinutes: 6, backlog: true },
  { what: 'power lost for an hour', awayMinutes: 60 },
  { what: 'power lost for an hour, with a backlog', awayMinutes: 60, backlog: true },
];

/** Only where somebody ran the whole suite by command. */
const waited: Forgetting = { what: 'six minutes that really pass', awayMinutes: 6, really: true };

/**
 * F31: the broker acknowledged events and forgets them, while who hears them is away: an older disk
 * after a kill, a deleted stream, messages that grew too old, a stream that is full. Each order that
 * a buyer was told of is there in the end.
 */
export const brokerForgets: FaultScenario = {
  id: 'F31',
  title: 'the broker forgets',
  modes: ['split'],
  mustHappen: [
    'older disks',
    'deleted streams',
    'streams too young',
    'full streams',
    'orders told',
  ],
  async run(context) {
    const { shop, size, random, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const losses =
      size === 'full'
        ? [...powerLosses, waited]
        : [random.shuffled(powerLosses)[0]!, powerLosses[1]!];
    let offsetMs = 0;
    for (const loss of losses) {
      offsetMs += loss.really ? 0 : loss.awayMinutes * minuteMs;
      await losePower(context, sku, loss, offsetMs);
      count('older disks');
    }
    await whileOrderIsAway(context, sku, async (broker) => {
      await broker.operate((manager) => manager.streams.delete(eventStream));
      count('deleted streams');
    });
    await whileOrderIsAway(context, sku, async (broker) => {
      await keepFor(broker, 1_000);
      await eventually(
        () => stored(broker),
        (messages) => messages === 0,
      );
      await keepFor(broker, 0);
      count('streams too young');
    });
    await fillStream(context, sku);
  },
};

/** Buys while the order service is away, lets `act` break the broker, and waits for the orders. */
async function whileOrderIsAway(
  context: ScenarioContext,
  sku: string,
  act: (broker: BreakableBroker) => Promise<void>,
): Promise<void> {
  const { shop } = context;
  await shop.kill('order');
  const reported = await purchases(context, sku);
  await handedOver(context, reported);
  await act(shop.broker!);
  await shop.start('order');
  await allThere(context, reported);
}

async function losePower(
  context: ScenarioContext,
  sku: string,
  { what, awayMinutes, backlog = false, really = false }: Forgetting,
  offsetMs: number,
): Promise<void> {
  const { shop, note } = context;
  const broker = shop.broker!;
  await shop.kill('order');
  await broker.copyStore();
  const reported = await purchases(context, sku);
  if (backlog) await ageOutbox(context, reported);
  await handedOver(context, reported);
  await broker.losePower();
  if (really) await sleep(awayMinutes * minuteMs);
  else await shop.setClock({ processMs: offsetMs, databaseMs: offsetMs });
  await broker.start();
  await shop.start('order');
  await allThere(context, reported);
  note(what);
}

async function fillStream(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const broker = shop.broker!;
  const limit = (max_msgs: number) =>
    broker.operate((manager) => manager.streams.update(eventStream, { max_msgs }));
  await shop.kill('order');
  await limit(1);
  const reported = await purchases(context, sku);
  const waiting = () =>
    askDatabase(
      shop,
      'cart',
      `select from checkout.outbox where 'order' = any(pending) and data ->> 'orderId' = any($1)`,
      [reported],
    );
  await eventually(waiting, (rows) => rows.length > 0, tookLimitMs);
  count('full streams');
  await limit(-1);
  await shop.start('order');
  await allThere(context, reported);
}

/** What buyers were told: the ids of orders that nobody has heard of yet. */
async function purchases(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop, size, random, count } = context;
  const reported: string[] = [];
  for (let number = size === 'full' ? 4 : 2; number > 0; number -= 1) {
    const buyer = await PatientBuyer.ready(shop, { sku }, random);
    const { status, body, text } = await buyer.complete();
    if (status !== 200 || !body.orderId) throw new Error(`buy: ${status} ${text}`);
    reported.push(body.orderId);
  }
  count('orders told', reported.length);
  return reported;
}

/** As if they had been written an hour ago, while the broker was away. */
async function ageOutbox({ shop }: ScenarioContext, reported: readonly string[]): Promise<void> {
  await askDatabase(
    shop,
    'cart',
    `update checkout.outbox set occurred_at = occurred_at - interval '1 hour'
     where data ->> 'orderId' = any($1)`,
    [reported],
  );
}

/** The broker took them all. */
async function handedOver({ shop }: ScenarioContext, reported: readonly string[]): Promise<void> {
  const waiting = () =>
    askDatabase(
      shop,
      'cart',
      `select from checkout.outbox where data ->> 'orderId' = any($1) and pending <> '{}'`,
      [reported],
    );
  await eventually(waiting, (rows) => rows.length === 0, tookLimitMs);
}

async function allThere({ shop }: ScenarioContext, reported: readonly string[]): Promise<void> {
  const orders = () =>
    askDatabase(shop, 'order', `select from "order".orders where id::text = any($1)`, [reported]);
  await eventually(orders, (rows) => rows.length === reported.length, tookLimitMs);
}

function keepFor(broker: BreakableBroker, ms: number): Promise<unknown> {
  const duplicateMs = ms === 0 ? 120_000 : ms;
  return broker.operate((manager) =>
    manager.streams.update(eventStream, {
      max_age: nanos(ms),
      duplicate_window: nanos(duplicateMs),
    }),
  );
}

async function stored(broker: BreakableBroker): Promise<number> {
  const { state } = await broker.operate((manager) => manager.streams.info(eventStream));
  return state.messages;
}
