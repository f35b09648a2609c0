import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawnArrows } from '#platform/topology.ts';
import { ApiClient, expectStatus } from './people/api-client.ts';
import { readArrows, walkArrows } from './arrow-journeys.ts';
import { Customer } from './people/customer.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { audit } from '#audit/audit.ts';
import { deliverParcel } from './parcels.ts';
import { filledInJourneys } from './filled-in-journeys.ts';
import { moneyOwedJourneys } from './money-owed-journeys.ts';
import { netPriceJourneys } from './channels/net-price-journeys.ts';
import { newDayJourneys } from './days/new-day-journeys.ts';
import { exemptionJourneys } from './taxes/exemption-journeys.ts';
import { payLaterJourneys } from './pay-later-journeys.ts';
import { cards, hamburg, type Order, type Shopper } from './people/shopper.ts';

/** Every journey of a purchase through the public API; after each the oracle must find nothing. */
export function purchaseJourneys(shopNow: () => JourneyShop): void {
  describe('purchases', () => {
    let shop: JourneyShop;
    let sku: string;

    beforeAll(async () => {
      shop = shopNow();
      sku = await shop.staff.stockedSku(1_000);
    });

    const clean = () => expectClean(shop);
    const confirmed = (who: Shopper, orderId: string) =>
      who.orderWhen(orderId, (order) => order.state === 'confirmed');

    test('a guest buys, and hears of it', async () => {
      const guest = await shop.guest();
      const email = `guest-${randomUUID()}@kontor.example`;
      const placed = await guest.buy({ sku, quantity: 2, email });
      const order = await confirmed(guest, placed.orderId);
      expect(order.paymentState).toBe('captured');
      expect(order.orderNumber).toBe(placed.orderNumber);
      const [mail] = await shop.book.mailsTo(email);
      expect(JSON.stringify(mail)).toContain(placed.orderNumber);
      await expectInvoicePdf(guest, placed.orderId);
      await clean();
    });

    test('only who bought it may read an order: owner, token holder, staff', async () => {
      const guest = await shop.guest();
      const placed = await guest.buy({ sku });
      await confirmed(guest, placed.orderId);
      const path = `/v1/orders/${placed.orderId}`;
      expect((await (await shop.guest()).get(path)).status).toBe(404);
      expect((await new ApiClient(shop.url).get(path)).status).toBe(401);
      const byToken = await new ApiClient(shop.url).get(path, {
        headers: { 'order-token': placed.orderToken },
      });
      expect(byToken.status).toBe(200);
      const wrongToken = await new ApiClient(shop.url).get(path, {
        headers: {
          'order-token': placed.orderToken.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        },
      });
      expect(wrongToken.status).toBe(404);
      expect((await shop.staff.get(`/v1/admin/orders/${placed.orderId}`)).status).toBe(200);
      await clean();
    });

    test('a customer registers, logs in, takes the guest’s cart along and buys', async () => {
      const guest = await shop.guest();
      const cart = await guest.cartWith(sku, 1);
      const customer = await Customer.register(shop, `ada-${randomUUID()}@kontor.example`);
      const merged = expectStatus(
        await customer.post<{ cartId: string; lines: unknown[] }>('/v1/carts/merge', {
          guestCartId: cart.cartId,
          guestToken: guest.token,
        }),
        200,
      );
      expect(merged.lines).toHaveLength(1);
      const placed = await customer.buyCart(merged.cartId);
      await confirmed(customer, placed.orderId);
      const list = expectStatus(
        await customer.get<{ items: { orderId: string }[] }>('/v1/orders'),
        200,
      );
      expect(list.items.map((item) => item.orderId)).toEqual([placed.orderId]);
      await clean();
    });

    test('a declined card reserves and charges nothing; another card then buys', async () => {
      const guest = await shop.guest();
      const checkout = await guest.readyCheckout({ sku });
      const key = randomUUID();
      const declined = await guest.complete(checkout, cards.declined, key);
      expect(declined.status).toBe(402);
      expect(declined.body).toMatchObject({ code: 'payment_declined' });
      const again = await guest.complete(checkout, cards.declined, key);
      expect({ ...again.body, traceId: '' }).toEqual({ ...declined.body, traceId: '' });
      await clean();
      const open = expectStatus(
        await guest.get<typeof checkout>(`/v1/checkouts/${checkout.checkoutId}`),
        200,
      );
      const placed = expectStatus(await guest.complete(open), 200);
      await confirmed(guest, placed.orderId);
      await clean();
    });

    test('3-D Secure: the person comes back', async () => {
      const { guest, checkoutId, url, key, first } = await challenged(shop, sku);
      await shop.book.answerChallenge(url, 'complete');
      const done = await guest.checkoutWhen(
        checkoutId,
        (checkout) => checkout.state === 'completed',
      );
      await confirmed(guest, done.orderId!);
      const replay = await guest.complete(
        { checkoutId, version: first.version },
        cards.challenge,
        key,
      );
      expect(replay.text).toBe(first.text);
      await clean();
    });

    test('3-D Secure: the person fails it, and buys with another card', async () => {
      const { guest, checkoutId, url } = await challenged(shop, sku);
      await shop.book.answerChallenge(url, 'fail');
      const open = await guest.checkoutWhen(checkoutId, (checkout) => checkout.state === 'open');
      expect(open.payment?.status).toBe('declined');
      const placed = expectStatus(await guest.complete(open), 200);
      await confirmed(guest, placed.orderId);
      await clean();
    });

    test('3-D Secure: nobody ever comes back, and nothing stays held', async () => {
      const { guest, checkoutId } = await challenged(shop, sku);
      await elevenMinutesLater(shop, async () => {
        await guest.checkoutWhen(checkoutId, (checkout) => checkout.state === 'open');
        await clean();
      });
    });

    test('3-D Secure: no webhook arrives, and the shop asks by itself', async () => {
      await shop.book.control('webhooks', { action: 'hold' });
      try {
        const { guest, checkoutId, url } = await challenged(shop, sku);
        await shop.book.answerChallenge(url, 'complete');
        await shop.moveClock(61_000);
        await shop.moveClock(-61_000);
        const done = await guest.checkoutWhen(
          checkoutId,
          (checkout) => checkout.state === 'completed',
        );
        await confirmed(guest, done.orderId!);
      } finally {
        await shop.book.control('webhooks', { action: 'release', order: 'newest_first' });
      }
      await shop.settle();
      await clean();
    });

    test('the last unit is sold once', async () => {
      const scarce = await shop.staff.stockedSku(1, 1);
      const available = await shop.staff.countTo(scarce, 1);
      expect(available).toBe(1);
      const [one, other] = await Promise.all([shop.guest(), shop.guest()]);
      const checkouts = await Promise.all([
        one.readyCheckout({ sku: scarce }),
        other.readyCheckout({ sku: scarce }),
      ]);
      const replies = await Promise.all([one.complete(checkouts[0]), other.complete(checkouts[1])]);
      expect(replies.map((reply) => reply.status).toSorted((left, right) => left - right)).toEqual([
        200, 409,
      ]);
      expect(replies.find((reply) => reply.status === 409)?.body).toMatchObject({
        code: 'out_of_stock',
      });
      await shop.settle();
      await clean();
    });

    test('an order is cancelled: stock and money come back', async () => {
      const guest = await shop.guest();
      const email = `cancel-${randomUUID()}@kontor.example`;
      const placed = await guest.buy({ sku, quantity: 3, email });
      await confirmed(guest, placed.orderId);
      const cancelled = await guest.post<Order>(`/v1/orders/${placed.orderId}/cancel`, {
        reason: 'ordered twice',
      });
      expect([200, 202]).toContain(cancelled.status);
      const order = await guest.orderWhen(placed.orderId, (each) => each.state === 'cancelled');
      expect(order.refundedMinor).toBe(order.totals.totalMinor);
      await shop.settle();
      expect((await shop.book.mailsTo(email, 2)).length).toBeGreaterThanOrEqual(2);
      await clean();
    });

    test('a part is refunded, never more than was paid', async () => {
      const guest = await shop.guest();
      const placed = await guest.buy({ sku, quantity: 2 });
      const order = await confirmed(guest, placed.orderId);
      const part = Math.floor(order.totals.totalMinor / 3);
      expectStatus(await shop.staff.refund(placed.orderId, { amountMinor: part }), 201);
      await guest.orderWhen(placed.orderId, (each) => each.refundedMinor === part);
      const tooMuch = await shop.staff.refund(placed.orderId, {
        amountMinor: order.totals.totalMinor,
      });
      expect(tooMuch.status).toBe(409);
      expect(tooMuch.body).toMatchObject({ code: 'refund_exceeds_captured' });
      await shop.settle();
      await clean();
    });

    test('an order is picked, packed, shipped, tracked and delivered, with a mail and an SMS', async () => {
      const guest = await shop.guest();
      const email = `deliver-${randomUUID()}@kontor.example`;
      const placed = await guest.buy({ sku, email, phone: '+4915112345678' });
      await confirmed(guest, placed.orderId);
      const [fulfillment] = await shop.staff.fulfillmentsOf(placed.orderId);
      const shipped = await shop.staff.ship(fulfillment!.fulfillmentId);
      expect(shipped.state).toBe('shipped');
      await guest.orderWhen(placed.orderId, (order) => order.state === 'shipped');
      const trackingNumber = shipped.parcel!.trackingNumber;
      await deliverParcel(shop, trackingNumber);
      await guest.orderWhen(placed.orderId, (order) => order.state === 'delivered');
      await shop.settle();
      const mails = await shop.book.mailsTo(email, 3);
      expect(mails.length).toBeGreaterThanOrEqual(3);
      const texts = JSON.stringify(await shop.book.read('sms'));
      expect(texts).toContain('+4915112345678');
      await clean();
    });

    filledInJourneys(shopNow, clean);

    payLaterJourneys(shopNow, clean);

    netPriceJourneys(shopNow, clean);

    exemptionJourneys(shopNow, clean);

    newDayJourneys(shopNow, clean);

    moneyOwedJourneys(shopNow, clean);

    test('a customer asks support about an order and is answered', async () => {
      const customer = await Customer.register(shop, `help-${randomUUID()}@kontor.example`);
      const cart = await customer.cartWith(sku);
      const placed = await customer.buyCart(cart.cartId);
      await confirmed(customer, placed.orderId);
      await customer.openTicket(shop, placed.orderId);
      await shop.settle();
      await clean();
    });

    test('fraud: a denied buyer reserves nothing, a doubtful one is challenged', async () => {
      const guest = await shop.guest();
      const denied = await guest.readyCheckout({
        sku,
        email: `fraud-deny-${randomUUID()}@kontor.example`,
      });
      const reply = await guest.complete(denied);
      expect(reply.status).toBe(403);
      expect(reply.body).toMatchObject({ code: 'risk_denied' });
      const doubtful = await guest.readyCheckout({
        sku,
        email: `fraud-challenge-${randomUUID()}@kontor.example`,
        address: hamburg,
      });
      expect((await guest.complete(doubtful)).body.status).toBe('requires_action');
      await elevenMinutesLater(shop, clean);
    });

    test('the traces hold each of the 40 arrows and no other', async () => {
      await walkArrows(shop);
      const { seen, missing, extra } = await readArrows(shop);
      expect(missing).toEqual([]);
      expect(extra).toEqual([]);
      expect(seen).toHaveLength(drawnArrows().length);
      await clean();
    });
  });
}

const cleanLimitMs = 120_000;
const lookAgainMs = 200;

/**
 * At rest the oracle must find nothing, and must have looked at something. It looks again for as long
 * as something is only on its way: what one process sent may not have reached the next.
 */
export async function expectClean(shop: JourneyShop): Promise<void> {
  const endMs = Date.now() + cleanLimitMs;
  for (;;) {
    await shop.settle();
    const report = await audit({
      installation: shop.installation,
      graceSeconds: 0,
      book: shop.book,
      journal: shop.journal,
      openSession: shop.auditSessions.open,
    });
    const underWay = report.violations.some(({ invariant }) => invariant === 'I14');
    if (underWay && Date.now() < endMs) {
      await sleep(lookAgainMs);
      continue;
    }
    expect(report.violations).toEqual([]);
    expect(report.checked.I1).toBeGreaterThan(0);
    return;
  }
}

/** The clock is set back afterwards: outside systems sign with the real time. */
async function elevenMinutesLater(shop: JourneyShop, look: () => Promise<void>): Promise<void> {
  await shop.moveClock(11 * 60_000);
  try {
    await look();
  } finally {
    await shop.moveClock(-11 * 60_000);
  }
}

async function challenged(shop: JourneyShop, sku: string) {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const key = randomUUID();
  const reply = await guest.complete(checkout, cards.challenge, key);
  const body = expectStatus(reply, 200);
  expect(body.status).toBe('requires_action');
  const first = { text: reply.text, version: checkout.version };
  return { guest, checkoutId: checkout.checkoutId, url: body.nextAction.url, key, first };
}

async function expectInvoicePdf(guest: Shopper, orderId: string): Promise<void> {
  const { items: documents } = expectStatus(
    await guest.get<{ items: { documentId: string; number: string }[] }>(
      `/v1/orders/${orderId}/documents`,
    ),
    200,
  );
  expect(documents).toHaveLength(1);
  const pdf = await guest.get(`/v1/orders/${orderId}/documents/${documents[0]!.documentId}/pdf`);
  expect(pdf.status).toBe(200);
  expect(pdf.headers.get('content-type')).toContain('application/pdf');
  expect(pdf.text.startsWith('%PDF-')).toBe(true);
}
