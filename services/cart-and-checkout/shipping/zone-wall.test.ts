import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { shippingService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [shippingService] });
});
afterAll(() => shop.close());

const client = () => shop.client('shipping');
const rights = () => shop.staff(['settings:read', 'settings:write']);
const all = () => shop.invocation({ actor: rights() });
/** Staff whose rights hold for this channel alone. */
const ofHere = () =>
  shop.invocation({ channel: 'here', actor: { ...rights(), channels: ['here'] } });
const notHeld = { ok: false, failure: { code: 'channel_not_held' } };

function zone(channels: string[], code = `z-${newId().slice(-12)}`, name = 'before') {
  return { code, name, channels, countries: ['NO' as const], regions: [] };
}

async function named(code: string, by = all()): Promise<string[]> {
  const { items } = must(await client().listZones({}, by), 'list');
  return items.filter((one) => one.code === code).map(({ name }) => name);
}

test.each([[['there']], [['here', 'there']], [['*']]])(
  'a zone that serves %j is neither added, taken over nor removed by who works for one of them',
  async (channels) => {
    const added = zone(channels);
    expect(await client().putZone(added, ofHere())).toMatchObject(notHeld);
    expect(await named(added.code)).toEqual([]);
    must(await client().putZone(added, all()), 'put');
    const mine = zone(['here'], added.code, 'after');
    expect(await client().putZone(mine, ofHere())).toMatchObject(notHeld);
    expect(await client().removeZone({ code: added.code }, ofHere())).toMatchObject(notHeld);
    expect(await named(added.code)).toEqual(['before']);
  },
);

test('one’s own is added, changed and removed', async () => {
  const own = zone(['here']);
  for (const name of ['before', 'after']) {
    must(await client().putZone({ ...own, name }, ofHere()), name);
    expect(await named(own.code, ofHere())).toEqual([name]);
  }
  must(await client().removeZone({ code: own.code }, ofHere()), 'remove');
  expect(await named(own.code)).toEqual([]);
});

test('what serves one’s channel is seen, also where it serves all; what serves others is not', async () => {
  const zones = [zone(['*']), zone(['here', 'there']), zone(['there'])];
  for (const one of zones) must(await client().putZone(one, all()), 'put');
  const seen = await Promise.all(zones.map(({ code }) => named(code, ofHere())));
  expect(seen).toEqual([['before'], ['before'], []]);
});

const boat = {
  code: 'boat',
  name: 'Boat',
  basis: 'items' as const,
  carrierCode: null,
  serviceCode: null,
  earliestDays: 1,
  latestDays: 2,
  active: true,
  rates: [],
  freeFrom: [],
};

async function there(zoneCode: string) {
  const { items } = must(await client().listZones({}, all()), 'list');
  return items.find(({ code }) => code === zoneCode)!;
}

const conflictWith = (version: number) => ({
  ok: false,
  failure: { code: 'version_conflict', detail: { version } },
});

test('of two who read a zone, a method or its days the second is told, and nothing of theirs is lost', async () => {
  const own = zone(['*']);
  const put = (given: object = {}) => client().putZone({ ...own, ...given }, all());
  const added = must(await put({ expectedVersion: 0 }), 'new').version!;
  expect(await put({ expectedVersion: 0, name: 'another' })).toMatchObject(conflictWith(added));
  const first = must(await put({ expectedVersion: added, name: 'first' }), 'first').version!;
  expect(first).toBeGreaterThan(added);
  expect(await put({ expectedVersion: added, name: 'second' })).toMatchObject(conflictWith(first));
  expect(await named(own.code)).toEqual(['first']);
  expect(await client().putZone({ ...zone(['*']), expectedVersion: 1 }, all())).toMatchObject(
    conflictWith(0),
  );
  // Of what is not one's own no version is told.
  expect(await client().putZone({ ...own, expectedVersion: added }, ofHere())).toMatchObject(
    notHeld,
  );

  const putBoat = (given: object) =>
    client().putMethod({ ...boat, zoneCode: own.code, ...given }, all());
  const floats = must(await putBoat({ expectedVersion: 0 }), 'a boat').version!;
  const sails = must(await putBoat({ expectedVersion: floats, name: 'Ship' }), 'a ship').version!;
  expect(await putBoat({ expectedVersion: floats, name: 'Raft' })).toMatchObject(
    conflictWith(sails),
  );
  const days = (given: object) =>
    client().putDeliveryDays({ zoneCode: own.code, holidays: [], methods: [], ...given }, all());
  const sundays = [{ code: 'boat', deliveryWeekdays: [7] }];
  const set = must(await days({ expectedVersion: first, methods: sundays }), 'days').version!;
  expect(await days({ expectedVersion: first })).toMatchObject(conflictWith(set));
  const rested = (await there(own.code)).methods[0]!.version!;
  expect(rested).toBeGreaterThan(sails);
  must(await days({ methods: sundays, holidays: ['2026-12-25'] }), 'by an older client');
  const now = await there(own.code);
  expect(now.version).toBeGreaterThan(set);
  expect(now.methods).toMatchObject([{ name: 'Ship', version: rested, deliveryWeekdays: [7] }]);
  // Nor is what somebody changed since removed by who read it before.
  const ship = { zoneCode: own.code, code: 'boat' };
  const remove = (expectedVersion?: number) =>
    client().removeMethod({ ...ship, expectedVersion }, all());
  expect(await remove(sails)).toMatchObject(conflictWith(rested));
  must(await remove(rested), 'as it was read');
  const zoneGone = (expectedVersion?: number) =>
    client().removeZone({ code: own.code, expectedVersion }, all());
  expect(await zoneGone(set)).toMatchObject(conflictWith(now.version!));
  expect(await named(own.code)).toEqual(['first']);
  must(await zoneGone(), 'by a client that sends none');
});

test('who read a zone or a method that was removed and added again is told so', async () => {
  const own = zone(['*']);
  const put = (expectedVersion: number) => client().putZone({ ...own, expectedVersion }, all());
  const putBoat = (expectedVersion: number) =>
    client().putMethod({ ...boat, zoneCode: own.code, expectedVersion }, all());
  const read = must(await put(0), 'new').version!;
  const readBoat = must(await putBoat(0), 'a boat').version!;
  const method = { zoneCode: own.code, code: 'boat' };
  must(await client().removeMethod(method, all()), 'remove');
  const another = must(await putBoat(0), 'another boat').version!;
  expect(await putBoat(readBoat)).toMatchObject(conflictWith(another));
  must(await client().removeZone({ code: own.code }, all()), 'remove');
  const again = must(await put(0), 'again').version!;
  expect(await put(read)).toMatchObject(conflictWith(again));
  must(await putBoat(0), 'one more');
  expect(await putBoat(another)).toMatchObject({ failure: { code: 'version_conflict' } });
});

test('of two who add a zone of one code at once one is told', async () => {
  const own = { ...zone(['*']), expectedVersion: 0 };
  const both = await Promise.all([1, 2, 3].map(() => client().putZone(own, all())));
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const { version } = await there(own.code);
  expect(both.find(({ ok }) => !ok)).toMatchObject(conflictWith(version!));
});
