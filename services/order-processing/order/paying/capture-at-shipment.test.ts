import { request } from 'undici';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  // Everything sent and answered is parsed by the contracts on the way.
  kit = await openOrdering({ settings: { captureAt: 'shipment' }, transport: 'loopback' });
});
afterEach(() => armFailpoints(undefined));
afterAll(() => kit.close());

type Sold = Awaited<ReturnType<Ordering['placed']>>;
type Units = readonly [line: number, quantity: number][];

/** As the warehouse tells it. */
async function tell(
  sold: Sold,
  what: 'shipped' | 'cancelled',
  units: Units,
  fulfillmentId = newId(),
) {
  const lines = units.map(([line, quantity]) => ({ lineId: sold.lines[line]!.lineId, quantity }));
  const data = { fulfillmentId, orderId: sold.orderId, lines };
  if (what === 'shipped') {
    await kit.shop.deliver('fulfillment.shipped', fulfillmentId, 5, { ...data, parcel: null });
  } else {
    const reason = 'broken in the warehouse';
    await kit.shop.deliver('fulfillment.cancelled', fulfillmentId, 5, { ...data, reason });
  }
}
async function told(sold: Sold, what: 'shipped' | 'cancelled', units: Units) {
  await tell(sold, what, units);
  await kit.shop.settle();
}

/** Two lines of three units each, and a delivery. */
const placed = (token?: string) =>
  kit.placed({
    lines: [
      { quantity: 3, unitPriceMinor: 1_000 },
      { quantity: 3, unitPriceMinor: 333 },
    ],
    ...(token ? { token } : {}),
  });

async function timeline({ orderId }: Sold) {
  const invocation = kit.shop.invocation({ actor: kit.staff });
  return must(await kit.orders.getTimeline({ orderId }, invocation), 'timeline').items;
}

/** What the customer is charged by the payment provider itself, as its dashboard does it. */
async function atGateway(sold: Sold, path: 'cancel') {
  const { gatewayPaymentId } = await kit.payment(sold.paymentId);
  const url = `${kit.shop.sandboxUrl}/v1/payment_intents/${gatewayPaymentId}/${path}`;
  const authorization = `Bearer ${kit.shop.sandboxKeys.paymentSecretKey}`;
  const response = await request(url, { method: 'POST', headers: { authorization } });
  expect(response.statusCode).toBe(200);
  await response.body.dump();
}

test('what has left is captured, the delivery with the first part, all of it in the end', async () => {
  const sold = await placed();
  const { totalMinor, shippingMinor } = sold.totals;
  await told(sold, 'shipped', [[0, 2]]);
  const first = 2_000 + shippingMinor;
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'part_captured',
    capturedMinor: first,
    authorizedMinor: totalMinor,
  });
  await told(sold, 'shipped', [[1, 3]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ capturedMinor: first + 999 });
  await told(sold, 'shipped', [[0, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: totalMinor,
  });
  expect(await kit.order(sold.orderId)).toMatchObject({ paymentState: 'captured' });
  const captures = (await timeline(sold)).filter(({ kind }) => kind === 'payment_captured');
  expect(captures).toHaveLength(3);
  expect(captures[0]!.message).toContain('so far, for what was shipped');
  expect(await kit.openStories()).toEqual([]);
});

test('parts that leave at once are captured together, and nothing twice', async () => {
  const sold = await placed();
  const fulfillmentIds = [newId(), newId(), newId()];
  await Promise.all([
    tell(sold, 'shipped', [[0, 1]], fulfillmentIds[0]),
    tell(sold, 'shipped', [[0, 1]], fulfillmentIds[1]),
    tell(sold, 'shipped', [[1, 2]], fulfillmentIds[2]),
  ]);
  await kit.shop.settle();
  const { capturedMinor } = await kit.payment(sold.paymentId);
  expect(capturedMinor).toBe(2_666 + sold.totals.shippingMinor);
});

test('what is given up after that is not charged, held no more, and off the invoice', async () => {
  const sold = await placed();
  const { totalMinor, shippingMinor } = sold.totals;
  await told(sold, 'shipped', [[0, 2]]);
  await told(sold, 'cancelled', [[0, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'part_captured' });
  await told(sold, 'cancelled', [[1, 3]]);
  const capturedMinor = 2_000 + shippingMinor;
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'captured', capturedMinor });
  const notes = (await kit.documents(sold.orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes).toMatchObject([{ totalMinor: totalMinor - capturedMinor }]);
  expect(await kit.order(sold.orderId)).toMatchObject({
    lines: [{ refundedQuantity: 1 }, { refundedQuantity: 3 }],
  });
  expect(await kit.timeline(sold.orderId)).toContain('unsent_not_charged');
  // Nothing was paid for them, so nothing can be given back for them.
  const again = await kit.refund(sold.orderId, {
    lines: [{ lineId: sold.lines[1]!.lineId, quantity: 1 }],
  });
  expect(again).toMatchObject({ ok: false, failure: { code: 'refund_line_exceeded' } });
  expect((await kit.refund(sold.orderId, { amountMinor: capturedMinor + 1 })).ok).toBe(false);
  must(await kit.refund(sold.orderId, { amountMinor: capturedMinor }), 'refund');
  await kit.shop.settle();
  expect(await kit.order(sold.orderId)).toMatchObject({ paymentState: 'refunded' });
  expect(await kit.openStories()).toEqual([]);
});

test('what was given back of goods before others are given up is not counted twice', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [
    [0, 2],
    [1, 2],
  ]);
  must(
    await kit.refund(sold.orderId, { lines: [{ lineId: sold.lines[1]!.lineId, quantity: 2 }] }),
    'refund',
  );
  await kit.shop.settle();
  await told(sold, 'cancelled', [
    [0, 1],
    [1, 1],
  ]);
  expect(await kit.openStories()).toEqual([]);
  expect(await kit.order(sold.orderId)).toMatchObject({
    lines: [{ refundedQuantity: 1 }, { refundedQuantity: 3 }],
  });
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: 2_666 + sold.totals.shippingMinor,
    refundedMinor: 666,
  });
});

test('where all that left costs nothing, and the rest is given up, nothing stays held or invoiced', async () => {
  const sold = await kit.placed({
    lines: [
      { quantity: 1, unitPriceMinor: 0 },
      { quantity: 1, unitPriceMinor: 1_000 },
    ],
  });
  const { totalMinor } = sold.totals;
  await told(sold, 'shipped', [[0, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'authorized' });
  await told(sold, 'cancelled', [[1, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'voided', capturedMinor: 0 });
  const notes = (await kit.documents(sold.orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes).toMatchObject([{ totalMinor }]);
  expect(await kit.order(sold.orderId)).toMatchObject({
    paymentState: 'voided',
    lines: [{ refundedQuantity: 0 }, { refundedQuantity: 1 }],
  });
  expect(await kit.timeline(sold.orderId)).toContain('unsent_not_charged');
  expect(await kit.openStories()).toEqual([]);
});

test('what was given up before the rest left is not charged with it', async () => {
  const sold = await placed();
  await told(sold, 'cancelled', [[1, 3]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'authorized' });
  await told(sold, 'shipped', [[0, 3]]);
  const capturedMinor = 3_000 + sold.totals.shippingMinor;
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'captured', capturedMinor });
  const notes = (await kit.documents(sold.orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes).toMatchObject([{ totalMinor: 999 }]);
});

test('a payment that can be captured once alone is captured whole with the first part, which is said', async () => {
  const sold = await placed('pm_card_jcb');
  await told(sold, 'shipped', [[0, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: sold.totals.totalMinor,
  });
  expect(await kit.timeline(sold.orderId)).toContain('captured_whole');
  await told(sold, 'shipped', [
    [0, 2],
    [1, 3],
  ]);
  const kinds = await kit.timeline(sold.orderId);
  expect(kinds.filter((kind) => kind === 'payment_captured')).toHaveLength(1);
});

test('where the rest is held no more between two parts, staff are told and what has not left is held', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [[0, 1]]);
  const { capturedMinor } = await kit.payment(sold.paymentId);
  await atGateway(sold, 'cancel');
  await told(sold, 'shipped', [[0, 1]]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'captured', capturedMinor });
  const [refused] = (await timeline(sold)).filter(({ kind }) => kind === 'payment_refused');
  expect(refused!.message).toContain('What has not left is held.');
  const ofBuyer = await kit.timeline(sold.orderId, kit.shop.guest(sold.owner.id));
  expect(ofBuyer).not.toContain('payment_refused');
  const held = await kit.shop
    .database('fulfillment')
    .query(sql`select state from fulfillment where order_id = ${sold.orderId}`);
  expect(held).toEqual([{ state: 'on_hold' }]);
});

test('what is given up after that is off the invoice too, though not all that left was paid', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [[0, 1]]);
  await atGateway(sold, 'cancel');
  await told(sold, 'shipped', [[0, 1]]);
  await told(sold, 'cancelled', [
    [0, 1],
    [1, 3],
  ]);
  const notes = (await kit.documents(sold.orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes).toMatchObject([{ totalMinor: 1_999 }]);
  expect(await kit.timeline(sold.orderId)).toContain('unsent_not_charged');
  expect(await kit.order(sold.orderId)).toMatchObject({
    lines: [{ refundedQuantity: 1 }, { refundedQuantity: 3 }],
  });
  expect(await kit.openStories()).toEqual([]);
});

test('a refund between two parts gives back of what was captured alone', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [[0, 1]]);
  const { capturedMinor } = await kit.payment(sold.paymentId);
  expect(await kit.refund(sold.orderId, { amountMinor: capturedMinor + 1 })).toMatchObject({
    ok: false,
    failure: { code: 'refund_exceeds_captured' },
  });
  must(await kit.refund(sold.orderId, { amountMinor: 300 }), 'refund');
  await kit.shop.settle();
  await told(sold, 'shipped', [
    [0, 2],
    [1, 3],
  ]);
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    capturedMinor: sold.totals.totalMinor,
    refundedMinor: 300,
  });
});

const watch = () => kit.shop.kontor.opened('order').jobs!['watch_authorizations']!.run({});
const kindsOf = async (sold: Sold, kind: string) =>
  (await kit.timeline(sold.orderId)).filter((one) => one === kind);

test('staff are told a day before the rest is held no more', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [[0, 2]]);
  await watch();
  expect(await kindsOf(sold, 'authorization_ends')).toEqual([]);
  await kit.shop.database('payment').query(sql`
    update payment set authorized_until = kontor_now() + interval '23 hours'
    where payment_id = ${sold.paymentId}`);
  await watch();
  await watch();
  expect(await kindsOf(sold, 'authorization_ends')).toHaveLength(1);
  const { message } = (await timeline(sold)).find(({ kind }) => kind === 'authorization_ends')!;
  expect(message).toContain('The payment of 19.99 EUR');
  await kit.shop.settle();
});

test('what an earlier version did not ask for when it left is captured within the hour', async () => {
  const sold = await placed();
  await told(sold, 'shipped', [[0, 2]]);
  // An earlier version counts the units, and lets a story that is over lie.
  await kit.shop.database('order').query(sql`
    update order_line set shipped_quantity = 3
    where order_id = ${sold.orderId} and line_id = ${sold.lines[0]!.lineId}`);
  await watch();
  await kit.shop.settle();
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    capturedMinor: 3_000 + sold.totals.shippingMinor,
  });
});

const steps = [
  'call:order>payment.capturePayment:before',
  'call:order>payment.capturePayment:after',
  'external:payment>payment-gateway.capture:after',
  'commit:payment.start_part:after',
  'commit:order.capture_at_shipment:before',
  'commit:order.capture_at_shipment:after',
];
test.each(steps)(
  'a process that dies at %s has each part captured once',
  async (step) => {
    const sold = await placed();
    await told(sold, 'shipped', [[0, 1]]);
    armFailpoints(`${step}=throw`);
    await tell(sold, 'shipped', [[0, 1]]);
    await kit.shop.settle();
    armFailpoints(undefined);
    await expect
      .poll(
        async () => {
          await kit.shop.kontor.sweep();
          await kit.shop.settle();
          return (await kit.openStories()).length;
        },
        { timeout: 180_000, interval: 200 },
      )
      .toBe(0);
    expect(await kit.payment(sold.paymentId)).toMatchObject({
      state: 'part_captured',
      capturedMinor: 2_000 + sold.totals.shippingMinor,
    });
    const entries = await kit.shop.database('payment').query(sql`
    select from ledger_entry where payment_id = ${sold.paymentId} and kind = 'capture'`);
    expect(entries).toHaveLength(2);
  },
  300_000,
);
