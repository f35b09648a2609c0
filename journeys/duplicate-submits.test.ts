import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJourneyShop, type JourneyShop } from './journey-shop.ts';
import { audit } from './oracle/audit.ts';
import { cards } from './shopper.ts';

let shop: JourneyShop;
let sku: string;

beforeAll(async () => {
  shop = await openJourneyShop();
  sku = await shop.staff.stockedSku(5_000);
});
afterAll(() => shop.close());

async function ordersOf(token: Awaited<ReturnType<JourneyShop['guest']>>): Promise<string[]> {
  const reply = await token.get<{ items: { orderId: string }[] }>('/v1/orders?limit=100');
  return reply.body.items.map((item) => item.orderId);
}

async function expectClean(): Promise<void> {
  await shop.settle();
  const { installation, book, journal } = shop;
  expect((await audit({ installation, graceSeconds: 0, book, journal })).violations).toEqual([]);
}

test('F24: 1,000 submits at once with one key make one order and tell one reply', async () => {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const key = randomUUID();
  const startedMs = Date.now();
  const replies = await Promise.all(
    Array.from({ length: 1_000 }, () => guest.complete(checkout, cards.good, key)),
  );
  const final = await guest.complete(checkout, cards.good, key);
  expect(final.status).toBe(200);
  for (const reply of replies) {
    if (reply.status === 200) expect(reply.text).toBe(final.text);
    else expect([409, 429, 503]).toContain(reply.status);
  }
  await guest.orderWhen(final.body.orderId, (order) => order.state === 'confirmed');
  expect(Date.now() - startedMs).toBeLessThan(60_000);
  expect(await ordersOf(guest)).toEqual([final.body.orderId]);
  await expectClean();
});

test('F24: different keys on one checkout make one order', async () => {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => guest.complete(checkout, cards.good)),
  );
  const placed = replies.filter((reply) => reply.status === 200);
  expect(placed).toHaveLength(1);
  for (const reply of replies) if (reply.status !== 200) expect(reply.status).toBe(409);
  await guest.orderWhen(placed[0]!.body.orderId, (order) => order.state === 'confirmed');
  expect(await ordersOf(guest)).toHaveLength(1);
  await expectClean();
});

test('F24: two tabs open a checkout on one cart and buy it once', async () => {
  const guest = await shop.guest();
  const cart = await guest.cartWith(sku);
  const tabs = await Promise.all(
    [0, 1].map(() => guest.post<{ checkoutId: string }>('/v1/checkouts', { cartId: cart.cartId })),
  );
  const ids = new Set(tabs.filter((tab) => tab.status === 201).map((tab) => tab.body.checkoutId));
  expect(ids.size).toBe(1);
  await expectClean();
});

test('I8: a key used again with another body is refused', async () => {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const key = randomUUID();
  const first = await guest.complete(checkout, cards.good, key);
  expect(first.status).toBe(200);
  const other = await guest.complete(checkout, 'pm_card_mastercard', key);
  expect(other.status).toBe(422);
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused' });
  await expectClean();
});
