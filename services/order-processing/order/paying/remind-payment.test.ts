import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { reminderStory } from '../orders/order-stories.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const dayMs = 86_400_000;
let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

const as = () => kit.shop.invocation({ actor: kit.staff });

async function look() {
  await kit.shop.kontor.opened('order').jobs!['remind_payments']!.run({});
  await kit.shop.settle();
}

async function days(count: number) {
  await kit.shop.moveClock(count * dayMs);
  await look();
}

let buyers = 0;
async function onAccount(channel?: { channel: string; locale: string }) {
  const email = `late-${(buyers += 1)}@kontor.example`;
  const snapshot = { email, ...channel };
  const sold = await kit.placed({ method: 'invoice' as const, snapshot });
  return { ...sold, email };
}

async function reminders({ email }: { email: string }) {
  return kit.shop.database('notification').query<{
    template: string;
    channel: string;
    locale: string;
    data: Record<string, unknown>;
  }>(sql`
    select template, channel, locale, data from message
    where email = ${email} and template = 'payment_reminder' order by created_at`);
}

const stepsTo = async (sold: { email: string }) =>
  (await reminders(sold)).map(({ data }) => data['step']);

function set(reminderDays: number[]) {
  const method = { code: 'invoice', dueDays: 14, reminderDays };
  return kit.shop.client('payment').putPaymentMethod(method, kit.shop.invocation());
}

async function pay(orderId: string, amountMinor: number, reference: string) {
  const receivedAt = '2026-11-20T10:00:00Z';
  const money = { amountMinor, currency: 'EUR', receivedAt, reference, source: 'bank' as const };
  must(await kit.orders.recordReceipt({ orderId, ...money }, as()), 'receipt');
  await kit.shop.settle();
}

test('a customer is reminded three times of what is overdue, once a step', async () => {
  const sold = await onAccount();
  await days(20);
  expect(await stepsTo(sold)).toEqual([]);
  await days(2);
  await look();
  expect(await stepsTo(sold)).toEqual([1]);
  await pay(sold.orderId, 100, 'a part of it');
  await days(7);
  await look();
  await days(7);
  await days(60);
  const sent = await reminders(sold);
  expect(sent.map(({ data }) => data['step'])).toEqual([1, 2, 3]);
  const { totalMinor } = sold.totals;
  expect(sent.map(({ data }) => data['openMinor'])).toEqual([
    totalMinor,
    totalMinor - 100,
    totalMinor - 100,
  ]);
  const { channel, locale } = sold;
  expect(sent[0]).toMatchObject({ channel, locale, data: { orderId: sold.orderId } });
  const told = (await kit.timeline(sold.orderId)).filter((kind) => kind === 'payment_reminder');
  expect(told.length).toBe(3);
  const rows = await kit.shop.database('order').query(sql`
    select step from payment_reminder where order_id = ${sold.orderId} order by step`);
  expect(rows).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }]);
});

test('nobody is reminded of what was paid, given up, credited or cancelled', async () => {
  const [paid, lost, credited, cancelled, open] = [
    await onAccount(),
    await onAccount(),
    await onAccount(),
    await onAccount(),
    await onAccount(),
  ];
  await days(22);
  for (const one of [paid, lost, credited, cancelled, open])
    expect(await stepsTo(one)).toEqual([1]);
  await pay(paid.orderId, paid.totals.totalMinor, 'all of it');
  must(await kit.orders.writeOffOrder({ orderId: lost.orderId, reason: 'gone' }, as()), 'lost');
  const { totalMinor: amountMinor } = credited.totals;
  const credit = { orderId: credited.orderId, amountMinor, reason: 'came back' };
  must(await kit.orders.creditOrder(credit, as()), 'credit');
  must(await kit.cancel(cancelled.orderId), 'cancel');
  await kit.shop.settle();
  await days(8);
  for (const one of [paid, lost, credited, cancelled]) expect(await stepsTo(one)).toEqual([1]);
  expect(await stepsTo(open)).toEqual([1, 2]);
});

test('one that was begun and is paid before its mail is not sent', async () => {
  const sold = await onAccount();
  await pay(sold.orderId, sold.totals.totalMinor, 'in time');
  await kit.shop.moveClock(30 * dayMs);
  const id = `${sold.orderId}:1`;
  const stands = () =>
    kit.shop.database('order').query(sql`select state from story where id = ${id}`);
  await kit.shop.database('order').transaction('begin_late', kit.shop.invocation(), async (tx) => {
    tx.stories.restart(reminderStory, id);
  });
  expect(await stands()).toMatchObject([{}]);
  await vi.waitUntil(
    async () => {
      await kit.shop.settle();
      const [row] = await stands();
      return row === undefined || (row as { state: string }).state === 'finished';
    },
    { timeout: 180_000 },
  );
  expect(await stepsTo(sold)).toEqual([]);
});

test('reminders that were set late come one after the other, and none where none is set', async () => {
  must(await set([]), 'none');
  const sold = await onAccount();
  await days(100);
  expect(await stepsTo(sold)).toEqual([]);
  must(await set([1, 5]), 'two');
  await look();
  await look();
  expect(await stepsTo(sold)).toEqual([1]);
  await days(3);
  expect(await stepsTo(sold)).toEqual([1]);
  await days(2);
  await days(30);
  expect(await stepsTo(sold)).toEqual([1, 2]);
  expect(await set([5, 5])).toMatchObject({ failure: { code: 'payment_limits_invalid' } });
});
