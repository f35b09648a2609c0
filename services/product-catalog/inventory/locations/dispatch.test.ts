import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openInventory, type Stocked } from '../stock-for-tests.ts';
import { tellLocations } from './tell-locations.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

const all = () => stocked.shop.invocation();
const ofHere = () => {
  const actor = stocked.shop.staff(['inventory:read', 'inventory:write']);
  return stocked.shop.invocation({ channel: 'here', actor: { ...actor, channels: ['here'] } });
};
const dispatch = {
  timeZone: 'Europe/Berlin',
  cutOff: '14:00',
  handlingDays: 1,
  hours: [{ weekday: 1, opens: '08:00', closes: '17:00' }],
  holidays: ['2026-12-25'],
};

async function addedFor(channels: string[]) {
  const code = `store-${newId().slice(-8)}`;
  const location = { code, name: 'Store', channels, priority: 500, address: null, active: true };
  return must(await stocked.client.putLocation(location, all()), 'put');
}

const toldOf = (locationId: string) =>
  stocked.shop.database('inventory').query<{ data: object; aggregateVersion: number }>(sql`
    select data, aggregate_version from outbox
    where type = 'inventory.location_changed' and aggregate_id = ${locationId}
    order by aggregate_version`);

test('the first location of a shop is told with the usual days', async () => {
  expect(await toldOf(stocked.locationId)).toMatchObject([
    { aggregateVersion: 1, data: { code: 'main', dispatch: { cutOff: '14:00', timeZone: 'UTC' } } },
  ]);
});

test('when it hands parcels over is kept, told, and stays when the location is changed', async () => {
  const { version, ...location } = await addedFor(['here']);
  const put = (given: typeof dispatch | null, by = ofHere()) =>
    stocked.client.putDispatchCalendar({ code: location.code, dispatch: given }, by);
  const after = must(await put(dispatch), 'put');
  expect(after).toEqual({ ...location, dispatch, version: version + 1 });
  const { locationId: _id, dispatch: _dispatch, ...again } = { ...location, name: 'Other' };
  expect(must(await stocked.client.putLocation(again, all()), 'again')).toMatchObject({
    name: 'Other',
    dispatch,
  });
  expect(must(await put(null), 'none').dispatch).toBeNull();
  const told = await toldOf(location.locationId);
  expect(told.map(({ aggregateVersion }) => aggregateVersion)).toEqual([1, 2, 3, 4]);
  expect(told[1]!.data).toEqual({ ...location, dispatch });
});

test.each([[['there']], [['here', 'there']], [['*']]])(
  'that of a location which serves %j is not changed by who works for one of them',
  async (channels) => {
    const { code, locationId } = await addedFor(channels);
    const asked = { code, dispatch };
    expect(await stocked.client.putDispatchCalendar(asked, ofHere())).toMatchObject({
      failure: { code: 'channel_not_held' },
    });
    expect(await toldOf(locationId)).toHaveLength(1);
  },
);

test('a location that is not there has none', async () => {
  const asked = { code: 'nowhere', dispatch };
  expect(await stocked.client.putDispatchCalendar(asked, all())).toMatchObject({
    failure: { code: 'location_unknown' },
  });
});

test('what an older release changed while it still ran is told at the next start', async () => {
  const { locationId, code } = await addedFor(['here']);
  const database = stocked.shop.database('inventory');
  await database.query(
    sql`update location set name = 'Older', version = version + 1 where code = ${code}`,
  );
  await tellLocations({ database });
  await tellLocations({ database });
  expect(await toldOf(locationId)).toMatchObject([
    { aggregateVersion: 1 },
    { aggregateVersion: 2, data: { name: 'Older' } },
  ]);
});
