import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cards, Shopper, type Completion } from '../../shopper.ts';
import { Experience, persist } from '../persist.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** Longer than any story is left to whoever is at work on it. */
const pastAnyLeaseMs = 65_000;
/** The zombie's next step comes at once, its retries a little later. */
const zombieWritesMs = 1_500;
const stopLimitMs = 20_000;

/** Where a worker is held: before and after each step of the checkout's and the order's story. */
const places = [
  'call:checkout>cart.reserveStock:after',
  'call:checkout>payment.authorizePayment:before',
  'call:checkout>payment.authorizePayment:after',
  'call:checkout>cart.confirmStock:before',
  'call:checkout>cart.confirmStock:after',
  'commit:checkout.record_completed:before',
  'call:order>payment.capturePayment:before',
  'call:order>payment.capturePayment:after',
  'call:order>invoice.issueInvoice:before',
  'call:order>invoice.issueInvoice:after',
  'call:order>fulfillment.requestFulfillment:before',
  'call:order>fulfillment.requestFulfillment:after',
  'call:order>notification.sendMessage:before',
] as const;

/**
 * F03: a worker stands still in the middle of a story (SIGSTOP) until its lease is over, another
 * process takes the story over and ends it, and then the first goes on where it stood: what it
 * writes comes too late, and nothing may happen twice.
 */
export const zombieWorker: FaultScenario = {
  id: 'F03',
  title: 'zombie worker',
  modes: ['embedded', 'split'],
  needs: { replicas: 2 },
  mustHappen: ['zombies', 'orders placed'],
  async run(context) {
    const { shop, random, size, count } = context;
    const sku = await shop.staff.stockedSku(500);
    const chosen = size === 'quick' ? random.shuffled(places).slice(0, 3) : places;
    let leasesOverMs = 0;
    for (const place of chosen) {
      leasesOverMs += pastAnyLeaseMs;
      await haunt(context, { place, sku, leasesOverMs });
      count('zombies');
    }
  },
};

async function haunt(
  context: ScenarioContext,
  { place, sku, leasesOverMs }: { place: string; sku: string; leasesOverMs: number },
): Promise<void> {
  const { shop, random } = context;
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const key = randomUUID();
  const workers = workersAt(context, place);
  for (const worker of workers) await shop.arm(`${place}=stop`, worker);
  const first = guest.complete(checkout, cards.good, key).catch(() => undefined);
  const zombie = await stoppedOf(context, workers, place);
  for (const worker of workers) if (worker !== zombie) await shop.arm('', worker);
  await shop.setClock({ databaseMs: leasesOverMs });
  // Embedded, the one that stands still is the gateway as well.
  const url = shop.mode === 'embedded' ? shop.urlOf(otherThan(workers, zombie)) : shop.url;
  const elsewhere = new Shopper(url, guest.token!, shop.journal);
  const reply = await persist<Completion>(
    () => elsewhere.complete(checkout, cards.good, key),
    random,
    new Experience(),
    90_000,
  );
  if (reply.status !== 200) throw new Error(`${place}: ${reply.status} ${reply.text}`);
  await elsewhere.orderWhen(reply.body.orderId, ({ state }) => state === 'confirmed', 90_000);
  shop.resume(zombie);
  await sleep(zombieWritesMs);
  await shop.arm('', zombie);
  await first;
  await elsewhere.orderWhen(reply.body.orderId, ({ state }) => state === 'confirmed');
}

/** Embedded the shop that is asked; split the replicas of whose step it is. */
function workersAt({ shop }: ScenarioContext, place: string): string[] {
  if (shop.mode === 'embedded') return [...shop.processes];
  const service = /^\w+:([\w-]+)[>.]/.exec(place)![1]!;
  return [service, `${service}-2`];
}

async function stoppedOf({ shop }: ScenarioContext, workers: string[], place: string) {
  for (const endMs = performance.now() + stopLimitMs; performance.now() < endMs;) {
    for (const worker of workers) {
      if (!(await shop.isStopped(worker))) continue;
      shop.pause(worker);
      return worker;
    }
    await sleep(20);
  }
  throw new Error(`${place} was not reached within ${stopLimitMs} ms`);
}

function otherThan(workers: readonly string[], zombie: string): string {
  return workers.find((worker) => worker !== zombie)!;
}
