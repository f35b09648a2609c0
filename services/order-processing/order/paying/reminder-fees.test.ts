import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const dayMs = 86_400_000;
let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
  const method = { code: 'invoice', dueDays: 14, reminderDays: [7, 14, 21] };
  const set = { ...method, reminderFeesMinor: [0, 250, 500] };
  must(await kit.shop.client('payment').putPaymentMethod(set, kit.shop.invocation()), 'fees');
});
afterAll(() => kit.close());

const as = () => kit.shop.invocation({ actor: kit.staff });
const payment = () => kit.shop.client('payment');

async function days(count: number) {
  await kit.shop.moveClock(count * dayMs);
  await kit.shop.kontor.opened('order').jobs!['remind_payments']!.run({});
  await kit.shop.settle();
}

let buyers = 0;
async function onAccount() {
  const email = `pays-late-${(buyers += 1)}@kontor.example`;
  const sold = await kit.placed({ method: 'invoice' as const, snapshot: { email } });
  return { ...sold, email };
}

/** Reminded three times: 7.50 of fees are open. */
async function reminded() {
  const sold = await onAccount();
  await days(22);
  await days(8);
  await days(8);
  return sold;
}

async function told({ email }: { email: string }) {
  const rows = await kit.shop.database('notification').query<{ data: Record<string, unknown> }>(sql`
    select data from message where email = ${email} and template = 'payment_reminder'
    order by created_at`);
  return rows.map(({ data }) => [data['feeMinor'], data['feesOpenMinor']]);
}

async function owed(orderId: string) {
  const asked = { limit: 100, due: 'all' as const };
  const { items } = must(await kit.orders.listReceivables(asked, as()), 'owed');
  const one = items.find((item) => item.orderId === orderId);
  return one && { openMinor: one.openMinor, feesOpenMinor: one.feesOpenMinor, state: one.state };
}

async function booked(orderId: string): Promise<Record<string, number>> {
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  expect(rows.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}

let references = 0;
async function pay(orderId: string, amountMinor: number) {
  const receivedAt = '2026-11-20T10:00:00Z';
  const reference = `fee-${(references += 1)}`;
  const money = { amountMinor, currency: 'EUR', receivedAt, reference, source: 'bank' as const };
  const receipt = must(await kit.orders.recordReceipt({ orderId, ...money }, as()), 'receipt');
  await kit.shop.settle();
  return receipt;
}

test('a reminder costs what its method says, is told with it and stands beside the order’s sums', async () => {
  const sold = await reminded();
  const { orderId, totals } = sold;
  expect(await told(sold)).toEqual([
    [undefined, undefined],
    [250, 250],
    [500, 750],
  ]);
  const { totalMinor } = totals;
  expect(await owed(orderId)).toEqual({
    openMinor: totalMinor,
    feesOpenMinor: 750,
    state: 'authorized',
  });
  expect(await booked(orderId)).toMatchObject({
    accounts_receivable: totalMinor,
    reminder_fees_owed: 750,
    reminder_fees: -750,
  });
});

test('the goods are paid first, then the fees, and only the rest is nobody’s', async () => {
  const { orderId, totals } = await reminded();
  const { totalMinor } = totals;
  const first = await pay(orderId, totalMinor);
  expect(first).toMatchObject({ appliedMinor: totalMinor, feesMinor: 0, surplusMinor: 0 });
  const left = { openMinor: 0, feesOpenMinor: 750, state: 'captured' };
  expect(await owed(orderId)).toEqual(left);
  expect(await pay(orderId, 300)).toMatchObject({ appliedMinor: 0, feesMinor: 300 });
  const last = { appliedMinor: 0, feesMinor: 450, surplusMinor: 50, surplusKind: 'overpaid' };
  expect(await pay(orderId, 500)).toMatchObject(last);
  expect(await owed(orderId)).toBe(undefined);
  expect(await booked(orderId)).toMatchObject({
    accounts_receivable: 0,
    reminder_fees_owed: 0,
    reminder_fees: -750,
    bank_receipts: totalMinor + 800,
    unassigned_money: -50,
  });
  const order = must(await kit.orders.getOrder({ orderId }, as()), 'order');
  expect(order.paymentState).toBe('captured');
});

test('staff asks for them no more, once', async () => {
  const { orderId, totals } = await reminded();
  const invocation = { ...as(), idempotencyKey: 'waive-once' };
  const asked = { orderId, reason: 'a good customer' };
  const reply = await kit.orders.waiveReminderFees(asked, invocation);
  expect(must(reply, 'waived')).toEqual({ waivedMinor: 750, currency: 'EUR' });
  expect(await kit.orders.waiveReminderFees(asked, invocation)).toEqual(reply);
  expect(await kit.orders.waiveReminderFees(asked, as())).toMatchObject({
    failure: { code: 'reminder_fees_not_open' },
  });
  expect(await owed(orderId)).toMatchObject({ openMinor: totals.totalMinor, feesOpenMinor: 0 });
  expect(await booked(orderId)).toMatchObject({ reminder_fees_owed: 0, reminder_fees: 0 });
});

test('with what is written off they are lost, and with what is credited or cancelled they are gone', async () => {
  const [lost, credited, cancelled] = [await onAccount(), await onAccount(), await onAccount()];
  await days(22);
  await days(8);
  const { orderId } = lost;
  must(await kit.orders.writeOffOrder({ orderId, reason: 'gone' }, as()), 'lost');
  const amountMinor = credited.totals.totalMinor;
  const credit = { orderId: credited.orderId, amountMinor, reason: 'came back' };
  must(await kit.orders.creditOrder(credit, as()), 'credit');
  must(await kit.cancel(cancelled.orderId), 'cancel');
  await kit.shop.settle();
  for (const one of [lost, credited, cancelled]) {
    expect(await owed(one.orderId)).toBe(undefined);
    expect(await booked(one.orderId)).toMatchObject({
      accounts_receivable: 0,
      reminder_fees_owed: 0,
    });
  }
  expect(await booked(orderId)).toMatchObject({
    bad_debt: lost.totals.totalMinor + 250,
    reminder_fees: -250,
  });
  expect(await booked(cancelled.orderId)).toMatchObject({ reminder_fees: 0 });
});

test('a fee is charged once a step, is given back once, and of what is paid there is none', async () => {
  const { orderId, paymentId, totals } = await onAccount();
  const invocation = kit.shop.invocation();
  const second = { paymentId, step: 2 };
  const once = { feeMinor: 250, feesOpenMinor: 250 };
  const charges = await Promise.all(
    [1, 2, 3].map(() => payment().chargeReminderFee(second, invocation)),
  );
  for (const charge of charges) expect(must(charge, 'charged')).toEqual(once);
  for (let time = 0; time < 2; time += 1) {
    const back = must(await payment().takeBackReminderFee(second, invocation), 'back');
    expect(back).toEqual({ takenBackMinor: 250 });
  }
  expect(await booked(orderId)).toMatchObject({ reminder_fees_owed: 0, reminder_fees: 0 });
  const none = { paymentId, step: 3 };
  expect(must(await payment().takeBackReminderFee(none, invocation), 'none')).toEqual({
    takenBackMinor: 0,
  });
  await pay(orderId, totals.totalMinor);
  const late = must(await payment().chargeReminderFee(none, invocation), 'late');
  expect(late).toEqual({ feeMinor: 0, feesOpenMinor: 0 });
});

test('there are no more fees than reminders', async () => {
  const method = { code: 'invoice', reminderDays: [7], reminderFeesMinor: [0, 100] };
  const set = await payment().putPaymentMethod(method, kit.shop.invocation());
  expect(set).toMatchObject({ failure: { code: 'payment_limits_invalid' } });
});
