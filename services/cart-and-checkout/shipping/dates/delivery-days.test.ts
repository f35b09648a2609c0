import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventory } from '#contracts/inventory/index.ts';
import { shipping } from '#contracts/shipping/index.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { shippingService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [shippingService], transport: 'loopback' });
});
afterAll(() => shop.close());

type Location = Omit<OutputOf<'inventory', 'putLocation'>, 'version'>;

const client = () => shop.client('shipping');
const staff = (channel = 'default', channels: '*' | string[] = '*') =>
  shop.invocation({
    channel,
    actor: { ...shop.staff(['settings:read', 'settings:write']), channels },
  });

/** Open around the clock and every day, so that what is ordered now is handed over today or tomorrow. */
const dispatch = {
  timeZone: 'UTC',
  cutOff: '23:59',
  handlingDays: 0,
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '23:59' })),
  holidays: [],
};

function locationIn(channel: string, change: Partial<Location> = {}): Location {
  const address = { name: 'Lager', street: 'Weg 1', postalCode: '20457', city: 'Hamburg' };
  return {
    locationId: newId(),
    code: `of-${channel}`,
    name: 'Lager',
    channels: [channel],
    priority: 100,
    address: { ...address, countryCode: 'DE' },
    active: true,
    dispatch,
    ...change,
  };
}

async function told(location: Location, version: number): Promise<void> {
  await shop.deliver('inventory.location_changed', location.locationId, version, location);
  await shop.settle();
}

async function quoteIn(channel: string, notBefore?: string | null) {
  const destination = { name: 'Ada', street: 'Weg 1', city: 'Ort', postalCode: '20457' };
  const line = { lineId: newId(), quantity: 1, weightGrams: 200, amountMinor: 2_000 };
  const asked = {
    currency: 'EUR',
    destination: { ...destination, countryCode: 'DE' },
    subtotalMinor: 2_000,
    lines: [line],
    ...(notBefore === undefined ? {} : { notBefore }),
  };
  const quoted = must(await client().quoteDelivery(asked, shop.invocation({ channel })), 'quote');
  return quoted.options.filter(({ optionId }) => !optionId.startsWith('live.'));
}

async function estimateIn(channel: string, countryCode = 'DE') {
  const goods = { currency: 'EUR', subtotalMinor: 2_000, quantity: 1, weightGrams: 200 };
  const asked = { ...goods, countryCode };
  const reply = await client().estimateDelivery(asked, shop.invocation({ channel }));
  return must(reply, 'estimate').options;
}

const lateness = (earliestOn: string | undefined) =>
  (Date.parse(earliestOn ?? '') - Date.now()) / 86_400_000;

test('a quote and an estimate tell the same days, of the first location that serves the channel', async () => {
  const channel = `c${newId().slice(-8)}`;
  expect((await quoteIn(channel)).map(({ promise }) => promise)).toEqual([null, null]);
  const slow = locationIn(channel, { priority: 200, dispatch: { ...dispatch, handlingDays: 30 } });
  await told(slow, 1);
  const [late] = await quoteIn(channel);
  expect(lateness(late!.promise!.earliestOn)).toBeGreaterThan(29);
  await told(locationIn(channel), 1);
  const options = await quoteIn(channel);
  expect(options.map(({ optionId }) => optionId)).toEqual(['home.standard', 'home.express']);
  for (const { promise } of options) expect(lateness(promise!.earliestOn)).toBeLessThan(8);
  expect(await estimateIn(channel)).toEqual(options);
  expect(await estimateIn(`${channel}-not`)).toEqual(
    options.map((option) => ({ ...option, promise: null })),
  );
});

test('an older telling changes nothing, and a closed location sends nothing', async () => {
  const channel = `c${newId().slice(-8)}`;
  const location = locationIn(channel);
  await told(location, 3);
  const days = await quoteIn(channel);
  await told({ ...location, dispatch: null }, 2);
  expect(await quoteIn(channel)).toEqual(days);
  await told({ ...location, active: false }, 4);
  expect((await quoteIn(channel))[0]!.promise).toBeNull();
});

test('goods that are expected arrive after that day, and those of which nobody knows are not promised', async () => {
  const channel = `c${newId().slice(-8)}`;
  await told(locationIn(channel), 1);
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  for (const { promise } of await quoteIn(channel, day))
    expect(promise!.earliestOn > day).toBe(true);
  expect((await quoteIn(channel, null)).map(({ promise }) => promise)).toEqual([null, null]);
});

test('staff says on which days parcels arrive', async () => {
  const channel = `c${newId().slice(-8)}`;
  await told(locationIn(channel), 1);
  const zone = { code: channel, name: 'Zone', channels: [channel], countries: ['NO'], regions: [] };
  const days = { zoneCode: channel, holidays: ['2026-12-25'], methods: [] };
  const put = (given: object, by = staff()) => client().putDeliveryDays({ ...days, ...given }, by);
  expect(await put({})).toMatchObject({ failure: { code: 'zone_not_found' } });
  must(await client().putZone(zone, staff()), 'zone');
  const sundays = [{ code: 'post', deliveryWeekdays: [7] }];
  expect(await put({ methods: sundays })).toMatchObject({
    failure: { code: 'delivery_method_not_found' },
  });
  const method = {
    zoneCode: channel,
    code: 'post',
    name: 'Post',
    basis: 'items' as const,
    carrierCode: null,
    serviceCode: null,
    earliestDays: 1,
    latestDays: 2,
    active: true,
    rates: [{ currency: 'EUR', from: 0, below: null, priceMinor: 500 }],
    freeFrom: [],
  };
  must(await client().putMethod(method, staff()), 'method');
  const weekdays = async () => {
    const [{ promise } = { promise: undefined }] = await estimateIn(channel, 'NO');
    return [promise!.earliestOn, promise!.latestOn].map((day) => new Date(day).getUTCDay());
  };
  expect(await weekdays()).not.toContain(0);
  must(await put({ methods: sundays }), 'put');
  expect(await weekdays()).toEqual([0, 0]);
  const { items } = must(await client().listZones({}, staff()), 'list');
  const shown = items.find(({ code }) => code === channel)!;
  expect([shown.holidays, shown.methods[0]!.deliveryWeekdays]).toEqual([['2026-12-25'], [7]]);
  // A method that is not named goes back to the usual days.
  must(await put({}), 'put');
  expect(await weekdays()).not.toContain(0);
  const notHeld = { failure: { code: 'channel_not_held' } };
  expect(await put({}, staff('here', ['here']))).toMatchObject(notHeld);
});

test.each([
  ['a time that is none', { cutOff: '24:00' }],
  ['a zone of no list', { timeZone: 'Europe/Hamburg' }],
  ['a day twice', { hours: [dispatch.hours[0]!, dispatch.hours[0]!] }],
  ['one that closes before it opens', { hours: [{ weekday: 1, opens: '09:00', closes: '08:00' }] }],
  ['no day at all', { hours: [] }],
])('a calendar with %s is refused', (_title, change) => {
  const { input } = inventory.operations.putDispatchCalendar;
  expect(input.safeParse({ code: 'main', dispatch }).success).toBe(true);
  expect(input.safeParse({ code: 'main', dispatch: { ...dispatch, ...change } }).success).toBe(
    false,
  );
});

test.each([
  ['no weekday', { methods: [{ code: 'post', deliveryWeekdays: [] }] }],
  ['a weekday twice', { methods: [{ code: 'post', deliveryWeekdays: [1, 1] }] }],
  ['a day that is none', { holidays: ['2026-02-30'] }],
])('days of delivery with %s are refused', (_title, change) => {
  const { input } = shipping.operations.putDeliveryDays;
  const days = { zoneCode: 'home', holidays: [], methods: [] };
  expect(input.safeParse(days).success).toBe(true);
  expect(input.safeParse({ ...days, ...change }).success).toBe(false);
});
