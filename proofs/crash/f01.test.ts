import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CrashShop } from '#journeys/shop-kit/crash-shop.ts';
import { dieTogether } from './die-together.ts';

/** So many die in one moment. */
const atOnce = 12;

/**
 * F01: kill -9 at every failpoint that a purchase reaches, from completing the checkout to the
 * confirmed order. The points are enumerated from a recorded purchase.
 */
const shop = await CrashShop.prepare();
const names = await enumerate();

describe('kill -9 during a purchase', () => {
  beforeAll(() => shop.start());
  afterAll(() => shop.close());

  test('the recorded purchase reached the story’s failpoints', () => {
    for (const part of [
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
    ]) {
      expect(
        names.some((name) => name.startsWith(part)),
        part,
      ).toBe(true);
    }
  });

  for (const places of grouped()) {
    const proven = once(() => dieTogether(shop, places));
    test.each(places)('%s', async (place) => {
      expect(await proven()).toContain(place);
    });
  }
});

/** What a whole purchase reaches, in a shop of one process. */
async function enumerate(): Promise<string[]> {
  await shop.start();
  await shop.arm('all=record');
  const guest = await shop.guest();
  const sku = await shop.staff.stockedSku(5_000);
  const checkout = await guest.readyCheckout({ sku });
  await shop.forget();
  const reply = await guest.complete(checkout);
  await guest.orderWhen(reply.body.orderId, (order) => order.state === 'confirmed');
  await shop.auditAtRest();
  const reached = await shop.reached();
  await shop.kill();
  // Reading the order is how this test waits, not a step of the purchase.
  const waiting = /:api-gateway>(order\.getOrder|checkout\.getPlacedOrder):/;
  // What a process does once: the purchase that is finished after a death has done it already.
  const ofAProcess = /^commit:notification\.keep_words:/;
  return reached.filter((name) => !waiting.test(name) && !ofAProcess.test(name)).toSorted();
}

/**
 * Those that may stand with a lock in others' way come last in their group, one to a group as long
 * as there are groups.
 */
function grouped(): string[][] {
  const groups: string[][] = Array.from({ length: Math.ceil(names.length / atOnce) }, () => []);
  const locking = /^commit:.*:before$/;
  const inOrder = [
    ...names.filter((name) => !locking.test(name)),
    ...names.filter((name) => locking.test(name)),
  ];
  for (const [index, name] of inOrder.entries()) groups[index % groups.length]!.push(name);
  return groups;
}

/** The same promise for all who ask. */
function once<T>(act: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => (known ??= act());
}
