import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

const dayAndMoreMs = 25 * 3_600_000;

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterEach(async () => {
  armFailpoints(undefined);
  await kit.clearFaults();
});
afterAll(() => kit.close());

/** The shop is off for a day and an hour; meanwhile the gateway forgets every key. */
async function aDayOff() {
  armFailpoints(undefined);
  await kit.clearFaults();
  await kit.forgetKeys();
  await kit.shop.moveClock(dayAndMoreMs);
}

async function dies(step: string, what: () => Promise<unknown>) {
  armFailpoints(`${step}=throw`);
  await expect(what()).rejects.toThrow(/failpoint/);
}

const beside = 'external:payment>payment-gateway';

describe('a refund that was under way when the shop was off for a day', () => {
  test.each([
    ['was made', 'after'],
    ['was not made', 'before'],
  ])('and %s is made once and ends, whoever asks', async (_what, edge) => {
    const { paymentId } = await kit.captured();
    const input = { paymentId, refundId: newId(), amountMinor: 1_700, reason: 'damaged' };
    const refund = () => kit.payments.refundPayment(input, kit.invocation());
    await dies(`${beside}.refund:${edge}`, refund);
    await aDayOff();
    // The story of the order, that of the payment, and both once more.
    await Promise.all([refund(), refund(), kit.shop.kontor.sweep()]);
    await kit.settled();
    expect(must(await refund(), 'again').status).toBe('refunded');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_700 }]);
    expect((await kit.now(paymentId)).refundedMinor).toBe(1_700);
    const rows = await kit.database.query(
      sql`select state, key_attempt from refund where payment_id = ${paymentId}`,
    );
    expect(rows).toEqual([{ state: 'refunded', keyAttempt: edge === 'after' ? 1 : 2 }]);
    await kit.expectBalanced();
    await kit.shop.moveClock(-dayAndMoreMs);
  });

  test.each([
    ['before', 0],
    ['after', 26_000],
  ])(
    'and was asked for by an earlier version is known by amount and time, %s its lease ran out',
    async (_when, laterMs) => {
      const { paymentId, gatewayPaymentId } = await kit.captured();
      const input = { paymentId, refundId: newId(), amountMinor: 1_900, reason: 'damaged' };
      const refund = () => kit.payments.refundPayment(input, kit.invocation());
      await dies(`${beside}.refund:before`, refund);
      await kit.database.query(
        sql`update refund set key_attempt = 0, wire = null where refund_id = ${input.refundId}`,
      );
      armFailpoints(undefined);
      await kit.shop.moveClock(laterMs);
      if (laterMs > 0) await kit.settled();
      // Under its key, as it was sent: whoever came first, the other one is told the same.
      const asked = {
        payment_intent: gatewayPaymentId!,
        amount: '1900',
        reason: 'requested_by_customer',
      };
      await kit.gateway('refunds', asked, `refund:${input.refundId}`);
      await aDayOff();
      await kit.settled();
      expect(must(await refund(), 'again').status).toBe('refunded');
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_900 }]);
      await kit.expectBalanced();
      await kit.shop.moveClock(-dayAndMoreMs - laterMs);
    },
  );

  test('is not sent while the gateway’s book cannot be read', async () => {
    const { paymentId } = await kit.captured();
    const input = { paymentId, refundId: newId(), amountMinor: 600, reason: 'damaged' };
    const refund = () => kit.payments.refundPayment(input, kit.invocation());
    await dies(`${beside}.refund:after`, refund);
    armFailpoints(undefined);
    await kit.forgetKeys();
    await kit.fault({ operation: 'find', kind: 'status' });
    await kit.shop.moveClock(dayAndMoreMs);
    expect(must(await refund(), 'again').status).toBe('unknown');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 600 }]);
    await kit.clearFaults();
    await kit.shop.moveClock(60_000);
    await kit.settled();
    expect(must(await refund(), 'later').status).toBe('refunded');
    await kit.shop.moveClock(-dayAndMoreMs - 60_000);
  });
});

describe.each(['before', 'after'])('killed %s the gateway was asked, a day off', (edge) => {
  test('a capture is taken once and ends', async () => {
    const { paymentId } = await kit.authorized();
    const input = { paymentId, amountMinor: 4_100 };
    const capture = () => kit.payments.capturePayment(input, kit.invocation());
    await dies(`${beside}.capture:${edge}`, capture);
    await aDayOff();
    await capture();
    await kit.settled();
    expect(must(await capture(), 'again').payment).toMatchObject({ capturedMinor: 4_100 });
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived: 4_100 }]);
    await kit.expectBalanced();
    await kit.shop.moveClock(-dayAndMoreMs);
  });

  test('a void is done and ends', async () => {
    const { paymentId } = await kit.authorized();
    const giveBack = () => kit.payments.voidPayment({ paymentId }, kit.invocation());
    await dies(`${beside}.void:${edge}`, giveBack);
    await aDayOff();
    await giveBack();
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('voided');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
    await kit.shop.moveClock(-dayAndMoreMs);
  });

  test.each([false, true])('an authorization (challenge: %s) holds money once', async (forced) => {
    const asked = kit.request({ forceChallenge: forced });
    const { paymentId } = asked;
    const authorize = () => kit.payments.authorizePayment(asked, kit.invocation());
    await dies(`${beside}.authorize:${edge}`, authorize);
    await aDayOff();
    await authorize();
    await kit.settled();
    const held = await kit.bookOf(paymentId);
    expect(held).toHaveLength(edge === 'after' ? 1 : 0);
    // Money that is held is in our books; a challenge that nobody was told of is given up.
    const { state } = await kit.now(paymentId);
    expect(state).toBe(edge === 'before' ? 'failed' : forced ? 'voided' : 'authorized');
    if (forced && edge === 'after') expect(held).toMatchObject([{ status: 'canceled' }]);
    await kit.shop.moveClock(-dayAndMoreMs);
  });
});
