import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

type Report = OutputOf<'payment', 'getReconciliation'>;

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments('direct', undefined, { captureAt: 'shipment' });
});
afterAll(() => kit.close());
beforeEach(() => kit.clearFaults());

const minutes = 60_000;

/** Looks at the account now, and waits until the look is over. */
async function look() {
  must(await kit.payments.reconcileBalances({}, kit.invocation()), 'reconcile');
  await over();
}

async function over() {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await sleep(25)) {
    await kit.shop.settle();
    await kit.shop.kontor.sweep();
    const open = await kit.database.query(
      sql`select from story where name = 'reconcile_account' and state = 'open'`,
    );
    if (open.length === 0) return;
  }
  throw new Error('the look did not end');
}

/** As if all that was booked so far had been booked a while ago: it may be missed now. */
async function lookLater() {
  await kit.shop.moveClock(20 * minutes);
  await look();
  await kit.shop.moveClock(-20 * minutes);
}

async function days() {
  return must(await kit.payments.listReconciliations({ limit: 100 }, kit.invocation()), 'list');
}

async function today(): Promise<Report> {
  const { items } = await days();
  const [{ reconciliationId } = { reconciliationId: '' }] = items;
  const asked = { reconciliationId, limit: 100 };
  return must(await kit.payments.getReconciliation(asked, kit.invocation()), 'report');
}

async function openDifferences() {
  const { found } = await today();
  return found.items.filter(({ state }) => state === 'open');
}

/** By account and currency: what the ledger's accounts of settlements hold. */
async function balanceOf(account: string): Promise<Record<string, number>> {
  const rows = await kit.database.query<{ currency: string; minor: number }>(sql`
    select currency, sum(case direction when 'debit' then amount_minor else -amount_minor end)::float8 as minor
    from ledger_posting where account = ${account} group by 1 order by 1`);
  const held = rows.filter(({ minor }) => minor !== 0);
  return Object.fromEntries(held.map(({ currency, minor }) => [currency, minor]));
}

async function refunded(paymentId: string, amountMinor: number): Promise<string> {
  const refundId = crypto.randomUUID();
  const asked = { paymentId, refundId, amountMinor, reason: 'requested_by_customer' };
  must(await kit.payments.refundPayment(asked, kit.invocation()), 'refund');
  const row = await kit.database.first<{ id: string }>(
    sql`select gateway_refund_id as id from refund where refund_id = ${refundId}`,
  );
  return row!.id;
}

/** What the gateway has told and nobody has delivered yet. */
async function deliverNews() {
  for (const webhook of await kit.webhooks()) must(await kit.deliver(webhook), 'webhook');
  await kit.settled();
}

describe('a day of payments in several currencies', () => {
  test('is paid out with its fees, and the clearing account is empty', async () => {
    const first = await kit.captured(20_000, { amountMinor: 20_000 });
    await refunded(first.paymentId, 2_500);
    await kit.captured(5_001, { amountMinor: 5_001, currency: 'JPY' });
    const comesBack = await refunded(first.paymentId, 1_000);
    await kit.endRefund(comesBack, 'failed');
    const [lost, won] = [await kit.captured(), await kit.captured()];
    const lostId = await kit.dispute(lost.gatewayPaymentId!);
    await kit.endDispute(lostId, 'lost');
    const wonId = await kit.dispute(won.gatewayPaymentId!);
    await kit.endDispute(wonId, 'won');
    await deliverNews();

    await kit.payOut();
    await look();

    const report = await today();
    expect(report.found.items).toEqual([]);
    expect(report.totals).toEqual([
      {
        currency: 'EUR',
        chargedMinor: 30_000,
        refundedMinor: -2_500,
        disputedMinor: -5_000,
        otherMinor: 0,
        feesMinor: 2_025,
        netMinor: 20_475,
        paidOutMinor: 20_475,
        lines: 10,
        matched: 10,
      },
      expect.objectContaining({
        currency: 'JPY',
        chargedMinor: 5_001,
        feesMinor: 100,
        paidOutMinor: 4_901,
      }),
    ]);
    // Both may be of one moment: then their ids decide who comes first.
    const inOrder = report.payouts.toSorted((a, b) => a.currency.localeCompare(b.currency));
    expect(inOrder).toMatchObject([
      { state: 'paid', amountMinor: 20_475, currency: 'EUR' },
      { state: 'paid', amountMinor: 4_901, currency: 'JPY' },
    ]);
    expect(await balanceOf('gateway_clearing')).toEqual({});
    expect(await balanceOf('gateway_fees')).toEqual({ EUR: 2_025, JPY: 100 });
    expect(await balanceOf('bank_receipts')).toEqual({ EUR: 20_475, JPY: 4_901 });
    expect(await balanceOf('unexplained_settlements')).toEqual({});
    await kit.expectBalanced();
    const accounts = await kit.payments.listReconciledAccounts({}, kit.invocation());
    expect(must(accounts, 'accounts').items).toEqual([
      expect.objectContaining({ provider: 'stripe', sandbox: true, listsBalance: true }),
    ]);
  });

  test('is looked at as often as anybody likes, and kept once', async () => {
    const before = await today();
    await look();
    await lookLater();
    const { fetchedUntil: _one, ...after } = await today();
    expect(after).toEqual({ ...before, fetchedUntil: undefined });
    expect(await balanceOf('gateway_clearing')).toEqual({});
  });

  test('is agreed on once it is over', async () => {
    expect((await today()).state).toBe('in_progress');
    await kit.shop.moveClock(24 * 60 * minutes);
    await look();
    await kit.shop.moveClock(-24 * 60 * minutes);
    expect((await today()).state).toBe('agreed');
    const asked = { limit: 10, state: 'differs' as const };
    const differing = must(await kit.payments.listReconciliations(asked, kit.invocation()), 'list');
    expect(differing.items).toEqual([]);
  });

  test('comes back from the bank, and goes there with the next payout', async () => {
    const { payouts } = await today();
    const { payoutId } = payouts.find(({ currency }) => currency === 'EUR')!;
    await kit.payOut({ payoutId, status: 'failed' });
    await deliverNews();
    await over();
    expect(await balanceOf('gateway_clearing')).toEqual({ EUR: 20_475 });
    expect((await today()).payouts).toContainEqual(
      expect.objectContaining({ payoutId, state: 'failed' }),
    );
    await kit.payOut();
    await look();
    expect(await balanceOf('gateway_clearing')).toEqual({});
    expect(await openDifferences()).toEqual([]);
  });
});

describe('a difference', () => {
  test.each([
    ['unknown_kind', { type: 'stripe_loyalty_bonus', amount: 300, currency: 'eur' }, { EUR: -300 }],
    ['unknown_kind', { type: 'advance', amount: -77, currency: 'usdc' }, { USDC: 77 }],
    ['missing_here', { type: 'charge', amount: 900, currency: 'eur' }, { EUR: -900 }],
  ])('%s: a line of %j is named', async (kind, line, unexplained) => {
    const before = await balanceOf('unexplained_settlements');
    const source = `ch_${crypto.randomUUID()}`;
    await kit.addLine({ ...line, source });
    await look();
    const found = (await openDifferences()).at(-1)!;
    expect(found).toMatchObject({ kind, reported: line.type, theirsMinor: line.amount });
    const after = await balanceOf('unexplained_settlements');
    for (const [currency, minor] of Object.entries(unexplained))
      expect((after[currency] ?? 0) - (before[currency] ?? 0)).toBe(minor);
  });

  test.each([
    ['twice', { amount: 5_000, currency: 'eur' }, { theirsMinor: 10_000 }],
    ['amount_differs', { amount: -1, currency: 'eur' }, { theirsMinor: 4_999 }],
  ])('%s: the payment is named', async (kind, line, theirs) => {
    const { paymentId, orderId, gatewayPaymentId } = await kit.captured();
    const source = await chargeOf(gatewayPaymentId!);
    await kit.addLine({ type: 'charge', ...line, source, paymentId: gatewayPaymentId });
    await look();
    const found = (await openDifferences()).filter((one) => one.paymentId === paymentId);
    expect(found).toMatchObject([
      { kind, subject: 'charge', orderId, oursMinor: 5_000, ...theirs },
    ]);
  });

  test('unknown_kind: the payment that it says it is of is named', async () => {
    const { paymentId, orderId, gatewayPaymentId } = await kit.captured();
    const source = await chargeOf(gatewayPaymentId!);
    const line = { type: 'payment_reversal', amount: -100, currency: 'eur', source };
    await kit.addLine({ ...line, paymentId: gatewayPaymentId });
    await look();
    const found = (await openDifferences()).filter((one) => one.paymentId === paymentId);
    expect(found).toMatchObject([{ kind: 'unknown_kind', reported: line.type, orderId }]);
  });

  test('currency_differs: beside the line that agrees there is one in another currency', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const source = await chargeOf(gatewayPaymentId!);
    const line = { type: 'charge', amount: 5_400, currency: 'usd', source };
    await kit.addLine({ ...line, paymentId: gatewayPaymentId });
    await look();
    const found = (await openDifferences()).filter((one) => one.paymentId === paymentId);
    expect(found).toMatchObject([
      { kind: 'currency_differs', subject: 'charge in USD', oursMinor: null, theirsMinor: 5_400 },
    ]);
  });

  test('is none where a payment was captured in parts, each with its line', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    for (const [untilMinor, isLast] of [
      [2_000, false],
      [3_500, false],
      [5_000, true],
    ] as const) {
      const asked = { paymentId, amountMinor: 5_000, part: { untilMinor, isLast } };
      must(await kit.payments.capturePayment(asked, kit.invocation()), 'capture');
      await look();
    }
    const lines = await kit.database.query<{ matched: boolean }>(sql`
      select matched from balance_line where gateway_payment_id = ${gatewayPaymentId}`);
    expect(lines).toEqual([{ matched: true }, { matched: true }, { matched: true }]);
    await lookLater();
    expect((await openDifferences()).filter((one) => one.paymentId === paymentId)).toEqual([]);
  });

  test('is none where the provider converted what was paid', async () => {
    const before = await balanceOf('gateway_clearing');
    const payment = await kit.captured(5_000, { amountMinor: 5_000, currency: 'USD' });
    const paymentId = payment.gatewayPaymentId!;
    const source = await chargeOf(paymentId);
    const line = { type: 'charge', source, paymentId };
    await kit.addLine({ ...line, amount: -5_000, currency: 'usd' });
    await kit.addLine({ ...line, amount: 4_601, currency: 'eur', exchangeRate: 0.92 });
    await look();
    const open = await openDifferences();
    expect(open.filter((one) => one.paymentId === payment.paymentId)).toEqual([]);
    const after = await balanceOf('gateway_clearing');
    expect((after['EUR'] ?? 0) - (before['EUR'] ?? 0)).toBe(4_601);
    expect(await balanceOf('currency_conversion')).toEqual({ EUR: -4_601, USD: 5_000 });
  });

  test('missing_there, not too early and only until the line comes', async () => {
    const payment = await kit.captured();
    const source = await chargeOf(payment.gatewayPaymentId!);
    const lines = await kit.book<{ id: string; source: string }>('balance_transactions');
    const { id: lineId } = lines.find((line) => line.source === source)!;
    const ofPayment = async () =>
      (await today()).found.items.filter(({ paymentId }) => paymentId === payment.paymentId);
    const unexplained = await balanceOf('unexplained_settlements');
    await kit.addLine({ lineId, hidden: true });
    await look();
    expect(await ofPayment()).toEqual([]);
    await lookLater();
    expect(await ofPayment()).toMatchObject([
      { kind: 'missing_there', subject: 'charge', oursMinor: 5_000, theirsMinor: null },
    ]);
    await kit.addLine({ lineId, hidden: false });
    await look();
    expect(await ofPayment()).toMatchObject([{ kind: 'missing_there', state: 'settled' }]);
    expect(await balanceOf('unexplained_settlements')).toEqual(unexplained);
    const told = await kit.database.query(sql`
      select data ->> 'state' as state, data ->> 'kind' as kind from outbox
      where type = 'payment.settlement_differs' and data ->> 'orderId' = ${payment.orderId}
      order by aggregate_version`);
    const kind = 'missing_there';
    expect(told).toEqual([
      { state: 'open', kind },
      { state: 'settled', kind },
    ]);
  });

  test('missing_here, until our books know it', async () => {
    const payment = await kit.captured();
    await kit.gateway('refunds', { payment_intent: payment.gatewayPaymentId!, amount: '400' });
    const ofPayment = async () =>
      (await today()).found.items.filter(({ paymentId }) => paymentId === payment.paymentId);
    await look();
    expect(await ofPayment()).toMatchObject([
      { kind: 'missing_here', oursMinor: null, theirsMinor: -400, state: 'open' },
    ]);
    await deliverNews();
    await look();
    expect(await ofPayment()).toMatchObject([{ kind: 'missing_here', state: 'settled' }]);
  });

  test.each([
    ['payout', -777, 'po_nobodys'],
    ['payout_failure', 777, 'po_nobodys'],
    ['payout', -777, null],
  ])(
    'payout_differs: a line of %s over %i is of none that went out',
    async (type, amount, source) => {
      const line = { type, amount, currency: 'eur', ...(source === null ? {} : { source }) };
      await kit.addLine(line);
      await look();
      const found = (await openDifferences()).at(-1)!;
      expect(found).toMatchObject({
        kind: 'payout_differs',
        subject: expect.stringMatching(/^line txn_/),
        reported: type,
        oursMinor: null,
        theirsMinor: amount,
      });
      await look();
      const again = (await openDifferences()).filter(({ subject }) => subject === found.subject);
      expect(again).toEqual([found]);
    },
  );

  test('payout_differs: the line says another amount than the payout', async () => {
    await kit.captured();
    await kit.payOut();
    const [payout] = (await kit.book<{ id: string; amount: number }>('payouts')).slice(-1);
    const line = { type: 'payout', amount: -1, currency: 'eur', source: payout!.id };
    await kit.addLine(line);
    await look();
    expect(await openDifferences()).toContainEqual(
      expect.objectContaining({
        kind: 'payout_differs',
        subject: expect.stringMatching(/^line txn_/),
        oursMinor: -payout!.amount,
        theirsMinor: -1,
      }),
    );
  });

  test('payout_differs: what is in it comes to another sum', async () => {
    await kit.captured();
    await kit.payOut();
    const [payout] = (await kit.book<{ id: string; lineIds: string[] }>('payouts')).slice(-1);
    await kit.addLine({ lineId: payout!.lineIds[0], hidden: true });
    await look();
    expect(await openDifferences()).toContainEqual(
      expect.objectContaining({ kind: 'payout_differs', subject: `payout ${payout!.id}` }),
    );
  });
});

async function chargeOf(gatewayPaymentId: string): Promise<string> {
  const payments = await kit.book<{ id: string; chargeId: string }>('payments');
  return payments.find(({ id }) => id === gatewayPaymentId)!.chargeId;
}
