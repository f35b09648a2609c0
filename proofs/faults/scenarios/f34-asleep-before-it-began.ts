import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus } from '#journeys/people/api-client.ts';
import { cards, Shopper, type Checkout, type Completion } from '#journeys/people/shopper.ts';
import { eventually } from '../buyers/patient-buyer.ts';
import { Experience, persist } from '../buyers/persist.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';
import {
  gatewayBeside,
  pastAnyLeaseMs,
  stoppedOf,
  workersAt,
  zombieWritesMs,
} from '../injections/stopped-workers.ts';

/** A purchase stops there; the buyer changes the cart, so its attempt ends without an order. */
const beforeTheOrder = [
  'call:cart>inventory.reserveStock:before',
  'commit:inventory.reserve_stock:before',
  'commit:payment.begin_payment:before',
] as const;

/** An order stops there; the buyer cancels it. */
const afterTheOrder = [
  'commit:payment.start_capture:before',
  'commit:invoice.issue_invoices:before',
  'commit:fulfillment.request_fulfillment:before',
] as const;

const endLimitMs = 120_000;

/**
 * F34: a process stands still between receiving a command and its first commit. The story goes on
 * without it and ends otherwise; then it wakes and finds that it is over: no money is held, no
 * stock, no invoice and no parcel made.
 */
export const asleepBeforeItBegan: FaultScenario = {
  id: 'F34',
  title: 'asleep before it began',
  modes: ['embedded', 'split'],
  needs: { replicas: 2 },
  mustHappen: ['late beginnings'],
  async run(context) {
    const { shop, random, size, count } = context;
    const sku = await shop.staff.stockedSku(500);
    const places = [...beforeTheOrder, ...afterTheOrder];
    // Of both kinds one at least: what a quick run leaves out is left to the seed.
    const chosen =
      size === 'quick'
        ? ['commit:payment.begin_payment:before', ...random.shuffled(places).slice(0, 2)]
        : places;
    let leasesOverMs = 0;
    for (const place of new Set(chosen)) {
      leasesOverMs += pastAnyLeaseMs;
      await oversleep(context, { place, sku, leasesOverMs });
      count('late beginnings');
    }
  },
};

interface Bed {
  readonly place: string;
  readonly sku: string;
  readonly leasesOverMs: number;
}

async function oversleep(context: ScenarioContext, { place, sku, leasesOverMs }: Bed) {
  const { shop } = context;
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const key = randomUUID();
  const workers = workersAt(context, place);
  for (const worker of workers) await shop.arm(`${place}=stop`, worker);
  const first = guest.complete(checkout, cards.good, key).catch(() => undefined);
  const sleeper = await stoppedOf(context, workers, place);
  for (const worker of workers) if (worker !== sleeper) await shop.arm('', worker);
  const url = gatewayBeside(context, workers, sleeper);
  const elsewhere = new Shopper(url, guest.token!, shop.journal);
  const endsBefore = (beforeTheOrder as readonly string[]).includes(place);
  if (endsBefore) await changeTheCart(elsewhere, checkout, sku);
  await shop.setClock({ databaseMs: leasesOverMs });
  if (endsBefore) await expectNoOrder(context, elsewhere, checkout, key);
  else await cancelTheOrder(context, elsewhere, checkout, key);
  shop.resume(sleeper);
  await sleep(zombieWritesMs);
  await shop.arm('', sleeper);
  await first;
}

/** In another tab; the attempt that runs knows nothing of it yet. */
async function changeTheCart(shopper: Shopper, { checkoutId }: Checkout, sku: string) {
  const { body } = await eventually(
    () => shopper.get<Checkout & { cartId: string }>(`/v1/checkouts/${checkoutId}`),
    ({ status }) => status === 200,
  );
  const path = `/v1/carts/${body.cartId}/lines`;
  await eventually(
    () => shopper.post(path, { sku, quantity: 1 }),
    ({ status }) => status === 200,
    endLimitMs,
  );
}

async function expectNoOrder(
  { random }: ScenarioContext,
  shopper: Shopper,
  checkout: Checkout,
  key: string,
) {
  const again = () => shopper.complete(checkout, cards.good, key);
  const reply = await persist<Completion>(again, random, new Experience(), endLimitMs);
  const { code } = reply.body as unknown as { code?: string };
  if (code !== 'cart_changed') throw new Error(`not ended: ${reply.status} ${reply.text}`);
}

async function cancelTheOrder(
  { random }: ScenarioContext,
  shopper: Shopper,
  checkout: Checkout,
  key: string,
) {
  const again = () => shopper.complete(checkout, cards.good, key);
  const placed = await persist<Completion>(again, random, new Experience(), endLimitMs);
  const { orderId } = expectStatus(placed, 200);
  const cancelKey = randomUUID();
  await eventually(
    () =>
      shopper.post(`/v1/orders/${orderId}/cancel`, { reason: 'ordered twice' }, { key: cancelKey }),
    ({ status }) => status === 200 || status === 202,
    endLimitMs,
  );
  await shopper.orderWhen(orderId, ({ state }) => state === 'cancelled', endLimitMs);
}
