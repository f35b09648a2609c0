import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DispatchCalendar } from '#contracts/inventory/dispatch.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { inventorySyncService } from '../../inventory-sync/service.ts';
import { shipmentService } from '../../shipment/service.ts';
import { trackingService } from '../../tracking/service.ts';
import { requestFor, warehouseOf } from '../fulfillments-for-tests.ts';
import { fulfillmentService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [
      fulfillmentService,
      trackingService,
      shipmentService,
      inventorySyncService,
      inventoryService,
    ],
    sandbox: true,
  });
  // Noon of a Wednesday in Berlin.
  await shop.moveClock(Date.parse('2027-06-09T10:00:00.000Z') - clock.nowMs());
});
afterAll(() => shop.close());

const monday = 1;
const wednesday = 3;
const friday = 5;
const workweek = [monday, 2, wednesday, 4, friday];

interface Opening extends Partial<Omit<DispatchCalendar, 'hours'>> {
  readonly weekdays: readonly number[];
}

async function locationOpen({ weekdays, ...more }: Opening): Promise<string> {
  const code = `store-${newId().slice(-8)}`;
  const location = { code, name: 'Store', channels: ['*'], priority: 500, address: null };
  const inventory = shop.client('inventory');
  const put = await inventory.putLocation({ ...location, active: true }, shop.invocation());
  const dispatch = {
    timeZone: 'Europe/Berlin',
    cutOff: '14:00',
    handlingDays: 0,
    hours: weekdays.map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })),
    holidays: [],
    ...more,
  };
  must(await inventory.putDispatchCalendar({ code, dispatch }, shop.invocation()), 'calendar');
  return must(put, 'put').locationId;
}

/** Parcels that have been open since these moments. */
async function openSince(locationId: string, moments: readonly string[]): Promise<void> {
  const warehouse = warehouseOf(shop);
  for (const at of moments) {
    const [id] = await warehouse.request(requestFor([{ locationId, quantity: 1 }]));
    await shop
      .database('fulfillment')
      .query(sql`update fulfillment set created_at = ${at} where id = ${id!}`);
  }
}

async function dueAt(locationId: string) {
  const actor = shop.staff(['fulfillment:read']);
  const asking = shop.invocation({ actor });
  const asked = shop.client('fulfillment').listWaitingWork({ stuck: 'counted' }, asking);
  return must(await asked, 'waiting')
    .items.filter((work) => work.kind === 'to_pick' && work.locationId === locationId)
    .map((work) => [work.dueAt && new Date(work.dueAt).toISOString(), work.count]);
}

test('a parcel is due at the cut-off that follows it, and what is overdue is one group', async () => {
  const locationId = await locationOpen({ weekdays: workweek, handlingDays: 1 });
  await openSince(locationId, [
    '2027-05-03T08:00:00.000Z',
    // Friday before and after the cut-off: due on Monday and on Tuesday.
    '2027-06-04T11:59:59.999Z',
    '2027-06-04T12:00:00.000Z',
    '2027-06-08T11:59:59.999Z',
    '2027-06-08T12:00:00.000Z',
    '2027-06-09T09:00:00.000Z',
  ]);
  expect(await dueAt(locationId)).toEqual([
    ['2027-06-08T12:00:00.000Z', 3],
    ['2027-06-09T12:00:00.000Z', 1],
    ['2027-06-10T12:00:00.000Z', 2],
  ]);
});

test('what should have left weeks ago is overdue, however long handling takes', async () => {
  const locationId = await locationOpen({ weekdays: workweek, handlingDays: 20 });
  // It should have left on 7 May.
  await openSince(locationId, ['2027-04-09T08:00:00.000Z', '2027-06-09T08:00:00.000Z']);
  expect(await dueAt(locationId)).toEqual([
    ['2027-06-08T12:00:00.000Z', 1],
    ['2027-07-07T12:00:00.000Z', 1],
  ]);
});

test('a new parcel is never due before it was there, however seldom the location opens', async () => {
  const seldom = await locationOpen({
    weekdays: [monday, wednesday, friday],
    handlingDays: 60,
    holidays: ['2027-06-11'],
  });
  await openSince(seldom, ['2027-06-09T08:00:00.000Z']);
  // Twenty weeks later, and a working day for the holiday; it is winter time again on the 31st.
  expect(await dueAt(seldom)).toEqual([['2027-10-29T12:00:00.000Z', 1]]);
  const weekly = await locationOpen({ weekdays: [monday], handlingDays: 60 });
  await openSince(weekly, ['2027-06-09T08:00:00.000Z']);
  expect(await dueAt(weekly)).toEqual([['2028-08-07T12:00:00.000Z', 1]]);
});

test('what was overdue before a long closing still is', async () => {
  const closed = Array.from({ length: 60 }, (_, days) =>
    new Date(Date.parse('2027-04-20') + days * 86_400_000).toISOString().slice(0, 10),
  );
  const locationId = await locationOpen({ weekdays: workweek, holidays: closed });
  await openSince(locationId, ['2027-04-19T08:00:00.000Z', '2027-04-20T08:00:00.000Z']);
  expect(await dueAt(locationId)).toEqual([
    ['2027-04-19T12:00:00.000Z', 1],
    ['2027-06-21T12:00:00.000Z', 1],
  ]);
});

test('twenty thousand parcels of five locations are counted at once', async () => {
  const database = shop.database('fulfillment');
  const locations: string[] = [];
  for (const handlingDays of [0, 1, 2, 5, 20]) {
    const locationId = await locationOpen({ weekdays: workweek, handlingDays });
    locations.push(locationId);
    await openSince(locationId, ['2027-06-09T08:00:00.000Z']);
    await database.query(sql`
      insert into fulfillment
      select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),
        'created_at', f.created_at - each * interval '10 minutes'))).*
      from fulfillment f cross join generate_series(1, 3999) each
      where f.location_id = ${locationId}`);
  }
  await database.query(sql`analyze fulfillment`);
  const startedMs = performance.now();
  const counted = await dueAt(locations[4]!);
  // A tenth of a second on an idle machine; looking through the cut-offs for each parcel took seconds.
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(4_000);
}, 300_000);
