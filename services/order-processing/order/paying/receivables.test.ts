import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering } from '../ordering-for-tests.ts';

type Kit = Awaited<ReturnType<typeof openOrdering>>;
let kit: Kit;
beforeAll(async () => {
  kit = await openOrdering();
}, 300_000);
afterAll(() => kit.shop.close());

const as = () => kit.shop.invocation({ actor: kit.staff });
let references = 0;

function receive(orderId: string, amountMinor: number, reference = `ref-${(references += 1)}`) {
  const receivedAt = '2026-11-20T10:00:00Z';
  const given = { amountMinor, currency: 'EUR', receivedAt, reference, source: 'bank' as const };
  return kit.orders.recordReceipt({ orderId, ...given }, as());
}

async function orderNow(orderId: string) {
  await kit.shop.settle();
  return must(await kit.orders.getOrder({ orderId }, as()), 'read');
}

/** Staff pays what is to be paid out for an order. */
async function payOut(orderId: string) {
  await kit.shop.settle();
  const listed = await kit.orders.listPayOuts({ limit: 100, state: 'to_pay_out' }, as());
  const mine = must(listed, 'pay-outs').items.filter((item) => item.orderId === orderId);
  expect(mine.length).toBe(1);
  const paid = { paidAt: '2026-11-21T10:00:00Z', reference: 'transfer 1' };
  must(await kit.orders.settlePayOut({ payOutId: mine[0]!.payOutId, ...paid }, as()), 'paid');
}

async function onAccount(email?: string) {
  const snapshot = email === undefined ? {} : { email };
  const sale = { method: 'invoice' as const, snapshot };
  const { orderId, totals, paymentId, lines } = await kit.placed(sale);
  return { orderId, paymentId, lines, totalMinor: totals.totalMinor };
}

async function balancesOf(orderId: string): Promise<Record<string, number>> {
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  expect(rows.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}

async function documentsOf(orderId: string) {
  const { items: documents } = must(await kit.orders.listDocuments({ orderId }, as()), 'documents');
  return documents.map(({ kind, totalMinor }) => ({ kind, totalMinor }));
}

test('money comes in parts, and more than was owed is nobody’s', async () => {
  const { orderId, totalMinor } = await onAccount();
  const part = must(await receive(orderId, 100), 'part');
  expect(part).toMatchObject({ appliedMinor: 100, surplusMinor: 0, surplusKind: null });
  expect((await orderNow(orderId)).paymentState).toBe('part_received');
  const open = must(await kit.orders.listReceivables({ limit: 100, due: 'all' }, as()), 'list');
  const [mine] = open.items.filter((item) => item.orderId === orderId);
  expect(mine).toMatchObject({ openMinor: totalMinor - 100, receivedMinor: 100 });
  const rest = must(await receive(orderId, totalMinor), 'rest');
  expect(rest).toMatchObject({ surplusMinor: 100, surplusKind: 'overpaid' });
  expect((await orderNow(orderId)).paymentState).toBe('captured');
  expect(await balancesOf(orderId)).toEqual({
    accounts_receivable: 0,
    bank_receipts: totalMinor + 100,
    customer_payments: -totalMinor,
    unassigned_money: -100,
  });
  const { items: receipts } = must(await kit.orders.listReceipts({ orderId }, as()), 'receipts');
  expect(receipts.map(({ surplusMinor }) => surplusMinor)).toEqual([0, 100]);
  // What came in can go back.
  must(await kit.refund(orderId, { amountMinor: 50 }), 'refund');
  await payOut(orderId);
  expect((await orderNow(orderId)).paymentState).toBe('partially_refunded');
});

test('who works for one channel is told what is owed to it, and to no other', async () => {
  const { orderId } = await onAccount();
  const listed = async (channels: '*' | string[], channel: string) => {
    const invocation = kit.shop.invocation({ channel, actor: { ...kit.staff, channels } });
    const reply = await kit.orders.listReceivables({ limit: 100, due: 'all' }, invocation);
    return must(reply, 'list').items.some((item) => item.orderId === orderId);
  };
  expect(await listed('*', 'default')).toBe(true);
  expect(await listed(['default'], 'default')).toBe(true);
  expect(await listed(['elsewhere', 'default'], 'elsewhere')).toBe(true);
  expect(await listed(['elsewhere'], 'elsewhere')).toBe(false);
});

test('a page of what is due goes on among the same alone', async () => {
  const lists = {
    receivables: (cursor: string, due: 'all' | 'overdue') =>
      kit.orders.listReceivables({ limit: 1, due, cursor }, as()),
    'pay-outs': (cursor: string, state: 'to_pay_out' | 'paid_out') =>
      kit.orders.listPayOuts({ limit: 1, state, cursor }, as()),
  };
  const cursor = (name: keyof typeof lists, filters: object) =>
    new PageOrder(name, timeAndId).within(filters).cursorOf(['2026-01-01 00:00:00+00', newId()]);
  const refused = { ok: false, failure: { code: 'cursor_invalid' } };
  const due = cursor('receivables', { due: 'all' });
  expect(await lists.receivables(due, 'all')).toMatchObject({ ok: true });
  expect(await lists.receivables(due, 'overdue')).toMatchObject(refused);
  const toPayOut = cursor('pay-outs', { state: 'to_pay_out' });
  expect(await lists['pay-outs'](toPayOut, 'to_pay_out')).toMatchObject({ ok: true });
  expect(await lists['pay-outs'](toPayOut, 'paid_out')).toMatchObject(refused);
});

test('one reference is booked once, whoever else brings it', async () => {
  const first = await onAccount();
  const second = await onAccount();
  const reference = newId();
  const replies = await Promise.all([
    receive(first.orderId, 100, reference),
    receive(first.orderId, 100, reference),
    receive(second.orderId, 100, reference),
  ]);
  const booked = replies.filter(({ ok }) => ok);
  const [row] = await kit.shop
    .database('payment')
    .query<{ count: number }>(
      sql`select count(*)::int as count from receipt where reference = ${reference}`,
    );
  expect(row).toEqual({ count: 1 });
  expect(booked.length).toBeLessThan(3);
  for (const reply of replies) {
    if (!reply.ok) expect(reply.failure.code).toBe('receipt_reference_used');
  }
});

test('one reference is booked once for two orders, whoever stood still with it', async () => {
  const first = await onAccount();
  const second = await onAccount();
  const reference = newId();
  const place = 'commit:payment.recordReceipt:before';
  armFailpoints(`${place}=hold`);
  const booked = receive(first.orderId, 100, reference);
  try {
    await vi.waitUntil(() => isHeld(place), { timeout: 180_000 });
    armFailpoints(undefined);
    const other = receive(second.orderId, 100, reference);
    const waiting = sql`
      select from pg_stat_activity
      where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`;
    const payments = kit.shop.database('payment');
    await vi.waitUntil(async () => (await payments.query(waiting)).length > 0, {
      timeout: 180_000,
      interval: 20,
    });
    letGo();
    expect(must(await booked, 'first')).toMatchObject({ appliedMinor: 100 });
    expect(await other).toMatchObject({ failure: { code: 'receipt_reference_used' } });
  } finally {
    armFailpoints(undefined);
    letGo();
  }
}, 300_000);

test('the tills of two channels may count alike', async () => {
  const reference = newId();
  const rule = { registered: true, groups: [], ceilingMinor: null };
  const method = 'invoice' as const;
  const take = async (channel: string) => {
    const by = () => kit.shop.invocation({ channel });
    must(await kit.payments.putPaymentMethod({ code: method, active: true, rule }, by()), 'method');
    const ids = { paymentId: newId(), checkoutId: newId(), orderId: newId() };
    const sold = { orderNumber: `K-${ids.orderId.slice(-6)}`, amountMinor: 500, currency: 'EUR' };
    const buyer = { customerId: newId(), groups: [], email: null };
    const asked = {
      ...ids,
      ...sold,
      method,
      buyer,
      forceChallenge: false,
      returnUrl: 'http://x.test',
    };
    must(await kit.payments.authorizePayment(asked, by()), 'authorize');
    const receivedAt = '2026-11-20T10:00:00Z';
    const money = { amountMinor: 500, currency: 'EUR', receivedAt, source: 'cash' as const };
    const receipt = { paymentId: ids.paymentId, ...money, reference };
    return { receipt, reply: await kit.payments.recordReceipt(receipt, by()), by };
  };
  const [here, west] = [await take('default'), await take('west')];
  expect([here.reply.ok, west.reply.ok]).toEqual([true, true]);
  expect(await kit.payments.recordReceipt(west.receipt, west.by())).toMatchObject({
    failure: { code: 'receipt_reference_used' },
  });
  const ahead = { ...west.receipt, reference: newId(), receivedAt: '9998-01-01T00:00:00Z' };
  expect(await kit.payments.recordReceipt(ahead, west.by())).toMatchObject({
    failure: { code: 'moment_in_future' },
  });
});

test('what never comes is given up, and money that comes after that is listed', async () => {
  const { orderId, totalMinor } = await onAccount();
  must(await kit.orders.writeOffOrder({ orderId, reason: 'insolvent' }, as()), 'write off');
  expect((await orderNow(orderId)).paymentState).toBe('written_off');
  expect(await balancesOf(orderId)).toEqual({
    accounts_receivable: 0,
    bad_debt: totalMinor,
    customer_payments: -totalMinor,
  });
  expect(must(await receive(orderId, 300), 'late')).toMatchObject({ surplusKind: 'unassigned' });
  // The goods come back all the same: the loss is smaller by them.
  const credit = { orderId, amountMinor: totalMinor, reason: 'came back' };
  must(await kit.orders.creditOrder(credit, as()), 'credit');
  expect((await orderNow(orderId)).paymentState).toBe('credited');
  expect(await documentsOf(orderId)).toEqual([
    { kind: 'invoice', totalMinor },
    { kind: 'credit_note', totalMinor },
  ]);
});

test('goods that come back unpaid are credited, and nothing is paid out', async () => {
  const email = `credit-${newId().slice(-8)}@example.com`;
  const { orderId, totalMinor, lines } = await onAccount(email);
  const [line] = lines;
  const over = { orderId, amountMinor: totalMinor + 1, reason: 'too much' };
  expect(await kit.orders.creditOrder(over, as())).toMatchObject({
    failure: { code: 'credit_exceeds_open', detail: { openMinor: totalMinor } },
  });
  const half = { orderId, lines: [{ lineId: line!.lineId, quantity: 1 }], reason: 'came back' };
  const credited = must(await kit.orders.creditOrder(half, as()), 'credit');
  expect((await orderNow(orderId)).paymentState).toMatch(/authorized|credited/);
  expect(await kit.messagesTo(email)).toEqual(['order_confirmation', 'order_credited']);
  const left = totalMinor - credited.amountMinor;
  if (left > 0) {
    must(
      await kit.orders.creditOrder({ orderId, amountMinor: left, reason: 'rest' }, as()),
      'rest',
    );
  }
  expect((await orderNow(orderId)).paymentState).toBe('credited');
  const balances = await balancesOf(orderId);
  expect(balances).toEqual({ accounts_receivable: 0, customer_payments: 0 });
  const notes = (await documentsOf(orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes.reduce((sum, note) => sum + note.totalMinor, 0)).toBe(totalMinor);
});

test('a receipt against a cancellation: either the money is counted or it is nobody’s', async () => {
  const { orderId, totalMinor } = await onAccount();
  await Promise.all([receive(orderId, totalMinor), kit.cancel(orderId)]);
  await kit.shop.settle();
  const { items: receipts } = must(await kit.orders.listReceipts({ orderId }, as()), 'receipts');
  const balances = await balancesOf(orderId);
  expect(balances['accounts_receivable']).toBe(0);
  const applied = receipts[0]?.appliedMinor ?? 0;
  expect([0, totalMinor]).toContain(applied);
});

test('an order of which a part was paid is cancelled whole', async () => {
  const { orderId, totalMinor } = await onAccount();
  must(await receive(orderId, 100), 'part');
  must(await kit.cancel(orderId), 'cancel');
  const order = await orderNow(orderId);
  expect(order.state).toBe('cancelled');
  await payOut(orderId);
  await kit.shop.settle();
  const notes = (await documentsOf(orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes.reduce((sum, note) => sum + note.totalMinor, 0)).toBe(totalMinor);
  expect(await balancesOf(orderId)).toMatchObject({ accounts_receivable: 0, bank_receipts: 0 });
});

test('an order of which a part was credited is cancelled whole', async () => {
  const { orderId, totalMinor } = await onAccount();
  const credit = { orderId, amountMinor: 100, reason: 'came back' };
  must(await kit.orders.creditOrder(credit, as()), 'credit');
  expect((await orderNow(orderId)).paymentState).toBe('authorized');
  must(await kit.cancel(orderId), 'cancel');
  expect((await orderNow(orderId)).state).toBe('cancelled');
  const notes = (await documentsOf(orderId)).filter(({ kind }) => kind === 'credit_note');
  expect(notes.map((note) => note.totalMinor)).toEqual([100, totalMinor - 100]);
  expect(await balancesOf(orderId)).toEqual({ accounts_receivable: 0, customer_payments: 0 });
});

test('cards and strangers are refused', async () => {
  const card = await kit.placed();
  expect(await receive(card.orderId, 100)).toMatchObject({
    failure: { code: 'payment_not_promised' },
  });
  expect(await receive(newId(), 100)).toMatchObject({ failure: { code: 'order_not_found' } });
  const credit = { orderId: card.orderId, amountMinor: 1, reason: 'no' };
  expect(await kit.orders.creditOrder(credit, as())).toMatchObject({
    failure: { code: 'credit_exceeds_open' },
  });
});

// Last: it moves the clock.
test('is due so many days after the invoice, however long after the promise that is', async () => {
  const day = 86_400_000;
  const sold = await kit.reserved({ method: 'invoice' });
  await kit.shop.moveClock(5 * day);
  await kit.report(sold);
  await kit.shop.settle();
  const { orderId } = sold;
  const [invoice] = must(await kit.orders.listDocuments({ orderId }, as()), 'documents').items;
  const listed = async (due: 'all' | 'overdue') =>
    must(await kit.orders.listReceivables({ limit: 100, due }, as()), due).items.find(
      (item) => item.orderId === orderId,
    );
  const { dueAt } = (await listed('all'))!;
  // The term begins right before the invoice, which says when it ends.
  const earlierMs = Date.parse(invoice!.issuedAt) + 14 * day - Date.parse(dueAt);
  expect(earlierMs).toBeGreaterThanOrEqual(0);
  expect(earlierMs).toBeLessThan(day / 24);
  await kit.shop.moveClock(10 * day);
  expect(await listed('overdue')).toBeUndefined();
  await kit.shop.moveClock(5 * day);
  expect(await listed('overdue')).toMatchObject({ dueAt });
});
