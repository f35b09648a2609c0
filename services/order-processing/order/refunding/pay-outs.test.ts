import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
}, 300_000);
afterAll(() => kit.close());

const as = (channels: '*' | string[] = '*') =>
  kit.shop.invocation({
    actor: { ...kit.staff, channels },
    ...(channels === '*' ? {} : { channel: channels[0]! }),
  });

async function onAccount() {
  const { orderId, totals, paymentId } = await kit.placed({ method: 'invoice' });
  return { orderId, paymentId, totalMinor: totals.totalMinor };
}

function receive(orderId: string, amountMinor: number, reference: string = newId()) {
  const receivedAt = '2026-11-20T10:00:00Z';
  const given = { amountMinor, currency: 'EUR', receivedAt, reference, source: 'bank' as const };
  return kit.orders.recordReceipt({ orderId, ...given }, as());
}

async function openPayOuts(orderId: string, channels: '*' | string[] = '*') {
  await kit.shop.settle();
  const asked = { limit: 100, state: 'to_pay_out' as const };
  const { items } = must(await kit.orders.listPayOuts(asked, as(channels)), 'pay-outs');
  return items.filter((item) => item.orderId === orderId);
}

async function surplusesOf(orderId: string) {
  const { items } = must(await kit.orders.listSurpluses({ limit: 100 }, as()), 'surpluses');
  return items.filter((item) => item.orderId === orderId);
}

const paid = { paidAt: '2026-11-21T10:00:00Z', reference: 'transfer 7' };
const settle = (payOutId: string, channels: '*' | string[] = '*') =>
  kit.orders.settlePayOut({ payOutId, ...paid }, as(channels));
const cancelPayOut = (payOutId: string) =>
  kit.orders.cancelPayOut({ payOutId, reason: 'account closed' }, as());

async function balancesOf(orderId: string): Promise<Record<string, number>> {
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}

async function refundsOf(orderId: string) {
  const { items: refunds } = must(await kit.orders.listRefunds({ orderId }, as()), 'refunds');
  return refunds.map(({ state }) => state);
}

async function creditNotesOf(orderId: string) {
  const notes = (await kit.documents(orderId)).filter(({ kind }) => kind === 'credit_note');
  return notes.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
}

describe('a refund of money that came in by hand', () => {
  test('is refunded once a person has paid it, and not before', async () => {
    const { orderId, paymentId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor), 'receipt');
    await kit.shop.settle();
    must(await kit.refund(orderId, { amountMinor: 50 }), 'refund');
    const [open] = await openPayOuts(orderId);
    expect(open).toMatchObject({ kind: 'refund', amountMinor: 50, state: 'to_pay_out' });
    expect(await refundsOf(orderId)).toEqual(['pending']);
    expect(await kit.order(orderId)).toMatchObject({ refundedMinor: 0, paymentState: 'captured' });
    expect(await kit.payment(paymentId)).toMatchObject({ refundedMinor: 0 });
    expect((await balancesOf(orderId))['bank_receipts']).toBe(totalMinor);
    expect(await creditNotesOf(orderId)).toBe(0);

    expect(must(await settle(open!.payOutId), 'paid')).toMatchObject({
      state: 'paid_out',
      reference: 'transfer 7',
    });
    await kit.shop.settle();
    expect(await refundsOf(orderId)).toEqual(['refunded']);
    const after = { refundedMinor: 50, paymentState: 'partially_refunded' };
    expect(await kit.order(orderId)).toMatchObject(after);
    expect((await balancesOf(orderId))['bank_receipts']).toBe(totalMinor - 50);
    expect(await creditNotesOf(orderId)).toBe(50);
    expect(await openPayOuts(orderId)).toEqual([]);
  });

  test('waits for that person, whoever wakes its payment meanwhile', async () => {
    const { orderId, paymentId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor), 'receipt');
    await kit.shop.settle();
    must(await kit.refund(orderId, { amountMinor: 50 }), 'refund');
    const [open] = await openPayOuts(orderId);
    await kit.wakesPayment(paymentId);
    await kit.shop.settle();
    expect(await kit.payment(paymentId)).toMatchObject({ state: 'captured', refundedMinor: 0 });
    expect(await refundsOf(orderId)).toEqual(['pending']);
    must(await settle(open!.payOutId), 'paid');
    await kit.shop.settle();
    expect(await refundsOf(orderId)).toEqual(['refunded']);
  });

  test('that is cancelled can be asked for again, whole', async () => {
    const { orderId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor), 'receipt');
    await kit.shop.settle();
    must(await kit.refund(orderId, { amountMinor: totalMinor }), 'refund');
    const [first] = await openPayOuts(orderId);
    must(await cancelPayOut(first!.payOutId), 'cancelled');
    await kit.shop.settle();
    expect(await refundsOf(orderId)).toEqual(['failed']);
    expect((await balancesOf(orderId))['bank_receipts']).toBe(totalMinor);
    expect(await creditNotesOf(orderId)).toBe(0);
    must(await kit.refund(orderId, { amountMinor: totalMinor }), 'refund again');
    const [second] = await openPayOuts(orderId);
    must(await settle(second!.payOutId), 'paid');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'refunded' });
    expect(await creditNotesOf(orderId)).toBe(totalMinor);
  });

  test.each(['part_received', 'written_off'])(
    'can be made of what came in of one %s',
    async (state) => {
      const { orderId, paymentId } = await onAccount();
      must(await receive(orderId, 100), 'part');
      if (state === 'written_off') {
        must(await kit.orders.writeOffOrder({ orderId, reason: 'insolvent' }, as()), 'write off');
      }
      await kit.shop.settle();
      expect(await kit.refund(orderId, { amountMinor: 101 })).toMatchObject({
        failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 100 } },
      });
      must(await kit.refund(orderId, { amountMinor: 100 }), 'refund');
      const [open] = await openPayOuts(orderId);
      must(await settle(open!.payOutId), 'paid');
      await kit.shop.settle();
      expect(await kit.payment(paymentId)).toMatchObject({ state, refundedMinor: 100 });
      expect(await kit.order(orderId)).toMatchObject({ paymentState: state, refundedMinor: 100 });
      expect((await balancesOf(orderId))['bank_receipts']).toBe(0);
    },
  );

  test('is paid once, whoever says so at the same time', async () => {
    const { orderId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor), 'receipt');
    await kit.shop.settle();
    must(await kit.refund(orderId, { amountMinor: 70 }), 'refund');
    const [open] = await openPayOuts(orderId);
    const place = 'commit:payment.settlePayOut:before';
    armFailpoints(`${place}=hold`);
    const first = settle(open!.payOutId);
    try {
      await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
      armFailpoints(undefined);
      const others = [settle(open!.payOutId), cancelPayOut(open!.payOutId)];
      letGo();
      expect(must(await first, 'first')).toMatchObject({ state: 'paid_out' });
      for (const reply of await Promise.all(others)) {
        expect(reply).toMatchObject({
          failure: { code: 'pay_out_state_conflict', detail: { state: 'paid_out' } },
        });
      }
    } finally {
      armFailpoints(undefined);
      letGo();
    }
    await kit.shop.settle();
    expect((await balancesOf(orderId))['bank_receipts']).toBe(totalMinor - 70);
  }, 150_000);

  test('is seen and settled in its own channel alone', async () => {
    const { orderId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor), 'receipt');
    await kit.shop.settle();
    must(await kit.refund(orderId, { amountMinor: 10 }), 'refund');
    const [open] = await openPayOuts(orderId);
    expect(await openPayOuts(orderId, ['west'])).toEqual([]);
    const notFound = { failure: { code: 'pay_out_not_found' } };
    expect(await settle(open!.payOutId, ['west'])).toMatchObject(notFound);
    expect(await settle(newId())).toMatchObject(notFound);
    expect(await openPayOuts(orderId, ['default'])).toHaveLength(1);
  });
});

describe('money that is nobody’s', () => {
  test('is listed until it is paid back, in parts too', async () => {
    const { orderId, totalMinor } = await onAccount();
    must(await receive(orderId, totalMinor + 300), 'too much');
    const [surplus] = await surplusesOf(orderId);
    expect(surplus).toMatchObject({ surplusKind: 'overpaid', leftMinor: 300 });
    const { receiptId } = surplus!;
    const back = (amountMinor?: number) =>
      kit.orders.paySurplusBack({ receiptId, amountMinor, reason: 'too much' }, as());
    expect(await back(301)).toMatchObject({
      failure: { code: 'surplus_exceeded', detail: { leftMinor: 300 } },
    });
    const part = must(await back(100), 'part');
    expect(part).toMatchObject({ kind: 'surplus', amountMinor: 100, receiptId });
    expect(await surplusesOf(orderId)).toMatchObject([{ leftMinor: 200 }]);
    must(await cancelPayOut(part.payOutId), 'cancelled');
    expect(await surplusesOf(orderId)).toMatchObject([{ leftMinor: 300 }]);
    const all = must(await back(), 'all');
    expect(await surplusesOf(orderId)).toEqual([]);
    expect((await balancesOf(orderId))['unassigned_money']).toBe(-300);
    must(await settle(all.payOutId), 'paid');
    const balances = await balancesOf(orderId);
    expect(balances).toMatchObject({ unassigned_money: 0, bank_receipts: totalMinor });
    expect(await back()).toMatchObject({ failure: { code: 'surplus_exceeded' } });
  });

  test('is paid back once, of two that ask at the same time', async () => {
    const { orderId, totalMinor } = await onAccount();
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    const late = must(await receive(orderId, totalMinor), 'late');
    expect(late).toMatchObject({ surplusKind: 'unassigned', surplusMinor: totalMinor });
    const asked = { receiptId: late.receiptId, reason: 'came late' };
    const replies = await Promise.all([1, 2].map(() => kit.orders.paySurplusBack(asked, as())));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await openPayOuts(orderId)).toMatchObject([{ amountMinor: totalMinor }]);
  });

  test('keeps its receipt from nobody while it waits for who holds the payment', async () => {
    const { orderId, totalMinor } = await onAccount();
    const { receiptId } = must(await receive(orderId, totalMinor + 200), 'too much');
    const asked = { receiptId, reason: 'too much', amountMinor: 100 };
    const payments = kit.shop.database('payment');
    const waiting = payments.transaction('hold_payment', kit.shop.invocation(), async (tx) => {
      await tx.change(sql`select from payment where order_id = ${orderId} for update`);
      const second = kit.orders.paySurplusBack(asked, as());
      await vi.waitUntil(
        async () =>
          (
            await payments.query(sql`
              select from pg_stat_activity
              where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`)
          ).length > 0,
        { timeout: 180_000, interval: 20 },
      );
      await tx.change(sql`
        select from receipt where receipt_id = ${receiptId} for update nowait`);
      return { second };
    });
    must(await (await waiting).second, 'second');
    expect(await surplusesOf(orderId)).toMatchObject([{ leftMinor: 100 }]);
  }, 300_000);
});

test('what was credited in part is cancelled whole, and no more', async () => {
  const { orderId, totalMinor } = await onAccount();
  must(
    await kit.orders.creditOrder({ orderId, amountMinor: 100, reason: 'came back' }, as()),
    'credit',
  );
  await kit.shop.settle();
  must(await kit.cancel(orderId), 'cancel');
  await kit.shop.settle();
  expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled' });
  expect(await balancesOf(orderId)).toEqual({ accounts_receivable: 0, customer_payments: 0 });
  expect(await creditNotesOf(orderId)).toBe(totalMinor);
});

test('what a pay-out under way gives back is not named by the cancellation’s credit note too', async () => {
  const sold = await kit.placed({ method: 'invoice', lines: [{ quantity: 2 }, {}] });
  const { orderId, lines, totals } = sold;
  must(await receive(orderId, totals.totalMinor), 'receipt');
  await kit.shop.settle();
  const [{ lineId }] = lines as [(typeof lines)[number]];
  must(await kit.refund(orderId, { lines: [{ lineId, quantity: 1 }] }), 'refund');
  const [first] = await openPayOuts(orderId);
  must(await kit.cancel(orderId), 'cancel');
  const rest = (await openPayOuts(orderId)).find((one) => one.payOutId !== first!.payOutId);
  must(await settle(rest!.payOutId), 'the rest');
  await kit.shop.settle();
  must(await settle(first!.payOutId), 'the refund');
  await kit.shop.settle();
  expect(await creditNotesOf(orderId)).toBe(totals.totalMinor);
  const notes = await kit.shop.database('invoice').query<{
    snapshot: { adjustmentMinor: number; lines: { lineId: string; quantity: number }[] };
  }>(sql`select snapshot from document where kind = 'credit_note' and order_id = ${orderId}`);
  expect(notes.map(({ snapshot }) => snapshot.adjustmentMinor)).toEqual([0, 0]);
  const rows = notes.flatMap(({ snapshot }) => snapshot.lines);
  const units = Map.groupBy(rows, (row) => row.lineId);
  for (const line of lines) {
    const credited = units.get(line.lineId)!.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(credited).toBe(line.quantity);
  }
}, 300_000);
