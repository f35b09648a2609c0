import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from './payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  // Everything sent and answered is parsed by the contract on the way.
  kit = await openPayments('loopback');
});
afterAll(() => kit.close());

describe('authorize', () => {
  test('once per payment id, however often and at once', async () => {
    const asked = kit.request();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => kit.payments.authorizePayment(asked, kit.invocation())),
    );
    await kit.settled();
    expect(replies.every(({ ok }) => ok)).toBe(true);
    const again = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'again');
    expect(again).toMatchObject({
      status: 'authorized',
      payment: { state: 'authorized', authorizedMinor: 5_000, authorizationKind: 'card' },
    });
    expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
  });

  test('tells the caller alone: no event, no story left', async () => {
    const { paymentId } = await kit.authorized();
    expect(await kit.events(paymentId)).toEqual([]);
    const stories = await kit.database.query(sql`select from story where id = ${paymentId}`);
    expect(stories).toEqual([]);
  });

  test('declined with the code of the bank', async () => {
    const asked = kit.request({ token: 'pm_card_visa_chargeDeclinedInsufficientFunds' });
    const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'decline');
    expect(reply).toMatchObject({
      status: 'declined',
      payment: { state: 'failed', declineCode: 'insufficient_funds' },
    });
    const again = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'again');
    expect(again.status).toBe('declined');
  });

  test('a card without a token is refused before anything is kept', async () => {
    const { token: _, ...asked } = kit.request();
    const reply = await kit.payments.authorizePayment(asked, kit.invocation());
    expect(reply).toMatchObject({ ok: false, failure: { code: 'payment_token_missing' } });
    const got = await kit.payments.getPayment(
      { paymentId: asked.paymentId, refresh: false },
      kit.invocation(),
    );
    expect(got).toMatchObject({ ok: false, failure: { code: 'payment_not_found' } });
  });

  test('another amount under the same id is never charged', async () => {
    const asked = kit.request();
    await kit.payments.authorizePayment(asked, kit.invocation());
    const other = { ...asked, amountMinor: 9_000 };
    await expect(kit.payments.authorizePayment(other, kit.invocation())).rejects.toThrow(
      /another amount/,
    );
    expect(await kit.bookOf(asked.paymentId)).toMatchObject([{ amount: 5_000 }]);
  });

  test('a challenge is replayed, and the gateway is asked how it ended', async () => {
    const asked = kit.request({ forceChallenge: true });
    const first = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'first');
    expect(first).toMatchObject({
      status: 'requires_action',
      payment: { nextActionUrl: expect.stringMatching(/^http/) },
    });
    const again = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'again');
    expect(again).toEqual(first);
    await kit.challenge(first.payment.gatewayPaymentId!, 'complete');
    const { paymentId } = asked;
    const now = await kit.payments.getPayment({ paymentId, refresh: true }, kit.invocation());
    expect(must(now, 'refresh')).toMatchObject({ state: 'authorized', nextActionUrl: null });
    expect(await kit.events(paymentId)).toEqual(['payment.authorized']);
  });
});

describe('capture, void and refund', () => {
  test('capture of less than was authorized, once, and partial refunds up to it', async () => {
    const { paymentId, orderId } = await kit.captured(4_000);
    const { payments } = kit;
    const refund = (amountMinor: number, refundId = newId()) =>
      payments.refundPayment(
        { paymentId, refundId, amountMinor, reason: 'damaged' },
        kit.invocation(),
      );
    const again = await payments.capturePayment(
      { paymentId, amountMinor: 4_000 },
      kit.invocation(),
    );
    expect(again).toMatchObject({ ok: true, value: { status: 'captured' } });
    const refundId = newId();
    expect(must(await refund(1_500, refundId), 'refund').status).toBe('refunded');
    expect(must(await refund(1_500, refundId), 'repeat').payment.refundedMinor).toBe(1_500);
    expect(await refund(1, refundId)).toMatchObject({ failure: { code: 'refund_refused' } });
    expect(await refund(2_501)).toMatchObject({
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 2_500 } },
    });
    expect(must(await refund(2_500), 'rest').payment.refundedMinor).toBe(4_000);
    const staff = kit.shop.invocation({ actor: kit.shop.staff(['orders:read']) });
    const ledger = must(await payments.listLedgerEntries({ orderId }, staff), 'ledger');
    expect(ledger.items.map(({ kind, postings }) => [kind, ...postings])).toEqual([
      [
        'capture',
        posting('gateway_clearing', 'debit', 4_000),
        posting('customer_payments', 'credit', 4_000),
      ],
      [
        'refund',
        posting('customer_payments', 'debit', 1_500),
        posting('gateway_clearing', 'credit', 1_500),
      ],
      [
        'refund',
        posting('customer_payments', 'debit', 2_500),
        posting('gateway_clearing', 'credit', 2_500),
      ],
    ]);
    await kit.expectBalanced();
    expect(await kit.events(paymentId)).toEqual([]);
  });

  test('illegal moves name the state', async () => {
    const invocation = kit.invocation();
    const captured = await kit.captured();
    const { paymentId } = await kit.authorized();
    must(await kit.payments.voidPayment({ paymentId }, invocation), 'void');
    const cases = [
      [kit.payments.voidPayment({ paymentId: captured.paymentId }, invocation), 'captured'],
      [kit.payments.capturePayment({ paymentId, amountMinor: 5_000 }, invocation), 'voided'],
      [
        kit.payments.refundPayment(
          { paymentId, refundId: newId(), amountMinor: 1, reason: 'x' },
          invocation,
        ),
        'voided',
      ],
    ] as const;
    for (const [reply, state] of cases) {
      expect(await reply).toMatchObject({
        ok: false,
        failure: { code: 'payment_state_conflict', detail: { state } },
      });
    }
    const more = await kit.authorized();
    expect(
      await kit.payments.capturePayment(
        { paymentId: more.paymentId, amountMinor: 5_001 },
        invocation,
      ),
    ).toMatchObject({ failure: { code: 'capture_refused' } });
    expect((await kit.now(more.paymentId)).state).toBe('authorized');
  });

  test('50 captures and voids at once: one side wins, refunds never exceed it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { paymentId } = await kit.authorized();
      const replies = await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const invocation = kit.invocation();
          if (index % 5 === 4) {
            const input = { paymentId, refundId: newId(), amountMinor: 2_000, reason: 'race' };
            return { kind: 'refund', reply: await kit.payments.refundPayment(input, invocation) };
          }
          return index % 2 === round % 2
            ? {
                kind: 'capture',
                reply: await kit.payments.capturePayment(
                  { paymentId, amountMinor: 5_000 },
                  invocation,
                ),
              }
            : { kind: 'void', reply: await kit.payments.voidPayment({ paymentId }, invocation) };
        }),
      );
      await kit.settled();
      const done = (kind: string) => replies.some((one) => one.kind === kind && one.reply.ok);
      const { state, refundedMinor } = await kit.now(paymentId);
      expect(done('capture')).toBe(state === 'captured');
      expect(done('void')).toBe(state === 'voided');
      expect(['captured', 'voided']).toContain(state);
      expect(refundedMinor).toBeLessThanOrEqual(state === 'captured' ? 4_000 : 0);
      expect(await kit.bookOf(paymentId)).toMatchObject([
        { status: state === 'captured' ? 'succeeded' : 'canceled', amountRefunded: refundedMinor },
      ]);
    }
    await kit.expectBalanced();
  });

  test('50 refunds at once give back no more than was captured', async () => {
    const { paymentId } = await kit.captured();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        kit.payments.refundPayment(
          { paymentId, refundId: newId(), amountMinor: 700, reason: 'race' },
          kit.invocation(),
        ),
      ),
    );
    await kit.settled();
    expect(replies.filter(({ ok }) => ok)).toHaveLength(7);
    expect((await kit.now(paymentId)).refundedMinor).toBe(4_900);
    await kit.expectBalanced();
  });
});

test.each(['invoice', 'cash_on_delivery'] as const)(
  'a promise to pay by %s is a receivable until the money comes in or it is voided',
  async (method) => {
    const { token: _, ...asked } = kit.request({ method, ...(await kit.allow(method)) });
    const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'promise');
    expect(reply).toMatchObject({
      status: 'authorized',
      payment: { authorizationKind: 'promise', authorizedMinor: 5_000 },
    });
    const { paymentId, orderId } = reply.payment;
    const receipt = { paymentId, amountMinor: 4_000 };
    must(await kit.payments.capturePayment(receipt, kit.invocation()), 'receipt');
    const back = { paymentId, refundId: newId(), amountMinor: 1_000, reason: 'goodwill' };
    const asking = await kit.payments.refundPayment(back, kit.invocation());
    expect(must(asking, 'refund').status).toBe('pending');
    const paid = { paidAt: '2026-11-21T10:00:00Z', reference: 'transfer 1', channels: null };
    const payOut = { payOutId: back.refundId, ...paid };
    const key = { idempotencyKey: newId() };
    must(await kit.payments.settlePayOut(payOut, { ...kit.invocation(), ...key }), 'paid');
    const voided = must(
      await kit.payments.authorizePayment({ ...asked, paymentId: newId() }, kit.invocation()),
      'second',
    ).payment;
    must(await kit.payments.voidPayment({ paymentId: voided.paymentId }, kit.invocation()), 'void');
    const balances = await kit.database.query(sql`
      select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint as balance
      from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
      group by account order by account`);
    expect(balances).toEqual([
      { account: 'accounts_receivable', balance: 0 },
      { account: 'bank_receipts', balance: 3_000 },
      { account: 'customer_payments', balance: -3_000 },
    ]);
    await kit.expectBalanced();
  },
);

describe('the ledger itself refuses', () => {
  test.each([
    ['a change of a posting', 'update ledger_posting set amount_minor = 1'],
    ['a change of an entry', `update ledger_entry set kind = 'x'`],
    ['removal of postings', 'delete from ledger_posting'],
    ['removal of entries', 'truncate ledger_entry cascade'],
    [
      'an entry out of balance',
      `with entry as (insert into ledger_entry (entry_id, payment_id, order_id, kind, source)
         values (uuidv7(), uuidv7(), uuidv7(), 'capture', 'test') returning entry_id)
       insert into ledger_posting select entry_id, 1, 'gateway_clearing', 'debit', 5, 'EUR' from entry`,
    ],
    [
      'an entry balanced across currencies',
      `with entry as (insert into ledger_entry (entry_id, payment_id, order_id, kind, source)
         values (uuidv7(), uuidv7(), uuidv7(), 'capture', 'test') returning entry_id)
       insert into ledger_posting select entry_id, line, 'gateway_clearing', direction, 5, currency
       from entry, (values (1, 'debit', 'EUR'), (2, 'credit', 'USD')) as p (line, direction, currency)`,
    ],
  ])('%s', async (_what, text) => {
    await kit.captured();
    const statement = { text, values: [], name: undefined, parts: [] };
    await expect(kit.database.query(statement)).rejects.toThrow(/append-only|not balanced/);
  });
});

test('payments of an order are listed in the order they were made', async () => {
  const orderId = newId();
  const first = await kit.authorized({ orderId });
  const second = await kit.authorized({ orderId });
  const { items: payments } = must(
    await kit.payments.listPaymentsOfOrder({ orderId }, kit.invocation()),
    'list',
  );
  expect(payments.map(({ paymentId }) => paymentId)).toEqual([first.paymentId, second.paymentId]);
});

function posting(account: string, direction: string, amountMinor: number) {
  return { account, direction, amountMinor, currency: 'EUR' };
}
