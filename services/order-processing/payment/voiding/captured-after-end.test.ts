import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments('loopback');
});
afterEach(async () => {
  armFailpoints(undefined);
  await kit.clearFaults();
});
afterAll(() => kit.close());

/** Given up here while the gateway held it; then somebody captured it in the gateway's dashboard. */
async function capturedAfterItsEnd(
  end: { state: 'failed' | 'voided'; code: string },
  part?: number,
) {
  const { paymentId, gatewayPaymentId } = await kit.authorized();
  await kit.database.query(sql`
    update payment set state = ${end.state}, decline_code = ${end.code}, authorized_minor = 0
    where payment_id = ${paymentId}`);
  const sum: Record<string, string> = part === undefined ? {} : { amount_to_capture: String(part) };
  await kit.gateway(`payment_intents/${gatewayPaymentId}/capture`, sum);
  return { paymentId, gatewayPaymentId: gatewayPaymentId! };
}

async function toldOfIt({ gatewayPaymentId }: { gatewayPaymentId: string }) {
  const own = await kit.webhooksOf(gatewayPaymentId);
  for (const one of own) must(await kit.deliver(one), 'deliver');
}

const refunded = (amountMinor: number) => ({
  state: 'captured',
  capturedMinor: amountMinor,
  refundedMinor: amountMinor,
});

describe('what is captured of a payment that was over here', () => {
  test.each([
    ['that had failed', { state: 'failed', code: 'gateway_unreachable' }, undefined],
    ['that was void', { state: 'voided', code: '' }, undefined],
    ['in part', { state: 'failed', code: 'gateway_unreachable' }, 1_200],
  ] as const)(
    '%s goes back by itself, once, is booked, and staff are told',
    async (_, end, part) => {
      const payment = await capturedAfterItsEnd(end, part);
      const { paymentId } = payment;
      await Promise.all([toldOfIt(payment), toldOfIt(payment)]);
      await kit.settled();
      const amountMinor = part ?? 5_000;
      expect(await kit.now(paymentId)).toMatchObject(refunded(amountMinor));
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: amountMinor }]);
      expect(await kit.reviews(paymentId)).toEqual([{ reason: 'captured_after_end' }]);
      expect(await kit.events(paymentId)).toEqual(['captured', 'refunded']);
      await kit.expectBalanced();
    },
  );

  test('and was given back there by hand is not given back twice', async () => {
    const payment = await capturedAfterItsEnd({ state: 'failed', code: 'gateway_unreachable' });
    const { gatewayPaymentId, paymentId } = payment;
    await kit.gateway('refunds', { payment_intent: gatewayPaymentId, amount: '2000' });
    await toldOfIt(payment);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject(refunded(5_000));
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 5_000 }]);
    await kit.expectBalanced();
  });

  const beside = 'external:payment>payment-gateway';
  test.each([
    'commit:payment.hold_orphan:before',
    'commit:payment.hold_orphan:after',
    `${beside}.refund:before`,
    `${beside}.refund:after`,
    'commit:payment.end_refund:before',
  ])('goes back once though the process dies at %s', async (step) => {
    const payment = await capturedAfterItsEnd({ state: 'failed', code: 'gateway_unreachable' });
    armFailpoints(`${step}=throw`);
    await toldOfIt(payment);
    await kit.shop.settle();
    armFailpoints(undefined);
    await kit.database.query(sql`
      update story set next_attempt_at = kontor_now() where id = ${payment.paymentId}`);
    await kit.shop.kontor.sweep();
    await kit.settled();
    expect(await kit.now(payment.paymentId)).toMatchObject(refunded(5_000));
    expect(await kit.bookOf(payment.paymentId)).toMatchObject([{ amountRefunded: 5_000 }]);
    await kit.expectBalanced();
  });

  test.each(['lost_answer', 'html', 'other_amount'])(
    'goes back once though the gateway answers: %s',
    async (kind) => {
      const payment = await capturedAfterItsEnd({ state: 'voided', code: '' });
      await kit.fault({ operation: 'refund', kind, times: 2 });
      await toldOfIt(payment);
      await kit.settled();
      expect(await kit.now(payment.paymentId)).toMatchObject(refunded(5_000));
      expect(await kit.bookOf(payment.paymentId)).toMatchObject([{ amountRefunded: 5_000 }]);
      await kit.expectBalanced();
    },
  );

  test.each(['voided_at_gateway', 'capture_taken_back'])(
    'stays where the gateway itself had ended it (%s): the order may go on, so a person decides',
    async (code) => {
      const payment = await capturedAfterItsEnd({ state: 'voided', code });
      await toldOfIt(payment);
      await kit.settled();
      expect(await kit.now(payment.paymentId)).toMatchObject({ state: 'voided', refundedMinor: 0 });
      expect(await kit.bookOf(payment.paymentId)).toMatchObject([{ amountRefunded: 0 }]);
      expect(await kit.reviews(payment.paymentId)).toEqual([{ reason: 'captured_after_end' }]);
    },
  );
});
