import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
}, 300_000);
afterAll(() => kit.close());

const as = () => kit.shop.invocation({ actor: { ...kit.staff, channels: '*' } });

async function onAccount() {
  const { orderId, totals, paymentId } = await kit.placed({ method: 'invoice' });
  return { orderId, paymentId, totalMinor: totals.totalMinor };
}

function receive(orderId: string, amountMinor: number) {
  const receivedAt = '2026-11-20T10:00:00Z';
  const given = { amountMinor, currency: 'EUR', receivedAt, source: 'bank' as const };
  return kit.orders.recordReceipt({ orderId, reference: newId(), ...given }, as());
}

/** An order that was paid with so much more than it costs. */
async function overpaid(surplusMinor: number) {
  const order = await onAccount();
  const { receiptId } = must(await receive(order.orderId, order.totalMinor + surplusMinor), 'in');
  return { ...order, receiptId };
}

interface Asked {
  readonly receiptId: string;
  readonly orderId: string;
  readonly amountMinor?: number;
}

const assign = (asked: Asked, by: Invocation = as()) =>
  kit.orders.assignSurplus({ reason: 'meant for it', ...asked }, by);

async function leftOf(receiptId: string): Promise<number> {
  const { items } = must(await kit.orders.listSurpluses({ limit: 100 }, as()), 'surpluses');
  return items.find((item) => item.receiptId === receiptId)?.leftMinor ?? 0;
}

async function balancesOf(orderId: string): Promise<Record<string, number>> {
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}

test('a surplus counts for another order, in part and then for all that it owes', async () => {
  const from = await overpaid(10_000_000);
  const to = await onAccount();
  const asked = { receiptId: from.receiptId, orderId: to.orderId };
  const part = must(await assign({ ...asked, amountMinor: 100 }), 'part');
  expect(part).toMatchObject({
    orderId: to.orderId,
    amountMinor: 100,
    appliedMinor: 100,
    surplusMinor: 0,
    assignedFrom: from.receiptId,
  });
  await kit.shop.settle();
  expect(await kit.order(to.orderId)).toMatchObject({ paymentState: 'part_received' });
  expect(await leftOf(from.receiptId)).toBe(10_000_000 - 100);
  const openMinor = to.totalMinor - 100;
  expect(await assign({ ...asked, amountMinor: openMinor + 1 })).toMatchObject({
    failure: { code: 'surplus_exceeds_open', detail: { openMinor } },
  });
  must(await assign(asked), 'rest');
  await kit.shop.settle();
  expect(await kit.order(to.orderId)).toMatchObject({ paymentState: 'captured' });
  expect(await balancesOf(to.orderId)).toEqual({
    accounts_receivable: 0,
    bank_receipts: to.totalMinor,
    customer_payments: -to.totalMinor,
  });
  const leftMinor = 10_000_000 - to.totalMinor;
  expect(await leftOf(from.receiptId)).toBe(leftMinor);
  expect(await balancesOf(from.orderId)).toMatchObject({
    bank_receipts: from.totalMinor + leftMinor,
    unassigned_money: -leftMinor,
  });
  expect(await assign(asked)).toMatchObject({
    failure: { code: 'payment_state_conflict', detail: { state: 'captured' } },
  });
  const { items: entries } = must(
    await kit.orders.getTimeline({ orderId: to.orderId }, as()),
    'timeline',
  );
  expect(entries.map(({ kind }) => kind)).toContain('payment_part_received');
  // What came in so can go back.
  must(await kit.refund(to.orderId, { amountMinor: 50 }), 'refund');
});

test('no more than is left of it is assigned, and what is paid back is gone', async () => {
  const { receiptId } = await overpaid(300);
  const { orderId } = await onAccount();
  expect(await assign({ receiptId, orderId, amountMinor: 301 })).toMatchObject({
    failure: { code: 'surplus_exceeded', detail: { leftMinor: 300 } },
  });
  const back = { receiptId, amountMinor: 200, reason: 'too much' };
  const { payOutId } = must(await kit.orders.paySurplusBack(back, as()), 'back');
  expect(must(await assign({ receiptId, orderId }), 'rest')).toMatchObject({ amountMinor: 100 });
  expect(await assign({ receiptId, orderId })).toMatchObject({
    failure: { code: 'surplus_exceeded', detail: { leftMinor: 0 } },
  });
  must(await kit.orders.cancelPayOut({ payOutId, reason: 'not needed' }, as()), 'cancelled');
  expect(await leftOf(receiptId)).toBe(200);
});

test('one key assigns once', async () => {
  const { receiptId } = await overpaid(300);
  const { orderId, paymentId } = await onAccount();
  const by = as();
  const replies = await Promise.all(
    [1, 2, 3].map(() => assign({ receiptId, orderId, amountMinor: 40 }, by)),
  );
  expect(replies.some(({ ok }) => ok)).toBe(true);
  const again = must(await assign({ receiptId, orderId, amountMinor: 40 }, by), 'again');
  for (const reply of replies) if (reply.ok) expect(reply.value).toEqual(again);
  expect(await leftOf(receiptId)).toBe(260);
  expect(await kit.payment(paymentId)).toMatchObject({ capturedMinor: 40 });
});

test('an order by card, one that is nowhere and money that is nowhere are refused', async () => {
  const { receiptId } = await overpaid(300);
  const card = await kit.placed();
  const { orderId } = await onAccount();
  const code = async (asked: Asked) => {
    const reply = await assign(asked);
    return reply.ok ? 'ok' : reply.failure.code;
  };
  expect(await code({ receiptId, orderId: card.orderId })).toBe('payment_not_promised');
  expect(await code({ receiptId, orderId: newId() })).toBe('order_not_found');
  expect(await code({ receiptId: newId(), orderId })).toBe('surplus_not_found');
  expect(await leftOf(receiptId)).toBe(300);
});

test.each(['channel', 'currency'] as const)('money of another %s is refused', async (what) => {
  const { receiptId } = await overpaid(300);
  const { orderId, paymentId } = await onAccount();
  const other = what === 'channel' ? sql`channel = 'west'` : sql`currency = 'USD'`;
  const payments = kit.shop.database('payment');
  await payments.query(sql`update payment set ${other} where payment_id = ${paymentId}`);
  expect(await assign({ receiptId, orderId })).toMatchObject({
    failure: { code: 'surplus_not_assignable', detail: { channel: 'default', currency: 'EUR' } },
  });
  expect(await leftOf(receiptId)).toBe(300);
});

/** Two orders, each with money that came in while nothing could be counted against either. */
async function eachWithSurplus() {
  const first = await onAccount();
  const second = await onAccount();
  // Money that came in while nothing could be counted against either.
  const state = (to: string) =>
    kit.shop.database('payment').query(sql`
      update payment set state = ${to}
      where payment_id in (${first.paymentId}, ${second.paymentId})`);
  await state('review');
  const ofFirst = must(await receive(first.orderId, 500), 'first').receiptId;
  const ofSecond = must(await receive(second.orderId, 500), 'second').receiptId;
  await state('authorized');
  return { first, second, ofFirst, ofSecond };
}

test('two orders that give each other their surplus at once both get it', async () => {
  const { first, second, ofFirst, ofSecond } = await eachWithSurplus();
  const asked = Array.from({ length: 5 }, () => [
    assign({ receiptId: ofFirst, orderId: second.orderId, amountMinor: 10 }),
    assign({ receiptId: ofSecond, orderId: first.orderId, amountMinor: 10 }),
  ]).flat();
  for (const reply of await Promise.all(asked)) expect(reply).toMatchObject({ ok: true });
  expect([await leftOf(ofFirst), await leftOf(ofSecond)]).toEqual([450, 450]);
}, 300_000);

test('whoever gives to whom, the payment with the lower id is locked first', async () => {
  const { first, second, ofFirst, ofSecond } = await eachWithSurplus();
  const [low, high] = [first.paymentId, second.paymentId].toSorted();
  const payments = kit.shop.database('payment');
  const waiting = sql`
    select from pg_stat_activity
    where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`;
  let asked: ReturnType<typeof assign>[] = [];
  await payments.transaction('hold', as(), async (tx) => {
    await tx.query(sql`select from payment where payment_id = ${low} for update`);
    asked = [
      assign({ receiptId: ofFirst, orderId: second.orderId, amountMinor: 10 }),
      assign({ receiptId: ofSecond, orderId: first.orderId, amountMinor: 10 }),
    ];
    await vi.waitUntil(async () => (await payments.query(waiting)).length === asked.length, {
      timeout: 180_000,
    });
    // Both stand before the first, so nobody holds the second: no circle can close.
    const free = sql`select from payment where payment_id = ${high} for update skip locked`;
    expect(await payments.query(free)).toHaveLength(1);
  });
  for (const reply of await Promise.all(asked)) expect(reply).toMatchObject({ ok: true });
}, 300_000);

test('an assignment, a pay-out of the same money and a receipt for the same order sum', async () => {
  const from = await overpaid(400);
  const to = await onAccount();
  const place = 'commit:payment.assignSurplus:before';
  armFailpoints(`${place}=hold`);
  const { receiptId } = from;
  const assigning = assign({ receiptId, orderId: to.orderId, amountMinor: 300 });
  try {
    await vi.waitUntil(() => isHeld(place), { timeout: 180_000 });
    armFailpoints(undefined);
    const back = kit.orders.paySurplusBack({ receiptId, amountMinor: 300, reason: 'no' }, as());
    const received = receive(to.orderId, to.totalMinor);
    const second = assign({ receiptId, orderId: to.orderId, amountMinor: 200 });
    letGo();
    must(await assigning, 'assigned');
    expect(await back).toMatchObject({
      failure: { code: 'surplus_exceeded', detail: { leftMinor: 100 } },
    });
    expect((await second).ok).toBe(false);
    expect(must(await received, 'receipt')).toMatchObject({
      appliedMinor: to.totalMinor - 300,
      surplusMinor: 300,
    });
  } finally {
    armFailpoints(undefined);
    letGo();
  }
  expect(await leftOf(receiptId)).toBe(100);
  expect(await kit.payment(to.paymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: to.totalMinor,
  });
  expect(await balancesOf(to.orderId)).toMatchObject({
    accounts_receivable: 0,
    bank_receipts: to.totalMinor + 300,
    unassigned_money: -300,
  });
}, 300_000);
