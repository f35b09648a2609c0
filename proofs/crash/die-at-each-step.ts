import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cards, type Checkout, type Completion, type Shopper } from '#journeys/people/shopper.ts';
import { expectStatus, type ApiReply } from '#journeys/people/api-client.ts';
import { CrashShop } from '#journeys/shop-kit/crash-shop.ts';

const finishLimitMs = 180_000;
const deathLimitMs = 180_000;

/** How somebody pays who is killed under way. */
export interface WayToPay {
  readonly title: string;
  /** Fewer are fewer than there were: somewhere nobody is killed any more. */
  readonly leastPoints: number;
  /** Beginnings of failpoints that a recorded purchase must have reached. */
  readonly reaches: readonly string[];
  /** Of the failpoints that were reached, those at which this way differs; all unless told. */
  readonly isItsOwn?: (name: string) => boolean;
  complete(guest: Shopper, checkout: Checkout, key: string): Promise<ApiReply<Completion>>;
  /** What the buyer does with the answer; as often as somebody does who knows no better. */
  follow?(shop: CrashShop, reply: ApiReply<Completion>): Promise<void>;
}

export const byCard: WayToPay = {
  title: 'a purchase',
  leastPoints: 75,
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
 * confirmed order. The points are enumerated from a recorded purchase. Some purchases die together,
 * each at a point of its own.
 */
export async function dieAtEachStep(way: WayToPay): Promise<void> {
  const shop = await CrashShop.prepare();
  const all = await enumerate(shop, way);
  const points = all.filter((name) => way.isItsOwn?.(name) ?? true);
  const diedAt: string[] = [];

  describe(`kill -9 during ${way.title}`, () => {
    beforeAll(() => shop.start());
    afterAll(() => shop.close());

    test('the recorded purchase reached the story’s failpoints', () => {
      for (const part of way.reaches) {
        expect(
          points.some((name) => name.startsWith(part)),
          part,
        ).toBe(true);
      }
      expect(points.length).toBeGreaterThanOrEqual(way.leastPoints);
    });

    describe.each(deathsOf(points))('death $number of $deaths', ({ dying }) => {
      const ends = new Map<string, Promise<string>>();

      beforeAll(async () => {
        const begun = await begin(shop, dying);
        await dieInAll(shop, begun, way);
        diedAt.push(...dying);
        await shop.start();
        for (const each of begun) ends.set(each.point, finish(shop, each, way));
        await Promise.allSettled(ends.values());
      });

      test.each(dying)('%s', async (point) => {
        expect(await ends.get(point)).toBe('confirmed');
      });

      test('the oracle finds nothing', async () => {
        const { violations } = await shop.auditAtRest();
        expect(violations).toEqual([]);
      });
    });

    test('a purchase died at each of them', () => {
      expect(diedAt.toSorted()).toEqual(points.toSorted());
    });
  });
}

/** A start costs as much as some purchases. */
const atOnce = 6;

/**
 * Points that are far apart, the latest of a purchase first: who comes after somebody who is held with
 * locks never gets to where they would be in the way.
 */
function deathsOf(points: readonly string[]) {
  const deaths = Math.ceil(points.length / atOnce);
  return Array.from({ length: deaths }, (_, death) => ({
    number: death + 1,
    deaths,
    dying: points.filter((_point, index) => index % deaths === death).toReversed(),
  }));
}

/** A purchase that is to die at a point, as far as the way to pay. */
interface Begun {
  readonly point: string;
  readonly guest: Shopper;
  readonly checkout: Checkout;
  readonly key: string;
}

/** Each buys something else: nobody waits for units that somebody holds. */
async function begin(shop: CrashShop, points: readonly string[]): Promise<Begun[]> {
  const skus = await stockOf(shop);
  return Promise.all(
    points.map(async (point, index) => {
      const guest = await shop.guest();
      const checkout = await guest.readyCheckout({ sku: skus[index]! });
      return { point, guest, checkout, key: randomUUID() };
    }),
  );
}

/** One after the other they stop at their points; the last one takes the process with it. */
async function dieInAll(shop: CrashShop, begun: readonly Begun[], way: WayToPay): Promise<void> {
  const cutOff: Promise<unknown>[] = [];
  for (const { point, guest, checkout, key } of begun) {
    const isLast = cutOff.length === begun.length - 1;
    await shop.arm(`${point}=${isLast ? 'kill' : 'hold'}`);
    const buying = way
      .complete(guest, checkout, key)
      .then((reply) => way.follow?.(shop, reply))
      .catch(() => undefined);
    cutOff.push(buying);
    if (isLast) expect(await shop.died(deathLimitMs), `nobody came by ${point}`).toBe(true);
    else expect(await heldAt(shop, point), `nobody came by ${point}`).toBe(true);
  }
  await Promise.all(cutOff);
}

async function heldAt(shop: CrashShop, point: string): Promise<boolean> {
  for (const endMs = Date.now() + deathLimitMs; Date.now() < endMs;) {
    if ((await shop.held()).includes(point)) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

/** What a whole purchase reaches, in a shop of one process, in that order. */
async function enumerate(shop: CrashShop, way: WayToPay): Promise<string[]> {
  await shop.start();
  await shop.arm('all=record');
  const guest = await shop.guest();
  const [sku] = await stockOf(shop);
  const checkout = await guest.readyCheckout({ sku: sku! });
  await shop.forget();
  const reply = await way.complete(guest, checkout, randomUUID());
  expectStatus(reply, 200);
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
  return names.filter((name) => !waiting.test(name) && !once.test(name));
}

/** Who bought asks again, and again until there is an answer that stands. @returns how the order stands */
async function finish(
  shop: CrashShop,
  { guest, checkout, key }: Begun,
  way: WayToPay,
): Promise<string> {
  const startedMs = Date.now();
  const reply = await untilAnswered(() => way.complete(guest, checkout, key));
  expect(reply.status, reply.text).toBe(200);
  await way.follow?.(shop, reply);
  return confirmed(guest, checkout, finishLimitMs - (Date.now() - startedMs));
}

async function confirmed(
  guest: Shopper,
  { checkoutId }: Checkout,
  limitMs = finishLimitMs,
): Promise<string> {
  const startedMs = Date.now();
  const { orderId } = await guest.checkoutWhen(
    checkoutId,
    ({ state }) => state === 'completed',
    limitMs,
  );
  const leftMs = limitMs - (Date.now() - startedMs);
  const order = await guest.orderWhen(orderId!, ({ state }) => state === 'confirmed', leftMs);
  return order.state;
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

const stocked = new WeakMap<CrashShop, Promise<string[]>>();

/** Variants with plenty of stock, found through the shop's own API. */
function stockOf(shop: CrashShop): Promise<string[]> {
  let found = stocked.get(shop);
  if (!found) stocked.set(shop, (found = findStocked(shop)));
  return found;
}

function findStocked({ staff }: CrashShop): Promise<string[]> {
  return Promise.all(Array.from({ length: atOnce }, (_, index) => staff.stockedSku(5_000, index)));
}
