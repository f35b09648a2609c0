import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import { newId } from '#kernel/ids.ts';
import { sql } from '#platform/ground/sql.ts';
import { paymentState } from '#contracts/payment/index.ts';
import { booksSay, eventRow, judgeWebhook } from './judge-webhook.ts';
import { paymentColumns, type PaymentRow } from '../payments/payment-store.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterAll(() => kit.close());

const kinds = ['authorized', 'captured', 'failed', 'voided', 'refunded', 'disputed'] as const;
const rows = paymentState.options.flatMap((state) =>
  [0, 6_000].flatMap((ageMs) =>
    [null, 'pi_1'].flatMap((gatewayPaymentId) =>
      [
        { authorizedMinor: 0, captureMinor: null },
        { authorizedMinor: 5_000, captureMinor: null },
        { authorizedMinor: 5_000, captureMinor: 4_000 },
      ].map((money) => ({ state, ageMs, gatewayPaymentId, ...money })),
    ),
  ),
);

test('what is noted in one statement is what the judge calls known, and of each purchase all', async () => {
  const { paymentId } = await kit.authorized();
  const base = {
    id: 'evt_1',
    occurredAt: new Date().toISOString(),
    declineCode: null,
    gatewayPaymentId: 'pi_1',
    reference: paymentId,
    amountMinor: 5_000,
    currency: 'EUR',
  };
  const changes: Partial<PaymentEvent>[] = [
    {},
    { reference: null },
    { reference: newId() },
    { gatewayPaymentId: 'pi_2' },
    { gatewayPaymentId: null },
    { amountMinor: 4_000 },
    { amountMinor: 6_000 },
    { amountMinor: null },
    { currency: 'USD' },
    { currency: null },
  ];
  const events = kinds.flatMap((kind) =>
    changes.map((change): PaymentEvent => ({ ...base, type: `payment.${kind}`, ...change })),
  );
  let known = 0;
  for (const { state, ageMs, gatewayPaymentId, authorizedMinor, captureMinor } of rows) {
    await kit.database.query(sql`
      update payment set state = ${state}, gateway_payment_id = ${gatewayPaymentId},
        authorized_minor = ${authorizedMinor}, capture_minor = ${captureMinor},
        moved_at = kontor_now() - ${ageMs} * interval '1 millisecond'
      where payment_id = ${paymentId}`);
    const answers = await Promise.all(
      events.map((event) =>
        kit.database.first<PaymentRow & { says: boolean | null }>(sql`
          select (${booksSay()}) as says, ${paymentColumns}
          from payment p, (${eventRow(event)}) e where payment_id = ${paymentId}`),
      ),
    );
    for (const [index, answer] of answers.entries()) {
      const event = events[index]!;
      const judged = judgeWebhook(answer!, event).kind === 'known';
      const ofEachPurchase =
        event.type === 'payment.authorized' || event.type === 'payment.captured';
      expect([state, event, answer!.says ?? false]).toEqual([
        state,
        event,
        judged && ofEachPurchase,
      ]);
      if (answer!.says) known += 1;
    }
  }
  expect(known).toBeGreaterThan(50);
}, 300_000);

test('a webhook is left to whoever asks only if it tells of what is asked', async () => {
  const { paymentId } = await kit.authorized();
  const row = (await kit.database.first<PaymentRow>(
    sql`select ${paymentColumns} from payment p where payment_id = ${paymentId}`,
  ))!;
  const unknown = { authorizedMinor: 0, movedAt: new Date().toISOString() };
  const event = {
    id: 'evt_2',
    occurredAt: new Date().toISOString(),
    declineCode: null,
    gatewayPaymentId: row.gatewayPaymentId,
    reference: paymentId,
    amountMinor: row.amountMinor,
    currency: row.currency,
  };
  const verdict = (state: PaymentRow['state'], type: PaymentEvent['type']) =>
    judgeWebhook({ ...row, ...unknown, state }, { ...event, type }).kind;
  expect(verdict('authorizing', 'payment.authorized')).toBe('known');
  expect(verdict('capturing', 'payment.captured')).toBe('known');
  expect(verdict('voiding', 'payment.voided')).toBe('known');
  // It arrived at the gateway after the void had looked there: nobody else will tell of it.
  expect(verdict('voiding', 'payment.authorized')).toBe('news');
  expect(verdict('authorizing', 'payment.captured')).toBe('news');
});
