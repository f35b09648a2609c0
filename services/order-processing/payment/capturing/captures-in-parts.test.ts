import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  // Everything sent and answered is parsed by the contract on the way.
  kit = await openPayments('loopback', undefined, { captureAt: 'shipment' });
});
afterEach(() => kit.clearFaults());
afterAll(() => kit.close());

const upTo = (paymentId: string, untilMinor: number, isLast = false) =>
  kit.payments.capturePayment(
    { paymentId, amountMinor: 5_000, part: { untilMinor, isLast } },
    kit.invocation(),
  );
const captured = async (paymentId: string, untilMinor: number, isLast = false) =>
  must(await upTo(paymentId, untilMinor, isLast), 'capture');
const refund = (paymentId: string, amountMinor: number, refundId = newId()) =>
  kit.payments.refundPayment(
    { paymentId, refundId, amountMinor, reason: 'damaged' },
    kit.invocation(),
  );

const capturesOf = (paymentId: string) =>
  kit.database.query<object>(sql`
    select state, amount_minor, total_minor, is_last from capture
    where payment_id = ${paymentId} order by total_minor, requested_at`);
const entriesOf = async (paymentId: string) =>
  (
    await kit.database.query<{ minor: number }>(sql`
      select p.amount_minor as minor from ledger_entry e join ledger_posting p using (entry_id)
      where e.payment_id = ${paymentId} and e.kind = 'capture' and p.direction = 'debit'
      order by e.sequence`)
  ).map(({ minor }) => minor);

/** The book at the gateway, in which every capture was made once. */
async function expectBook(paymentId: string, amountReceived: number, captures: number) {
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived, captures }]);
  await kit.expectBalanced();
}

describe('a payment that is captured in parts', () => {
  test('each part once, with an entry of its own, and the last one ends it', async () => {
    const { paymentId } = await kit.authorized();
    expect(await captured(paymentId, 2_000)).toMatchObject({
      status: 'captured',
      payment: { state: 'part_captured', capturedMinor: 2_000, authorizedMinor: 5_000 },
    });
    expect((await captured(paymentId, 2_000)).payment.capturedMinor).toBe(2_000);
    await captured(paymentId, 3_500);
    const last = await captured(paymentId, 5_000, true);
    expect(last.payment).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    expect(await captured(paymentId, 5_000, true)).toEqual(last);
    await kit.settled();
    expect(await entriesOf(paymentId)).toEqual([2_000, 1_500, 1_500]);
    expect(await capturesOf(paymentId)).toEqual([
      { state: 'captured', amountMinor: 2_000, totalMinor: 2_000, isLast: false },
      { state: 'captured', amountMinor: 1_500, totalMinor: 3_500, isLast: false },
      { state: 'captured', amountMinor: 1_500, totalMinor: 5_000, isLast: true },
    ]);
    await expectBook(paymentId, 5_000, 3);
    expect(await kit.reviews(paymentId)).toEqual([]);
  });

  test('the same part asked for by many at once is captured once', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 1_000);
    await Promise.all(Array.from({ length: 8 }, () => upTo(paymentId, 2_500)));
    await kit.settled();
    expect((await captured(paymentId, 2_500)).payment.capturedMinor).toBe(2_500);
    await expectBook(paymentId, 2_500, 2);
  });

  test('more than is held is refused, and nothing is captured', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 1_000);
    expect(await upTo(paymentId, 5_001)).toMatchObject({
      ok: false,
      failure: { code: 'capture_refused' },
    });
    await expectBook(paymentId, 1_000, 1);
  });

  test('a part that is refused while all is held leaves the payment as it was, and can be asked for again', async () => {
    const { paymentId } = await kit.authorized();
    const refused = { operation: 'capture', kind: 'status', statusCode: 400, times: 1 };
    const failure = { code: 'capture_refused' };
    await kit.fault(refused);
    expect(await upTo(paymentId, 1_000)).toMatchObject({ ok: false, failure });
    expect(await kit.now(paymentId)).toMatchObject({ state: 'authorized', capturedMinor: 0 });
    await captured(paymentId, 1_000);
    await kit.fault(refused);
    expect(await upTo(paymentId, 2_000)).toMatchObject({ ok: false, failure });
    expect(await kit.now(paymentId)).toMatchObject({
      state: 'part_captured',
      capturedMinor: 1_000,
    });
    await captured(paymentId, 2_000);
    expect(await capturesOf(paymentId)).toMatchObject(
      ['refused', 'captured', 'refused', 'captured'].map((state) => ({ state })),
    );
    await expectBook(paymentId, 2_000, 2);
  });

  test('one part that is the last one at once has its capture in the payment’s own row', async () => {
    const { paymentId } = await kit.authorized();
    expect((await captured(paymentId, 4_000, true)).payment).toMatchObject({
      state: 'captured',
      capturedMinor: 4_000,
    });
    expect(await capturesOf(paymentId)).toEqual([]);
    await expectBook(paymentId, 4_000, 1);
  });

  test('what can be captured once is captured whole with the first part', async () => {
    const { paymentId } = await kit.authorized({ token: 'pm_card_jcb' });
    expect((await captured(paymentId, 2_000)).payment).toMatchObject({
      state: 'captured',
      capturedMinor: 5_000,
    });
    expect((await captured(paymentId, 3_000)).payment.capturedMinor).toBe(5_000);
    expect(await capturesOf(paymentId)).toEqual([]);
    await expectBook(paymentId, 5_000, 1);
  });

  test('one of an earlier version, of which nothing says that it can, is captured whole', async () => {
    const { paymentId } = await kit.authorized();
    await kit.database.query(
      sql`update payment set in_parts = null where payment_id = ${paymentId}`,
    );
    expect((await captured(paymentId, 2_000)).payment.capturedMinor).toBe(5_000);
    await expectBook(paymentId, 5_000, 1);
  });

  test('the last but one of the captures that a gateway takes is followed by all of the rest', async () => {
    const { paymentId } = await kit.authorized();
    for (let part = 1; part <= 49; part += 1) await captured(paymentId, part);
    expect((await captured(paymentId, 50)).payment).toMatchObject({
      state: 'captured',
      capturedMinor: 5_000,
    });
    await expectBook(paymentId, 5_000, 50);
  }, 300_000);

  test('an earlier version that would take all of it at once is told to wait', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    const whole = { paymentId, amountMinor: 5_000 };
    expect(await kit.payments.capturePayment(whole, kit.invocation())).toMatchObject({
      ok: false,
      failure: { code: 'payment_state_conflict', detail: { state: 'part_captured' } },
    });
    await expectBook(paymentId, 2_000, 1);
  });
});

describe('what is not captured', () => {
  test('is given back when nothing more is shipped, once', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    const replies = await Promise.all([1, 2, 3].map(() => upTo(paymentId, 2_000, true)));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 2_000 });
    expect(await kit.bookOf(paymentId)).toMatchObject([
      { status: 'succeeded', amountReceived: 2_000, amountCapturable: 0 },
    ]);
    await kit.expectBalanced();
  });

  test('is given back by a void, and what was captured is there to be refunded', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    expect(await kit.payments.voidPayment({ paymentId }, kit.invocation())).toMatchObject({
      ok: false,
      failure: { code: 'payment_state_conflict', detail: { state: 'captured' } },
    });
    expect(must(await refund(paymentId, 2_000), 'refund').status).toBe('refunded');
    await kit.settled();
    expect(await kit.bookOf(paymentId)).toMatchObject([
      { amountCapturable: 0, amountReceived: 2_000, amountRefunded: 2_000 },
    ]);
    await kit.expectBalanced();
  });

  test('a void finds what was captured at the gateway without our knowing', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await kit.gateway(`payment_intents/${gatewayPaymentId}/capture`, {});
    await kit.payments.voidPayment({ paymentId }, kit.invocation());
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    await kit.expectBalanced();
  });

  test('that is gone at the gateway between two parts is not captured, and that is told', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    await kit.gateway(`payment_intents/${gatewayPaymentId}/cancel`, {});
    expect((await captured(paymentId, 3_000)).payment).toMatchObject({
      state: 'captured',
      capturedMinor: 2_000,
    });
    await kit.settled();
    await expectBook(paymentId, 2_000, 1);
  });

  test('before the first part, that is gone there, ends the payment', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await kit.gateway(`payment_intents/${gatewayPaymentId}/cancel`, {});
    expect(await upTo(paymentId, 2_000)).toMatchObject({
      ok: false,
      failure: { code: 'payment_state_conflict', detail: { state: 'voided' } },
    });
    expect(await capturesOf(paymentId)).toMatchObject([{ state: 'refused' }]);
  });

  test('cannot be refunded, and what was captured can, while the rest is held', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    expect(await refund(paymentId, 2_001)).toMatchObject({
      ok: false,
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 2_000 } },
    });
    expect(must(await refund(paymentId, 500), 'refund').status).toBe('refunded');
    await captured(paymentId, 5_000, true);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ capturedMinor: 5_000, refundedMinor: 500 });
    await expectBook(paymentId, 5_000, 2);
  });

  test('a part that is disputed is known as such, and the next one is captured', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    await kit.dispute(gatewayPaymentId!, {});
    const disputes = (await kit.webhooksOf(gatewayPaymentId!)).filter(({ type }) =>
      type.startsWith('charge.dispute'),
    );
    for (const one of disputes) must(await kit.deliver(one), 'deliver');
    expect(await kit.now(paymentId)).toMatchObject({ disputedMinor: 2_000 });
    expect(await refund(paymentId, 1)).toMatchObject({
      ok: false,
      failure: { code: 'payment_disputed' },
    });
    await captured(paymentId, 5_000, true);
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    await kit.expectBalanced();
  });
});
