import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
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
