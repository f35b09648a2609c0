import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterEach(async () => {
  armFailpoints(undefined);
  await kit.clearFaults();
});
afterAll(() => kit.close());

/** Executed and not answered, or answered with what must not be believed. */
const lies = [
  'lost_answer',
  'html',
  'truncated',
  'other_amount',
  'other_currency',
  'unknown_status',
];
const times = 3;

describe.each(lies)('the gateway executes and then: %s', (kind) => {
  test('an authorization is asked about, held once, and told by an event', async () => {
    await kit.fault({ operation: 'authorize', kind, times });
    const asked = kit.request();
    const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'authorize');
    await kit.settled();
    const { paymentId } = asked;
    expect((await kit.now(paymentId)).state).toBe('authorized');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'requires_capture' }]);
    expect(await kit.events(paymentId)).toEqual(
      reply.status === 'unknown' ? ['payment.authorized'] : [],
    );
  });

  test('a capture is taken once', async () => {
    const { paymentId } = await kit.authorized();
    await kit.fault({ operation: 'capture', kind, times });
    const input = { paymentId, amountMinor: 4_500 };
    const reply = must(await kit.payments.capturePayment(input, kit.invocation()), 'capture');
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 4_500 });
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived: 4_500 }]);
    expect(await kit.events(paymentId)).toEqual(reply.status === 'unknown' ? ['captured'] : []);
    await kit.expectBalanced();
  });

  test('a void is done', async () => {
    const { paymentId } = await kit.authorized();
    await kit.fault({ operation: 'void', kind, times });
    must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('voided');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
  });

  test('a refund is given once', async () => {
    const { paymentId } = await kit.captured();
    await kit.fault({ operation: 'refund', kind, times });
    const input = { paymentId, refundId: newId(), amountMinor: 1_200, reason: 'damaged' };
    const reply = must(await kit.payments.refundPayment(input, kit.invocation()), 'refund');
    await kit.settled();
    expect((await kit.now(paymentId)).refundedMinor).toBe(1_200);
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_200 }]);
    expect(await kit.events(paymentId)).toEqual(reply.status === 'unknown' ? ['refunded'] : []);
    expect(must(await kit.payments.refundPayment(input, kit.invocation()), 'again').status).toBe(
      'refunded',
    );
    await kit.expectBalanced();
  });
});

test.each(['status', 'reset'])('an unwell gateway (%s) has nothing done twice', async (kind) => {
  await kit.fault({ kind, times: 4 });
  const asked = kit.request();
  await kit.payments.authorizePayment(asked, kit.invocation());
  await kit.settled();
  expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
  expect((await kit.now(asked.paymentId)).state).toBe('authorized');
});

test('a process whose clock is ahead gives a gateway as long as any other', async () => {
  clock.setOffsetMs(5 * 60_000);
  try {
    await kit.fault({ kind: 'reset', times: 1 });
    const asked = kit.request();
    await kit.payments.authorizePayment(asked, kit.invocation());
    const isOver = async () => {
      await kit.shop.kontor.sweep();
      await kit.shop.settle();
      return (await kit.now(asked.paymentId)).state !== 'authorizing';
    };
    await vi.waitUntil(isOver, { timeout: 120_000, interval: 100 });
    expect((await kit.now(asked.paymentId)).state).toBe('authorized');
    expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
  } finally {
    clock.setOffsetMs(0);
  }
}, 300_000);

/** Begins what stands still before it reaches the gateway, until it is let go on. */
async function heldAt<T>(operation: string, begin: () => Promise<T>): Promise<() => Promise<T>> {
  const place = `external:payment>payment-gateway.${operation}:before`;
  armFailpoints(`${place}=hold`);
  const begun = begin();
  await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
  armFailpoints(undefined);
  return () => {
    letGo(place);
    return begun;
  };
}

test('an authorization that is voided before its answer is known is given back', async () => {
  const asked = kit.request();
  const { paymentId } = asked;
  const goOn = await heldAt('authorize', () =>
    kit.payments.authorizePayment(asked, kit.invocation()),
  );
  const voiding = must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
  expect(voiding).toMatchObject({ status: 'unknown', payment: { state: 'voiding' } });
  expect(must(await goOn(), 'authorize').status).toBe('declined');
  await kit.settled();
  expect((await kit.now(paymentId)).state).toBe('voided');
  expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
});

test('a gateway that keeps disagreeing is never believed: failed, held, given back', async () => {
  await kit.fault({ operation: 'authorize', kind: 'other_amount' });
  await kit.fault({ operation: 'find', kind: 'other_amount' });
  const asked = kit.request();
  const { paymentId } = asked;
  const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'authorize');
  expect(reply.status).toBe('unknown');
  await kit.shop.moveClock(31_000);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({
    state: 'voided',
    declineCode: 'held_for_review',
  });
  expect(await kit.events(paymentId)).toEqual(['payment.failed', 'voided']);
  expect(await kit.reviews(paymentId)).toEqual([{ reason: 'authorization_disagrees' }]);
  expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
  await kit.shop.moveClock(-31_000);
});

const steps = ['begin_payment:after', 'authorize:before', 'authorize:after'];
test.each(steps)('an authorization that dies at %s is taken up by its story', async (step) => {
  armFailpoints(`commit:payment.${step}=throw`);
  const asked = kit.request();
  await expect(kit.payments.authorizePayment(asked, kit.invocation())).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
  await kit.shop.moveClock(26_000);
  await kit.settled();
  expect((await kit.now(asked.paymentId)).state).toBe('authorized');
  expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
  await kit.shop.moveClock(-26_000);
});

const deaths = ['start_capture:after', 'finish_capture:before', 'finish_capture:after'];
test.each(deaths)('a capture that dies at %s is taken up by its story', async (step) => {
  const { paymentId } = await kit.authorized();
  armFailpoints(`commit:payment.${step}=throw`);
  const input = { paymentId, amountMinor: 5_000 };
  await expect(kit.payments.capturePayment(input, kit.invocation())).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
  await kit.shop.moveClock(26_000);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
  await kit.expectBalanced();
  await kit.shop.moveClock(-26_000);
});

test('a refund that dies before its record is given once', async () => {
  const { paymentId } = await kit.captured();
  armFailpoints('commit:payment.end_refund:before=throw');
  const input = { paymentId, refundId: newId(), amountMinor: 800, reason: 'damaged' };
  await expect(kit.payments.refundPayment(input, kit.invocation())).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
  const again = must(await kit.payments.refundPayment(input, kit.invocation()), 'again');
  expect(again.status).toBe('refunded');
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 800 }]);
  await kit.expectBalanced();
});

test('a webhook while the gateway does not answer questions is not lost', async () => {
  const asked = kit.request({ forceChallenge: true });
  const { paymentId } = asked;
  const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'authorize');
  const gatewayPaymentId = reply.payment.gatewayPaymentId!;
  await kit.challenge(gatewayPaymentId, 'complete');
  await kit.fault({ operation: 'find', kind: 'status', times: 4 });
  const event = (await kit.webhooksOf(gatewayPaymentId)).find(({ type }) =>
    type.endsWith('amount_capturable_updated'),
  );
  expect(must(await kit.deliver(event!), 'deliver').outcome).toBe('applied');
  const asking = { paymentId, refresh: true };
  must(await kit.payments.getPayment(asking, kit.invocation()), 'a refresh without an answer');
  await kit.settled();
  expect((await kit.now(paymentId)).state).toBe('authorized');
  expect(await kit.events(paymentId)).toEqual(['payment.authorized']);
});

test('an authorization that is answered after its void has ended is found and given back', async () => {
  const asked = kit.request();
  const { paymentId } = asked;
  // There is time enough to ask, however late it is.
  const patient = kit.shop.invocation({ deadlineMs: clock.nowMs() + 3_600_000 });
  const goOn = await heldAt('authorize', () => kit.payments.authorizePayment(asked, patient));
  must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
  // So late nothing is expected to arrive any more: the void ends without knowing of any money.
  await kit.shop.moveClock(31_000);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'voided', gatewayPaymentId: null });
  expect(must(await goOn(), 'authorize').status).toBe('declined');
  await kit.settled();
  const [held] = await kit.bookOf(paymentId);
  expect(held).toMatchObject({ status: 'canceled' });
  expect(await kit.now(paymentId)).toMatchObject({ state: 'voided', gatewayPaymentId: held!.id });
  await kit.shop.moveClock(-31_000);
});

describe('two stories at once: the loser finds what the winner did', () => {
  test.each(['capture', 'void'] as const)('a %s that was won first', async (first) => {
    const { paymentId } = await kit.authorized();
    const capture = () =>
      kit.payments.capturePayment({ paymentId, amountMinor: 5_000 }, kit.invocation());
    const giveBack = () => kit.payments.voidPayment({ paymentId }, kit.invocation());
    const [winner, loser] = first === 'capture' ? [capture, giveBack] : [giveBack, capture];
    const goOn = await heldAt<{ ok: boolean }>(first, winner);
    const moving = first === 'capture' ? 'capturing' : 'voiding';
    expect((await kit.now(paymentId)).state).toBe(moving);
    expect(await loser()).toMatchObject({
      ok: false,
      failure: { code: 'payment_state_conflict', detail: { state: moving } },
    });
    expect(await goOn()).toMatchObject({ ok: true });
    await kit.settled();
    const end = first === 'capture' ? 'captured' : 'voided';
    expect((await kit.now(paymentId)).state).toBe(end);
    expect(await kit.bookOf(paymentId)).toMatchObject([
      { status: first === 'capture' ? 'succeeded' : 'canceled' },
    ]);
  });

  test('two refunds of more than there is: one is refused, one is made', async () => {
    const { paymentId } = await kit.captured();
    const refund = () =>
      kit.payments.refundPayment(
        { paymentId, refundId: newId(), amountMinor: 3_000, reason: 'damaged' },
        kit.invocation(),
      );
    const goOn = await heldAt('refund', refund);
    const replies = [await refund(), await goOn()];
    await kit.settled();
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 2_000 } },
    });
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 3_000 }]);
    await kit.expectBalanced();
  });

  test('a refund that its story ends while the caller waits is posted once', async () => {
    const { paymentId } = await kit.captured();
    await kit.fault({ operation: 'refund', kind: 'late_answer', delayMs: 1_500, times: 1 });
    const input = { paymentId, refundId: newId(), amountMinor: 1_100, reason: 'damaged' };
    const waiting = kit.payments.refundPayment(input, kit.invocation());
    await vi.waitFor(
      async () => expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_100 }]),
      { timeout: 120_000 },
    );
    const [reported] = (await kit.webhooksOf((await kit.now(paymentId)).gatewayPaymentId!)).filter(
      ({ type }) => type === 'charge.refunded',
    );
    must(await kit.deliver(reported!), 'deliver');
    await kit.shop.moveClock(26_000);
    await kit.settled();
    expect(must(await waiting, 'refund').status).toBe('refunded');
    expect((await kit.now(paymentId)).refundedMinor).toBe(1_100);
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_100 }]);
    await kit.expectBalanced();
    await kit.shop.moveClock(-26_000);
  });
});

describe('a payment that is held for review', () => {
  test('is learned as captured once the gateway says just what was asked for', async () => {
    const { paymentId } = await kit.authorized();
    await kit.fault({ operation: 'capture', kind: 'other_amount' });
    await kit.fault({ operation: 'find', kind: 'other_amount' });
    const input = { paymentId, amountMinor: 5_000 };
    const asked = await kit.payments.capturePayment(input, kit.invocation());
    expect(must(asked, 'capture').status).toBe('unknown');
    await kit.shop.moveClock(61_000);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'review', capturedMinor: 0 });
    // As long as it disagrees nothing is learned, however often it is asked.
    await kit.shop.moveClock(700_000);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'review', capturedMinor: 0 });
    await kit.clearFaults();
    await kit.shop.moveClock(700_000);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    expect(await kit.events(paymentId)).toEqual(['captured']);
    expect(await kit.reviews(paymentId)).toEqual([{ reason: 'capture_disagrees' }]);
    await kit.expectBalanced();
    await kit.shop.moveClock(-1_461_000);
  });

  test('is learned as void where the gateway gave it back', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await kit.database.query(sql`
      update payment set state = 'review', capture_minor = 5000 where payment_id = ${paymentId}`);
    await kit.gateway(`payment_intents/${gatewayPaymentId}/cancel`, {});
    const [reported] = (await kit.webhooksOf(gatewayPaymentId!)).filter(
      ({ type }) => type === 'payment_intent.canceled',
    );
    must(await kit.deliver(reported!), 'deliver');
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'voided' });
    expect(await kit.events(paymentId)).toEqual(['voided']);
    await kit.expectBalanced();
  });
});

// Last: what it leaves at the gateway is in nobody's books.
test('a capture of another amount than was asked for is not taken: a person decides', async () => {
  const { paymentId, gatewayPaymentId } = await kit.authorized();
  armFailpoints('external:payment>payment-gateway.capture:before=throw');
  const input = { paymentId, amountMinor: 5_000 };
  await expect(kit.payments.capturePayment(input, kit.invocation())).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
  await kit.gateway(`payment_intents/${gatewayPaymentId}/capture`, { amount_to_capture: '3000' });
  await kit.shop.moveClock(61_000);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'review', capturedMinor: 0 });
  expect(await kit.reviews(paymentId)).toEqual([{ reason: 'capture_disagrees' }]);
  const again = await kit.payments.capturePayment(input, kit.invocation());
  expect(again).toMatchObject({ ok: false, failure: { code: 'payment_state_conflict' } });
  await kit.shop.moveClock(-61_000);
});
