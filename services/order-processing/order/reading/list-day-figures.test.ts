import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { completedCheckout, soldLine } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

let shop: TestKontor;
let staff: ReturnType<TestKontor['staff']>;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [orderService],
    settings: { timeZone: 'Europe/Berlin' },
  });
  staff = shop.staff(['orders:read']);
  await shop.deliver('product.channel_changed', newId(), 1, {
    code: 'tokyo',
    name: 'Tokyo',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    active: true,
    timeZone: 'Asia/Tokyo',
    company: null,
  });
});
afterAll(() => shop.close());

async function sell(placedAt: string, unitPriceMinor: number, channel = 'default') {
  const lines = [soldLine({ quantity: 1, unitPriceMinor })];
  const sold: OrderSnapshot = completedCheckout({ placedAt, channel, lines });
  await shop.deliver('checkout.completed', sold.checkoutId, 1, sold);
  return sold;
}

async function figures(asked: InputOf<'order', 'listDayFigures'>, actor = staff) {
  const reply = await shop.client('order').listDayFigures(asked, shop.invocation({ actor }));
  return must(reply, 'figures').items;
}

const nothing = {
  orders: 0,
  salesMinor: 0,
  averageMinor: null,
  cancelledOrders: 0,
  refundedMinor: 0,
  hours: [],
};

test('a day of a channel is summed in its own time zone, with the day before beside it', async () => {
  // In Berlin the 10th begins at 23:00 UTC of the 9th, in Tokyo at 15:00.
  await sell('2026-01-09T22:59:59.999Z', 100);
  await sell('2026-01-09T23:00:00.000Z', 200);
  await sell('2026-01-10T08:30:00.000Z', 401);
  const cancelled = await sell('2026-01-10T08:45:00.000Z', 5_000);
  const returned = await sell('2026-01-10T22:59:59.000Z', 800);
  await sell('2026-01-10T23:00:00.000Z', 9_000);
  await sell('2026-01-09T14:59:59.000Z', 10_000, 'tokyo');
  await sell('2026-01-09T15:00:00.000Z', 20_000, 'tokyo');
  const database = shop.database('order');
  await database.query(sql`update orders set state = 'cancelled' where id = ${cancelled.orderId}`);
  await database.query(sql`
    update orders set captured_minor = total_minor, refund_claimed_minor = 300, refunded_minor = 300
    where id = ${returned.orderId}`);

  const [berlin, tokyo, ...rest] = await figures({ day: '2026-01-10' });
  expect(rest).toEqual([]);
  const before = {
    ...nothing,
    orders: 1,
    salesMinor: 100,
    averageMinor: 100,
    hours: [{ hour: 23, orders: 1, salesMinor: 100 }],
  };
  expect(berlin).toEqual({
    channel: 'default',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    day: '2026-01-10',
    sums: {
      orders: 3,
      salesMinor: 1_401,
      averageMinor: 467,
      cancelledOrders: 1,
      refundedMinor: 300,
      hours: [
        { hour: 0, orders: 1, salesMinor: 200 },
        { hour: 9, orders: 1, salesMinor: 401 },
        { hour: 23, orders: 1, salesMinor: 800 },
      ],
    },
    dayBefore: before,
    dayBeforeUntilNow: { orders: 1, salesMinor: 100, averageMinor: 100 },
  });
  expect(tokyo).toMatchObject({
    channel: 'tokyo',
    timeZone: 'Asia/Tokyo',
    sums: { orders: 1, salesMinor: 20_000, hours: [{ hour: 0, orders: 1, salesMinor: 20_000 }] },
    dayBefore: { orders: 1, salesMinor: 10_000, hours: [{ hour: 23 }] },
  });
  // The same orders are the day before of the next one.
  expect((await figures({ day: '2026-01-11', channel: 'default' }))[0]).toMatchObject({
    sums: { orders: 1, salesMinor: 9_000 },
    dayBefore: berlin!.sums,
  });
  expect(await figures({ day: '2026-01-20' })).toEqual([]);
});

test('they are of the channels of whoever asks, whatever is asked for', async () => {
  const inTokyo = { ...staff, channels: ['tokyo'] };
  const channelsOf = async (asked: InputOf<'order', 'listDayFigures'>) =>
    (await figures({ day: '2026-01-10', ...asked }, inTokyo)).map(({ channel }) => channel);
  expect(await channelsOf({})).toEqual(['tokyo']);
  expect(await channelsOf({ channel: 'tokyo' })).toEqual(['tokyo']);
  expect(await channelsOf({ channel: 'default' })).toEqual([]);
});

test('what a cancelled order gave back is in no sum', async () => {
  const paidBack = await sell('2026-02-10T10:00:00.000Z', 700);
  const ending = await sell('2026-02-10T11:00:00.000Z', 900);
  const database = shop.database('order');
  await database.query(sql`
    update orders set state = case when id = ${paidBack.orderId} then 'cancelled' else 'cancelling' end,
      captured_minor = total_minor, refund_claimed_minor = total_minor, refunded_minor = total_minor
    where id in (${paidBack.orderId}, ${ending.orderId})`);
  const [asked] = await figures({ day: '2026-02-10', channel: 'default' });
  expect(asked!.sums).toEqual({ ...nothing, cancelledOrders: 2 });
});

test('today is measured by the day before until the same time', async () => {
  // Noon in Berlin, an hour fewer than a day after noon of the day before.
  const movedMs = Date.parse('2027-03-28T10:00:00.000Z') - clock.nowMs();
  await shop.moveClock(movedMs);
  try {
    await sell(clock.nowIso(), 50);
    await sell('2027-03-27T10:59:59.999Z', 1_000);
    await sell('2027-03-27T12:00:00.000Z', 4_000);
    const [today] = await figures({ channel: 'default' });
    expect(today).toMatchObject({
      day: '2027-03-28',
      sums: { orders: 1, salesMinor: 50 },
      dayBefore: { orders: 2, salesMinor: 5_000, averageMinor: 2_500 },
      dayBeforeUntilNow: { orders: 1, salesMinor: 1_000, averageMinor: 1_000 },
    });
    expect(await figures({ day: '2027-03-28', channel: 'default' })).toEqual([today]);
    // A day to come has all of today before it.
    const [tomorrow] = await figures({ day: '2027-03-29', channel: 'default' });
    expect(tomorrow).toMatchObject({
      sums: nothing,
      dayBefore: { orders: 1, salesMinor: 50 },
      dayBeforeUntilNow: { orders: 1, salesMinor: 50, averageMinor: 50 },
    });
  } finally {
    await shop.moveClock(-movedMs);
  }
});
