import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cards, type Checkout, type Completion, type Shopper } from '#journeys/people/shopper.ts';
import type { ApiReply } from '#journeys/people/api-client.ts';
import { CrashShop } from '#journeys/shop-kit/crash-shop.ts';

const finishLimitMs = 180_000;
const deathLimitMs = 60_000;

/** How somebody pays who is killed under way. */
export interface WayToPay {
  readonly title: string;
  /** Beginnings of failpoints that a recorded purchase must have reached. */
  readonly reaches: readonly string[];
  /** Of the failpoints that were reached, those at which this way differs; all unless told. */
  readonly isItsOwn?: (name: string) => boolean;
  complete(guest: Shopper, checkout: Checkout, key: string): Promise<ApiReply<Completion>>;
  /** What the buyer does with the answer; as often as somebody does who knows no better. */
  follow?(shop: CrashShop, reply: ApiReply<Completion>): Promise<void>;
}

const byCard: WayToPay = {
  title: 'a purchase',
  reaches: [
    'call:checkout>cart.reserveStock:before',
    'call:checkout>payment.authorizePayment:after',
    'external:payment>payment-gateway.authorize:after',
    'call:checkout>cart.confirmStock:after',
    'commit:checkout.',
    'call:order>payment.capturePayment:before',
    'call:order>invoice.issueInvoice:after',
    'call:order>fulfillment.requestFulfillment:before',
    'call:order>notification.sendMessage:after',
    'commit:order.',
  ],
  complete: (guest, checkout, key) => guest.complete(checkout, cards.good, key),
};

/**
 * F01: kill -9 at every failpoint that a purchase reaches, from completing the checkout to the
 * confirmed order. The points are enumerated from a recorded purchase; each lane takes its share
 * on databases of its own.
 */
export async function crashLane(lane: number, lanes: number, way = byCard): Promise<void> {
  const shop = await CrashShop.prepare();
  const all = await enumerate(shop, way);
  const names = all.filter((name) => way.isItsOwn?.(name) ?? true);
  const mine = names.filter((_, index) => index % lanes === lane);

  describe(`kill -9 during ${way.title}, lane ${lane + 1} of ${lanes}`, () => {
    beforeAll(() => shop.start());
    afterAll(() => shop.close());

    test('the recorded purchase reached the story’s failpoints', () => {
      for (const part of way.reaches) {
        expect(
          names.some((name) => name.startsWith(part)),
          part,
        ).toBe(true);
      }
    });

    test.each(mine)('%s', async (name) => {
      await killAt(shop, name, way);
    });
  });
}

/** What a whole purchase reaches, in a shop of one process. */
async function enumerate(shop: CrashShop, way: WayToPay): Promise<string[]> {
  await shop.start();
  await shop.arm('all=record');
  const guest = await shop.guest();
  const stocked = await stockOf(shop);
  const checkout = await guest.readyCheckout({ sku: stocked });
  await shop.forget();
  const reply = await way.complete(guest, checkout, randomUUID());
  await way.follow?.(shop, reply);
  await confirmed(guest, checkout);
  await shop.auditAtRest();
  const names = await shop.reached();
  await shop.kill();
  // Reading the order is how this test waits, and channels are read again when they are some seconds
  // old: no steps of the purchase.
  const waiting =
    /:api-gateway>(order\.getOrder|checkout\.get(PlacedOrder|Checkout)|product\.listChannels):/;
  // What a process does once: the purchase that is finished after a death has done it already.
  const once = /^commit:notification\.keep_words:/;
  return names.filter((name) => !waiting.test(name) && !once.test(name)).toSorted();
}

async function killAt(shop: CrashShop, name: string, way: WayToPay): Promise<void> {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku: await stockOf(shop) });
  const key = randomUUID();
  await shop.arm(`${name}=kill`);
  const first = way
    .complete(guest, checkout, key)
    .then((reply) => way.follow?.(shop, reply))
    .catch(() => undefined);
  const died = await shop.died(deathLimitMs);
  expect(died, 'the failpoint was not reached again').toBe(true);
  await first;
  await shop.start();
  const startedMs = Date.now();
  const reply = await untilAnswered(() => way.complete(guest, checkout, key));
  expect(reply.status, reply.text).toBe(200);
  await way.follow?.(shop, reply);
  const leftMs = () => finishLimitMs - (Date.now() - startedMs);
  await confirmed(guest, checkout, leftMs());
  const { violations } = await shop.auditAtRest(leftMs());
  expect(violations).toEqual([]);
}

async function confirmed(
  guest: Shopper,
  { checkoutId }: Checkout,
  limitMs = finishLimitMs,
): Promise<void> {
  const startedMs = Date.now();
  const { orderId } = await guest.checkoutWhen(
    checkoutId,
    ({ state }) => state === 'completed',
    limitMs,
  );
  const leftMs = limitMs - (Date.now() - startedMs);
  await guest.orderWhen(orderId!, (order) => order.state === 'confirmed', leftMs);
}

/** The same key again and again, as a client's library does, until there is an answer that stands. */
async function untilAnswered(
  complete: () => Promise<ApiReply<Completion>>,
): Promise<ApiReply<Completion>> {
  for (const endMs = Date.now() + finishLimitMs; ;) {
    const reply = await complete().catch(() => undefined);
    const waits = reply === undefined || reply.status === 409 || reply.status === 503;
    if (!waits || Date.now() > endMs) return reply!;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const stocked = new WeakMap<CrashShop, Promise<string>>();

/** A variant with plenty of stock, found through the shop's own API. */
function stockOf(shop: CrashShop): Promise<string> {
  let found = stocked.get(shop);
  if (!found) stocked.set(shop, (found = findStocked(shop)));
  return found;
}

async function findStocked(shop: CrashShop): Promise<string> {
  return shop.staff.stockedSku(5_000);
}
