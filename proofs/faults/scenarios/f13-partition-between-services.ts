import { setTimeout as sleep } from 'node:timers/promises';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const cutForMs = 1_000;
const silentForMs = { quick: 1_500, full: 4_000 };
/**
 * Not of every purchase: keys and channels are kept by the gateway and amount steps by checkout, and
 * an order is looked for until it is there.
 */
const sometimes =
  /:(api-gateway>(auth\.getJwks|product\.listChannels|checkout\.getPlacedOrder|order\.getOrder)|checkout>payment\.getAmountStep):/;
const buyersAtOnce = { quick: 6, full: 12 };

/**
 * F13: a call does not get through, or it does and its reply does not: every call that a purchase
 * makes on its way through the services, once, and then for a while. Split, the way to the broker
 * is also cut, and deaf in one direction.
 */
export const partitionBetweenServices: FaultScenario = {
  id: 'F13',
  title: 'partition between two services',
  modes: ['embedded', 'split'],
  quick: true,
  mustHappen: ['arrows of the purchase', 'cuts', 'orders placed'],
  async run(context) {
    const { shop, size, random, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const points = await pointsOfPurchase(context, sku);
    count('arrows of the purchase', new Set(points.map(arrowOf)).size);

    // Each point cuts once, whoever comes by; all buyers go on.
    await shop.arm(['all=record', ...points.map((point) => `${point}=cut`)].join());
    await Promise.all(Array.from({ length: buyersAtOnce[size] }, () => purchase(context, sku)));
    const reached = new Set(await shop.reached());
    const missed = points.filter((point) => !reached.has(point));
    if (missed.length > 0) throw new Error(`nobody came by ${missed.join(', ')}`);
    count('cuts', points.length);

    const lasting = size === 'full' ? points : random.shuffled(points).slice(0, 1);
    for (const point of lasting) await cutForAWhile(context, point, sku);
    if (shop.proxies.nats) await cutTheBroker(context, sku);
  },
};

/** Before and after every call of a purchase, up to its confirmed order. */
async function pointsOfPurchase(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop } = context;
  await shop.arm('all=record');
  await purchase(context, sku);
  const reached = new Set(await shop.reached());
  return [...reached]
    .filter((name) => name.startsWith('call:') && !sometimes.test(name))
    .toSorted();
}

function arrowOf(point: string): string {
  return /^call:([\w-]+>[\w-]+)\./.exec(point)?.[1] ?? point;
}

async function purchase({ shop, random }: ScenarioContext, sku: string): Promise<void> {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await buyer.buy();
}

/** Long enough that repeating the call does not help: whoever is on the way has to wait and go on. */
async function cutForAWhile(context: ScenarioContext, point: string, sku: string): Promise<void> {
  const { shop } = context;
  await shop.arm(`all=record,${point}=cut@always`);
  const buying = purchase(context, sku);
  try {
    await sleep(cutForMs);
    if ((await shop.reached()).includes(point)) context.count('lasting cuts');
  } finally {
    await shop.arm('');
  }
  await buying;
}

/** The broker takes what is sent and nothing comes back, nothing arrives, or both. */
async function cutTheBroker(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, size, random } = context;
  const nats = shop.proxies.nats!;
  const ways = random.shuffled(['to_client', 'to_server', 'both'] as const);
  for (const deaf of size === 'full' ? ways : ways.slice(0, 1)) {
    const buying = [purchase(context, sku), purchase(context, sku)];
    await sleep(random.between(50, 400));
    nats.deafen(deaf);
    await sleep(silentForMs[size]);
    await nats.heal();
    await Promise.all(buying);
    context.count('deaf brokers');
  }
  nats.cut();
  await purchase(context, sku);
}
