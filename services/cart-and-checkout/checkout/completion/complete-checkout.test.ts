import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  challenge,
  gatewayBook,
  heldUnits,
  openPurchases,
  payBy,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

async function guestReady(units = 5, quantity = 1) {
  const guest = all.shop.guest();
  const sku = await all.sell(units);
  return { guest, sku, checkout: await all.ready(guest, sku, quantity) };
}

const outbox = (checkoutId: string) =>
  all.shop
    .database('checkout')
    .query<{ data: { totals: { totalMinor: number } } }>(
      sql`select data from outbox where aggregate_id = ${checkoutId}`,
    );

test('a purchase: stock confirmed, payment authorized, one event, cart done', async () => {
  const { guest, sku, checkout } = await guestReady(5, 2);
  expect(checkout.problems).toEqual([]);
  const done = must(await all.complete(guest, checkout), 'complete');
  if (done.status !== 'completed') throw new Error(done.status);
  expect(done.orderNumber).toMatch(/^K-1\d{5}$/);
  expect(Buffer.from(done.orderToken, 'base64url')).toHaveLength(32);
  await all.shop.settle();
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 2 });
  const events = await outbox(checkout.checkoutId);
  expect(events).toHaveLength(1);
  expect(events[0]!.data.totals.totalMinor).toBe(checkout.totals!.totalMinor);
  const { cartId } = checkout;
  const cart = must(await all.carts.getCart({ cartId }, all.as(guest)), 'cart');
  expect(cart.state).toBe('completed');
  const read = must(
    await all.checkouts.getCheckout({ checkoutId: checkout.checkoutId }, all.as(guest)),
    'read',
  );
  expect(read).toMatchObject({ state: 'completed', payment: { status: 'authorized' } });
  expect(read.orderId).toBe(done.orderId);
});

test('the same key replays the same reply, another body is refused', async () => {
  const { guest, checkout } = await guestReady();
  const key = newId();
  const first = await all.complete(guest, checkout, {}, key);
  expect(await all.complete(guest, checkout, {}, key)).toEqual(first);
  // The risk is the gateway's to add: it is no part of what the client said.
  expect(await all.complete(guest, checkout, { risk: undefined }, key)).toEqual(first);
  const other = await all.complete(guest, checkout, payBy('pm_card_mastercard'), key);
  expect(other).toMatchObject({ failure: { code: 'idempotency_key_reused' } });
  const late = await all.complete(guest, checkout);
  expect(late).toMatchObject({
    failure: { code: 'checkout_not_open', detail: { state: 'completed' } },
  });
});

test('the key of one person answers nobody else', async () => {
  const { guest, checkout } = await guestReady();
  const key = newId();
  const reported = must(await all.complete(guest, checkout, {}, key), 'complete');
  // In the same words, with the key and the ids that the buyer used.
  const strangers = [all.shop.guest(), all.shop.customer(), all.shop.staff(['orders:read'])];
  for (const stranger of strangers) {
    const reply = await all.complete(stranger, checkout, {}, key);
    expect(reply).toMatchObject({ ok: false, failure: { code: 'checkout_not_found' } });
  }
  expect(must(await all.complete(guest, checkout, {}, key), 'again')).toEqual(reported);
});

test('a thousand requests with one key have one effect', async () => {
  const { guest, sku, checkout } = await guestReady();
  const key = newId();
  const startMs = performance.now();
  const replies = await Promise.all(
    Array.from({ length: 1_000 }, () => all.complete(guest, checkout, {}, key)),
  );
  expect(performance.now() - startMs).toBeLessThan(60_000);
  const reported = new Set(replies.map((reply) => (reply.ok ? 'done' : reply.failure.code)));
  expect([...reported].toSorted()).toEqual(['done', 'idempotency_key_in_flight']);
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
  await all.shop.settle();
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await outbox(checkout.checkoutId)).toHaveLength(1);
});

test('different keys on one checkout: one wins, the others are told', async () => {
  const { guest, sku, checkout } = await guestReady();
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => all.complete(guest, checkout)),
  );
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
  const codes = new Set(replies.flatMap((reply) => (reply.ok ? [] : reply.failure.code)));
  for (const code of codes) expect(['completion_in_progress', 'checkout_not_open']).toContain(code);
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
});

test('a declined card gives everything back; another card and key buy', async () => {
  const { guest, sku, checkout } = await guestReady();
  const key = newId();
  const declined = await all.complete(guest, checkout, payBy('pm_card_chargeDeclined'), key);
  expect(declined).toMatchObject({ failure: { code: 'payment_declined' } });
  expect(await heldUnits(all, sku)).toEqual({});
  const { checkoutId } = checkout;
  const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(read).toMatchObject({ state: 'open', payment: { status: 'declined' } });
  expect(await all.complete(guest, checkout, payBy('pm_card_chargeDeclined'), key)).toEqual(
    declined,
  );
  expect(must(await all.complete(guest, checkout), 'again').status).toBe('completed');
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  // Told again for its own key, whatever became of the checkout since.
  expect(await all.complete(guest, checkout, payBy('pm_card_chargeDeclined'), key)).toEqual(
    declined,
  );
});

test('the last unit is sold once, the other buyer is told what is left', async () => {
  const sku = await all.sell(1);
  const buyers = [all.shop.guest(), all.shop.guest()];
  const replies = await Promise.all(
    (await Promise.all(buyers.map((buyer) => all.ready(buyer, sku)))).map((checkout, index) =>
      all.complete(buyers[index]!, checkout),
    ),
  );
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
  expect(replies.find((reply) => !reply.ok)).toMatchObject({
    failure: { code: 'out_of_stock', detail: { lines: [{ sku, requested: 1, available: 0 }] } },
  });
});

test('a cart that was changed since refuses the frozen totals', async () => {
  const { guest, sku, checkout } = await guestReady();
  must(
    await all.carts.addLine({ cartId: checkout.cartId, sku, quantity: 1 }, all.as(guest)),
    'add',
  );
  const refused = await all.complete(guest, checkout);
  expect(refused).toMatchObject({ failure: { code: 'cart_changed' } });
  const { checkoutId } = checkout;
  const again = must(await all.checkouts.updateCheckout({ checkoutId }, all.as(guest)), 'update');
  expect(again.lines[0]!.quantity).toBe(2);
  expect(must(await all.complete(guest, again), 'complete').status).toBe('completed');
});

test.each([
  [
    'nothing said',
    async (guest: ReturnType<typeof all.shop.guest>, sku: string) => {
      const { cartId } = await all.fill(guest, sku);
      return must(await all.checkouts.openCheckout({ cartId }, all.as(guest)), 'open');
    },
    {},
    'checkout_incomplete',
  ],
  [
    'another version',
    (guest: ReturnType<typeof all.shop.guest>, sku: string) => all.ready(guest, sku),
    { version: 99 },
    'version_conflict',
  ],
  [
    'no token',
    (guest: ReturnType<typeof all.shop.guest>, sku: string) => all.ready(guest, sku),
    { paymentMethod: { kind: 'card' as const } },
    'payment_token_missing',
  ],
  [
    'unknown checkout',
    (guest: ReturnType<typeof all.shop.guest>, sku: string) => all.ready(guest, sku),
    { checkoutId: newId() },
    'checkout_not_found',
  ],
] as const)('refused before anything is reserved: %s', async (_name, prepare, change, code) => {
  const guest = all.shop.guest();
  const sku = await all.sell(1);
  const checkout = await prepare(guest, sku);
  expect(await all.complete(guest, checkout, change)).toMatchObject({ failure: { code } });
  expect(await heldUnits(all, sku)).toEqual({});
});

test('a stranger finds no checkout and no order', async () => {
  const { guest, checkout } = await guestReady();
  const stranger = all.shop.guest();
  const { checkoutId } = checkout;
  expect(await all.complete(stranger, checkout)).toMatchObject({
    failure: { code: 'checkout_not_found' },
  });
  for (const reply of [
    await all.checkouts.getCheckout({ checkoutId }, all.as(stranger)),
    await all.checkouts.updateCheckout({ checkoutId }, all.as(stranger)),
  ]) {
    expect(reply).toMatchObject({ failure: { code: 'checkout_not_found' } });
  }
  const done = must(await all.complete(guest, checkout), 'complete');
  if (done.status !== 'completed') throw new Error(done.status);
  const { orderId, orderToken } = done;
  const { checkouts } = all;
  expect(await checkouts.getPlacedOrder({ orderId }, all.as(stranger))).toMatchObject({
    failure: { code: 'order_not_found' },
  });
  expect(
    await checkouts.getPlacedOrder({ orderId, orderToken: 'x' }, all.as(stranger)),
  ).toMatchObject({ failure: { code: 'order_not_found' } });
  const withToken = await checkouts.getPlacedOrder({ orderId, orderToken }, all.as(stranger));
  expect(withToken).toMatchObject({
    value: { orderNumber: done.orderNumber, state: 'processing' },
  });
  expect((await checkouts.getPlacedOrder({ orderId }, all.as(guest))).ok).toBe(true);
  const staff = all.shop.staff(['orders:read']);
  expect((await checkouts.getPlacedOrder({ orderId }, all.as(staff))).ok).toBe(true);
});

test('3-D Secure: the webhook alone completes, and the key replays what was told', async () => {
  const { guest, sku, checkout } = await guestReady();
  const key = newId();
  const card = payBy('pm_card_threeDSecureRequired');
  const first = await all.complete(guest, checkout, card, key);
  expect(must(first, 'complete')).toMatchObject({ status: 'requires_action' });
  expect(await all.complete(guest, checkout, card, key)).toEqual(first);
  const { checkoutId } = checkout;
  const waiting = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(waiting.payment).toMatchObject({ status: 'requires_action' });
  expect(await heldUnits(all, sku)).toEqual({ active: 1 });

  const paymentId = await paymentOf(checkoutId);
  const [held] = (await gatewayBook(all)).filter(
    ({ metadata }) => metadata.reference === paymentId,
  );
  await challenge(all, held!.id, 'complete');
  // Asking the payment is what a webhook's arrival does; its event wakes the story.
  await all.shop.client('payment').getPayment({ paymentId, refresh: true }, all.shop.invocation());
  await untilCompletionsRest(all);
  const done = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(done).toMatchObject({ state: 'completed', payment: { status: 'authorized' } });
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
  expect(await all.complete(guest, checkout, card, key)).toEqual(first);
});

test('3-D Secure failed: everything is given back', async () => {
  const { guest, sku, checkout } = await guestReady();
  must(await all.complete(guest, checkout, payBy('pm_card_threeDSecureRequired')), 'complete');
  const paymentId = await paymentOf(checkout.checkoutId);
  const [held] = (await gatewayBook(all)).filter(
    ({ metadata }) => metadata.reference === paymentId,
  );
  await challenge(all, held!.id, 'fail');
  await all.shop.client('payment').getPayment({ paymentId, refresh: true }, all.shop.invocation());
  await untilCompletionsRest(all);
  const { checkoutId } = checkout;
  const read = must(await all.checkouts.getCheckout({ checkoutId }, all.as(guest)), 'read');
  expect(read).toMatchObject({ state: 'open', payment: { status: 'declined' } });
  expect(await heldUnits(all, sku)).toEqual({});
});

async function paymentOf(checkoutId: string): Promise<string> {
  const row = await all.shop.database('checkout').first<{ paymentId: string }>(sql`
    select payment_id from completion where checkout_id = ${checkoutId}
    order by attempt desc limit 1`);
  return row!.paymentId;
}
