import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ApiReply } from '#journeys/people/api-client.ts';
import { cards, type Checkout, type Completion, type Shopper } from '#journeys/people/shopper.ts';
import type { CrashShop } from '#journeys/shop-kit/crash-shop.ts';

const finishLimitMs = 180_000;
/** Within which a purchase comes by its place; the first of a round has nobody before it. */
const aloneLimitMs = 60_000;
const behindOthersLimitMs = 4_000;
/** Less than a story is leased for: who stands longer may have been overtaken. */
const standingLimitMs = 20_000;

interface Purchase {
  readonly place: string;
  readonly guest: Shopper;
  readonly checkout: Checkout;
  readonly key: string;
}

interface Standing {
  readonly purchase: Purchase;
  readonly sinceMs: number;
}

/**
 * One kill -9 for several purchases, each of which stands at a place of its own in that moment: all
 * but the last are held there, and the last is what kills. Afterwards each is finished with the key
 * that it began with, and the oracle is asked. Who did not come to its place, because another stands
 * in its way with a lock, or stood there so long that its story may have been taken up, has its turn
 * in a further round, at last alone.
 *
 * @returns the places at which a purchase stood when its process died: all of them
 */
export async function dieTogether(
  shop: CrashShop,
  places: readonly string[],
): Promise<readonly string[]> {
  const all: string[] = [];
  let atOnce = places.length;
  for (let left = [...places]; left.length > 0;) {
    const taken = left.slice(0, atOnce);
    const proven = await dieOnce(shop, taken);
    all.push(...proven);
    left = left.filter((place) => !proven.has(place));
    atOnce = Math.max(1, Math.min(atOnce, proven.size === 0 ? taken.length >> 1 : atOnce));
    expect(taken.length > 1 || proven.size === 1, `nobody came by ${taken[0]} again`).toBe(true);
  }
  return all;
}

/** The places at which a purchase stood when the process died. */
async function dieOnce(shop: CrashShop, places: readonly string[]): Promise<ReadonlySet<string>> {
  // Filling a cart comes by some of the places too: nothing is armed before all are ready to pay.
  const sku = await shop.staff.stockedSku(5_000);
  const purchases = await Promise.all(places.map((place) => ready(shop, place, sku)));
  const begun: { purchase: Purchase; first: Promise<unknown> }[] = [];
  const standing: Standing[] = [];
  let proven: string[] = [];
  for (const [index, purchase] of purchases.entries()) {
    const { place, guest, checkout, key } = purchase;
    const limitMs = standing.length === 0 ? aloneLimitMs : behindOthersLimitMs;
    const isLast = index === purchases.length - 1;
    await shop.arm(`${place}=${isLast ? 'kill' : 'hold'}`);
    const first = guest.complete(checkout, cards.good, key).catch(() => undefined);
    begun.push({ purchase, first });
    const came = isLast ? await shop.died(limitMs) : await isHeldWithin(shop, place, limitMs);
    const nowMs = performance.now();
    if (came) standing.push({ purchase, sinceMs: nowMs });
    proven = standing
      .filter(({ sinceMs }) => nowMs - sinceMs < standingLimitMs)
      .map((one) => one.purchase.place);
    if (!came) break;
  }
  await shop.kill();
  await Promise.all(begun.map(({ first }) => first));
  await shop.start();
  const startedMs = Date.now();
  const leftMs = () => finishLimitMs - (Date.now() - startedMs);
  await Promise.all(begun.map(({ purchase }) => finish(purchase, leftMs)));
  const { violations } = await shop.auditAtRest(leftMs());
  expect(violations, `after a death at ${proven.join(', ')}`).toEqual([]);
  return new Set(proven);
}

async function ready(shop: CrashShop, place: string, sku: string): Promise<Purchase> {
  const guest = await shop.guest();
  return { place, guest, checkout: await guest.readyCheckout({ sku }), key: randomUUID() };
}

async function isHeldWithin(shop: CrashShop, place: string, limitMs: number): Promise<boolean> {
  for (const endMs = performance.now() + limitMs; performance.now() < endMs; await sleep(5))
    if ((await shop.held()).includes(place)) return true;
  return false;
}

async function finish({ place, guest, checkout, key }: Purchase, leftMs: () => number) {
  const reply = await completeUntilAnswered(guest, checkout, key);
  expect(reply.status, `${place}: ${reply.text}`).toBe(200);
  await guest.orderWhen(reply.body.orderId, (order) => order.state === 'confirmed', leftMs());
}

/** The same key again and again, as a client's library does, until there is an answer that stands. */
async function completeUntilAnswered(
  guest: Shopper,
  checkout: Checkout,
  key: string,
): Promise<ApiReply<Completion>> {
  for (const endMs = Date.now() + finishLimitMs; ;) {
    const reply = await guest.complete(checkout, cards.good, key).catch(() => undefined);
    const waits = reply === undefined || reply.status === 409 || reply.status === 503;
    if (!waits || Date.now() > endMs) return reply!;
    await sleep(200);
  }
}
