import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterEach(() => armFailpoints(undefined));
afterAll(() => kit.close());

const inPayment = (paymentId: string, state: string) =>
  kit.shop
    .database('payment')
    .query(sql`update payment set state = ${state} where payment_id = ${paymentId}`);

const story = (orderId: string) =>
  kit.shop.database('order').first<{
    state: string;
    heldAs: string | null;
    error: string | null;
  }>(sql`
    select state, held_as, last_error as error from story
    where name = 'order_process' and id = ${orderId}`);

/** An order whose payment the gateway contradicted, at rest until it says more. */
async function heldOrder() {
  const sold = await kit.reserved();
  await inPayment(sold.paymentId, 'review');
  await kit.report(sold);
  await kit.shop.settle();
  return sold;
}

/** The gateway's next word about the payment. */
async function settled({ paymentId, orderId, totals }: Awaited<ReturnType<typeof heldOrder>>) {
  await inPayment(paymentId, 'authorized');
  const change = { change: 'captured', amountMinor: totals.totalMinor, currency: 'EUR' } as const;
  const sums = { capturedMinor: 0, refundedMinor: 0, paymentVersion: 9 };
  await kit.shop.deliver('payment.changed', paymentId, 9, {
    paymentId,
    orderId,
    ...change,
    ...sums,
  });
  await kit.shop.settle();
}

test('an order held for review says why as a code, and goes on with the gateway’s next word', async () => {
  const sold = await heldOrder();
  expect(await story(sold.orderId)).toEqual({
    state: 'held',
    heldAs: 'payment_in_review',
    error: 'the payment is held for review',
  });
  await settled(sold);
  expect(await kit.order(sold.orderId)).toMatchObject({ state: 'confirmed' });
  expect(await story(sold.orderId)).toMatchObject({ state: 'finished' });
});

test('so does one that an earlier version has held, with its words alone', async () => {
  const sold = await heldOrder();
  await kit.shop.database('order').query(sql`
    update story set held_as = null, last_error = 'the payment is held for review'
    where id = ${sold.orderId}`);
  await settled(sold);
  expect(await kit.order(sold.orderId)).toMatchObject({ state: 'confirmed' });
});

test.each(['cancelling', null])('one held for something else stays so (%s)', async (code) => {
  const sold = await heldOrder();
  await kit.shop.database('order').query(sql`
    update story set held_as = ${code}, last_error = 'the order is being cancelled'
    where id = ${sold.orderId}`);
  await settled(sold);
  expect(await kit.order(sold.orderId)).toMatchObject({ state: 'placed' });
  expect(await story(sold.orderId)).toMatchObject({ state: 'held', heldAs: code });
});

/** The gateway captured, and says that it was another amount: nobody goes on. */
async function contradicted() {
  const lies = ['capture', 'find'].map((operation) =>
    kit.shop.sandbox.control('faults', { system: 'payment', operation, kind: 'other_amount' }),
  );
  await Promise.all(lies);
  const sold = await kit.reserved();
  await kit.report(sold);
  for (let tries = 0; tries < 12 && (await story(sold.orderId))?.state !== 'held'; tries += 1) {
    await kit.shop.settle();
    await kit.shop.moveClock(61_000);
  }
  expect(await story(sold.orderId)).toMatchObject({ heldAs: 'payment_in_review' });
  return sold;
}

const settle = (orderId: string, actor = kit.staff) =>
  kit.orders.settlePaymentReview({ orderId }, kit.shop.invocation({ actor }));
const heldOrders = async () => {
  const asked = { limit: 100, heldAs: 'payment_in_review' } as const;
  const as = kit.shop.invocation({ actor: kit.staff });
  return must(await kit.orders.listOrders(asked, as), 'held').items.map(({ orderId }) => orderId);
};

test('staff have the gateway asked anew: what it says counts, whatever they believe', async () => {
  const { orderId, paymentId, totals } = await contradicted();
  expect(await settle(orderId)).toMatchObject({
    failure: { code: 'payment_still_in_review', detail: { currency: 'EUR' } },
  });
  expect(await kit.order(orderId)).toMatchObject({ state: 'placed' });
  expect(await kit.payment(paymentId)).toMatchObject({ state: 'review', capturedMinor: 0 });
  const reader = kit.shop.staff(['orders:read']);
  expect(await settle(orderId, reader)).toMatchObject({ failure: { code: 'forbidden' } });
  const elsewhere = { ...kit.staff, channels: ['elsewhere'] };
  const foreign = kit.shop.invocation({ actor: elsewhere, channel: 'elsewhere' });
  expect(await kit.orders.settlePaymentReview({ orderId }, foreign)).toMatchObject({
    failure: { code: 'order_not_found' },
  });
  expect(await settle(newId())).toMatchObject({ failure: { code: 'order_not_found' } });

  await kit.shop.sandbox.clearFaults();
  // The question itself lets the order go on, since what payment tells comes after it.
  armFailpoints('commit:order.hear_payment.changed:before=cut@always');
  must(await settle(orderId), 'settle');
  armFailpoints(undefined);
  await kit.shop.settle();
  expect(await kit.order(orderId)).toMatchObject({ state: 'confirmed', paymentState: 'captured' });
  expect(await kit.payment(paymentId)).toMatchObject({ capturedMinor: totals.totalMinor });
  const told = (await kit.timeline(orderId)).filter((kind) => kind === 'payment_review_settled');
  expect(told).toHaveLength(1);
  expect(await settle(orderId)).toMatchObject({ failure: { code: 'payment_not_in_review' } });
  expect(await heldOrders()).not.toContain(orderId);
});

test('a gateway that does not answer, or of which there are no keys here, changes nothing', async () => {
  const { orderId, paymentId } = await contradicted();
  await kit.shop.sandbox.clearFaults();
  const made = (inSandbox: boolean) =>
    kit.shop
      .database('payment')
      .query(sql`update payment set sandbox = ${inSandbox} where payment_id = ${paymentId}`);
  await made(false);
  expect(await settle(orderId)).toMatchObject({ failure: { code: 'gateway_silent' } });
  expect(await kit.payment(paymentId)).toMatchObject({ state: 'review', capturedMinor: 0 });
  await made(true);
  await kit.shop.sandbox.control('faults', {
    system: 'payment',
    operation: 'find',
    kind: 'status',
  });
  expect(await settle(orderId)).toMatchObject({ failure: { code: 'gateway_silent' } });
  expect(await kit.order(orderId)).toMatchObject({ state: 'placed' });
  await kit.shop.sandbox.clearFaults();
  must(await settle(orderId), 'settle');
  await kit.shop.settle();
});

test.each([0, 20])(
  'settled and cancelled at once, %i ms apart: it is one of both, and no money is lost',
  async (pauseMs) => {
    const { orderId, paymentId, reservationId } = await contradicted();
    await kit.shop.sandbox.clearFaults();
    const settling = settle(orderId);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const cancelled = await kit.cancel(orderId);
    await settling;
    await kit.shop.settle();
    for (let tries = 0; tries < 12 && (await kit.openStories()).length > 0; tries += 1)
      await kit.shop.moveClock(61_000);
    const payment = await kit.payment(paymentId);
    // A cancellation that was taken gives all back, whether the money was learned before or after it.
    expect(must(cancelled, 'cancel').state).toBe('cancelling');
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled' });
    expect(payment.capturedMinor - payment.refundedMinor).toBe(0);
    expect(await kit.reservation(reservationId)).toMatchObject({ state: 'released' });
    expect(await heldOrders()).not.toContain(orderId);
  },
);
