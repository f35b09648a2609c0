import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  gatewayBook,
  heldUnits,
  openPurchases,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

/**
 * An attempt ends while a call of it is still on its way: what it holds is given back, and what
 * begins afterwards finds that it is over.
 */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());
afterEach(() => armFailpoints(undefined));

interface Row {
  state: string;
  paymentId: string;
  reservationId: string;
  orderId: string;
  orderNumber: string;
}

async function attemptOf(checkoutId: string): Promise<Row> {
  const row = await all.shop.database('checkout').first<Row>(sql`
    select state, payment_id, reservation_id,
      order_id, order_number
    from completion where checkout_id = ${checkoutId} order by attempt desc limit 1`);
  return row!;
}

async function held(paymentId: string) {
  const book = await gatewayBook(all);
  return book.filter(({ metadata }) => metadata.reference === paymentId);
}

/** The request dies there; then the buyer changes the cart, and the story ends the attempt. */
async function endedAfter(failpoint: string) {
  const guest = all.shop.guest();
  const sku = await all.sell(2);
  const checkout = await all.ready(guest, sku);
  const key = newId();
  // The story goes on at once: held back at its first step, until the cart is changed.
  armFailpoints(`${failpoint}=throw,call:checkout>payment.getPayment:before=throw@always`);
  await all.complete(guest, checkout, {}, key).catch(() => undefined);
  const { cartId, checkoutId } = checkout;
  must(
    await all.carts.addLine({ cartId, sku: await all.sell(1), quantity: 1 }, all.as(guest)),
    'add',
  );
  armFailpoints(undefined);
  await untilCompletionsRest(all);
  const attempt = await attemptOf(checkoutId);
  expect(attempt.state).toBe('undone');
  expect(await all.complete(guest, checkout, {}, key)).toMatchObject({
    failure: { code: 'cart_changed' },
  });
  return { guest, sku, checkout, attempt };
}

test.each([
  'call:checkout>cart.reserveStock:before',
  'call:checkout>cart.reserveStock:after',
  'call:checkout>payment.authorizePayment:before',
])('died at %s, cart changed: all stock is given back, the buyer buys anew', async (failpoint) => {
  const { guest, sku, checkout } = await endedAfter(failpoint);
  expect(await heldUnits(all, sku)).toEqual({});
  const { checkoutId } = checkout;
  const again = must(await all.checkouts.updateCheckout({ checkoutId }, all.as(guest)), 'update');
  expect(must(await all.complete(guest, again), 'complete').status).toBe('completed');
  expect(await heldUnits(all, sku)).toEqual({ confirmed: 1 });
});

test('an authorization that comes after the end holds no money', async () => {
  const { checkout, attempt } = await endedAfter('call:checkout>payment.authorizePayment:before');
  const { checkoutId, totals } = checkout;
  const { paymentId, orderId, orderNumber } = attempt;
  const late = await all.shop.client('payment').authorizePayment(
    {
      paymentId,
      checkoutId,
      orderId,
      orderNumber,
      amountMinor: totals!.totalMinor,
      currency: totals!.currency,
      method: 'card',
      token: 'pm_card_visa',
      forceChallenge: false,
      returnUrl: 'https://shop.example/thanks',
    },
    all.shop.invocation(),
  );
  expect(late).toMatchObject({ value: { status: 'declined', payment: { state: 'voided' } } });
  await all.shop.settle();
  expect(await held(paymentId)).toEqual([]);
});

test.each(['cart', 'inventory'] as const)(
  'a reservation that reaches %s after the end holds no stock',
  async (service) => {
    const { sku, checkout, attempt } = await endedAfter('call:checkout>cart.reserveStock:before');
    const { checkoutId } = checkout;
    const { reservationId } = attempt;
    const lines = checkout.lines.map(({ lineId, quantity }) => ({ lineId, sku, quantity }));
    const hold = { reservationId, lines, expiresInSeconds: 120 };
    const invocation = all.shop.invocation();
    const late =
      service === 'cart'
        ? await all.carts.reserveStock({ checkoutId, ...hold }, invocation)
        : await all.shop.client('inventory').reserveStock(hold, invocation);
    expect(late).toMatchObject({ failure: { code: 'reservation_finished' } });
    expect(await heldUnits(all, sku)).toEqual({});
  },
);

test('reserving and giving up at once: it is held, or it is over, never both', async () => {
  const sku = await all.sell(100);
  const inventory = all.shop.client('inventory');
  const invocation = all.shop.invocation();
  for (let round = 0; round < 25; round += 1) {
    const reservationId = newId();
    const lines = [{ lineId: newId(), sku, quantity: 1 }];
    await Promise.all([
      inventory.reserveStock({ reservationId, lines, expiresInSeconds: 120 }, invocation),
      inventory.releaseReservation({ reservationId, reason: 'checkout_ended' }, invocation),
    ]);
    expect(await heldUnits(all, sku)).toEqual({});
  }
});
