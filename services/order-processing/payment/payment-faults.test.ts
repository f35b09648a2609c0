import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/failpoints.ts';
import { openPayments, type OpenPayments } from './payments-for-tests.ts';

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

test('an authorization that is voided before its answer is known is given back', async () => {
  await kit.fault({ operation: 'authorize', kind: 'delay', delayMs: 400, times: 1 });
  const asked = kit.request();
  const { paymentId } = asked;
  const authorizing = kit.payments.authorizePayment(asked, kit.invocation());
  await new Promise((resolve) => setTimeout(resolve, 100));
  const voiding = must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
  expect(voiding).toMatchObject({ status: 'unknown', payment: { state: 'voiding' } });
  expect(must(await authorizing, 'authorize').status).toBe('declined');
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
  await kit.shop.moveClock(21_000);
  await kit.settled();
  expect((await kit.now(asked.paymentId)).state).toBe('authorized');
  expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
  await kit.shop.moveClock(-21_000);
});

const deaths = ['start_capture:after', 'finish_capture:before', 'finish_capture:after'];
test.each(deaths)('a capture that dies at %s is taken up by its story', async (step) => {
  const { paymentId } = await kit.authorized();
  armFailpoints(`commit:payment.${step}=throw`);
  const input = { paymentId, amountMinor: 5_000 };
  await expect(kit.payments.capturePayment(input, kit.invocation())).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
  await kit.shop.moveClock(21_000);
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
  await kit.expectBalanced();
  await kit.shop.moveClock(-21_000);
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
