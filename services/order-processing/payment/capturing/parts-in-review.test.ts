import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

const disagreedMs = 31_000;

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments('loopback', undefined, { captureAt: 'shipment' });
});
afterEach(() => kit.clearFaults());
afterAll(() => kit.close());

const upTo = (paymentId: string, untilMinor: number, isLast = false) =>
  kit.payments.capturePayment(
    { paymentId, amountMinor: 5_000, part: { untilMinor, isLast } },
    kit.invocation(),
  );

/** A part of which the gateway keeps saying something else than was asked for. */
async function inReview(beforeMinor: number, capture: object) {
  const { paymentId } = await kit.authorized();
  if (beforeMinor > 0) must(await upTo(paymentId, beforeMinor), 'the part before');
  await kit.fault({ operation: 'capture', kind: 'other_amount', ...capture });
  await kit.fault({ operation: 'find', kind: 'other_amount' });
  expect(must(await upTo(paymentId, beforeMinor + 1_000), 'a part').status).toBe('unknown');
  await kit.shop.moveClock(disagreedMs);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'review', capturedMinor: beforeMinor });
  await kit.clearFaults();
  return paymentId;
}

/** It is looked at again from time to time. */
async function lookedAtAgain(paymentId: string) {
  await kit.database.query(sql`
    update story set next_attempt_at = kontor_now() where id = ${paymentId}`);
  await kit.shop.kontor.sweep();
  await kit.settled();
  await kit.shop.moveClock(-disagreedMs);
}

test.each([
  ['the first part', 0],
  ['a later part', 1_000],
])(
  '%s that the gateway captured after all is known as captured, and the rest stays held',
  async (_, before) => {
    const paymentId = await inReview(before, {});
    await lookedAtAgain(paymentId);
    expect(await kit.now(paymentId)).toMatchObject({
      state: 'part_captured',
      capturedMinor: before + 1_000,
    });
    expect(must(await upTo(paymentId, 5_000, true), 'the last one').payment).toMatchObject({
      state: 'captured',
      capturedMinor: 5_000,
    });
    await kit.expectBalanced();
  },
);

test.each([
  ['the first part', 0, 'authorized'],
  ['a later part', 1_000, 'part_captured'],
])(
  '%s that the gateway did not capture after all can be asked for again',
  async (_, before, state) => {
    const paymentId = await inReview(before, { kind: 'status', statusCode: 503 });
    await lookedAtAgain(paymentId);
    expect(await kit.now(paymentId)).toMatchObject({ state, capturedMinor: before });
    expect(must(await upTo(paymentId, before + 1_000), 'again').payment).toMatchObject({
      state: 'part_captured',
      capturedMinor: before + 1_000,
    });
  },
);
