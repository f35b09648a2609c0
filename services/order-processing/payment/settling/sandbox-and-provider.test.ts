import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

/** A shop that has no keys of any provider: the sandbox stands in for Stripe, and is not Stripe. */
let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterAll(() => kit.close());

const start = () => kit.shop.kontor.opened('payment').started!();
const now = (paymentId: string) => kit.now(paymentId);
const write = (paymentId: string, set: Statement) =>
  kit.database.query(sql`update payment set ${set} where payment_id = ${paymentId}`);
const hasState = (paymentId: string, state: string) =>
  expect.poll(async () => (await now(paymentId)).state, { timeout: 180_000 }).toBe(state);
const held = 'provider_without_keys';

test('the sandbox says that it made a payment', async () => {
  const { paymentId } = await kit.authorized();
  expect(await now(paymentId)).toMatchObject({ provider: 'stripe', sandbox: true, heldAs: null });
});

test.each([
  ['this version said so', sql`sandbox = false`],
  // As Stripe names them; an earlier version kept nothing else.
  ['its id says so', sql`sandbox = null, gateway_payment_id = 'pi_3MtwBwLkdIwHu7ix28a3tqPA'`],
])('what Stripe made is held, and the sandbox is never asked of it: %s', async (_, set) => {
  const { paymentId } = await kit.authorized();
  await write(paymentId, set);
  await start();
  await expect.poll(async () => (await now(paymentId)).heldAs, { timeout: 180_000 }).toBe(held);
  const before = await kit.calls();
  const asked = { paymentId, amountMinor: 5_000 };
  const captured = await kit.payments.capturePayment(asked, kit.invocation());
  expect(must(captured, 'capture').status).toBe('unknown');
  await kit.settled();
  expect(await now(paymentId)).toMatchObject({ state: 'capturing', sandbox: false, heldAs: held });
  expect(await kit.calls()).toEqual(before);
  expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'requires_capture' }]);
});

test('what an earlier version made in the sandbox goes on there', async () => {
  const { paymentId } = await kit.authorized();
  await write(paymentId, sql`sandbox = null`);
  await start();
  const asked = { paymentId, amountMinor: 5_000 };
  must(await kit.payments.capturePayment(asked, kit.invocation()), 'capture');
  await hasState(paymentId, 'captured');
  expect(await now(paymentId)).toMatchObject({ sandbox: true, heldAs: null });
});

test.each([
  ['in the sandbox', sql`sandbox = null`, 'authorized', null],
  [
    'at Stripe',
    sql`sandbox = null, gateway_payment_id = 'pi_3MtwBwLkdIwHu7ix28a3tq' || payment_id`,
    'authorizing',
    held,
  ],
])(
  'one without an answer was made where the one before it was: %s',
  async (_, neighbour, state, heldAs) => {
    const before = await kit.authorized();
    await write(before.paymentId, neighbour);
    await kit.fault({ operation: 'authorize', kind: 'lost_answer', times: 3 });
    // Its story learns nothing of it before it is a payment of an earlier version.
    await kit.fault({ operation: 'find', kind: 'status', times: 1_000 });
    const request = kit.request();
    const reply = await kit.payments.authorizePayment(request, kit.invocation());
    expect(must(reply, 'authorize').status).toBe('unknown');
    const { paymentId } = request;
    await write(paymentId, sql`sandbox = null`);
    // Whoever read it before has heard nothing of it when this is over, and the start comes first.
    await kit.shop.settle();
    await start();
    if (heldAs !== null) {
      await expect
        .poll(async () => (await now(paymentId)).heldAs, { timeout: 180_000 })
        .toBe(heldAs);
    }
    await kit.clearFaults();
    await kit.shop.kontor.sweep();
    await kit.settled();
    await hasState(paymentId, state);
    expect((await now(paymentId)).heldAs).toBe(heldAs);
  },
);
