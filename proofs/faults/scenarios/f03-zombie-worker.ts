import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cards, Shopper, type Completion } from '#journeys/people/shopper.ts';
import { Experience, persist } from '../buyers/persist.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';
import {
  gatewayBeside,
  pastAnyLeaseMs,
  stoppedOf,
  workersAt,
  zombieWritesMs,
} from '../injections/stopped-workers.ts';

/** Where a worker is held: around each step of the checkout's and the order's story, and inside those whom they ask. */
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
  'call:cart>inventory.reserveStock:before',
  'call:cart>inventory.reserveStock:after',
  'call:cart>inventory.confirmReservation:before',
  'commit:inventory.confirm_reservation:before',
  'commit:payment.begin_payment:before',
  'external:payment>payment-gateway.authorize:after',
  'commit:payment.start_capture:before',
  'external:payment>payment-gateway.capture:before',
  'commit:payment.finish_capture:before',
  'commit:invoice.issue_invoices:before',
  'commit:fulfillment.request_fulfillment:before',
  'commit:notification.sendMessage:before',
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
  const url = gatewayBeside(context, workers, zombie);
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
