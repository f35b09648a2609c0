import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  availableOfSku,
  itemOf,
  openInventory,
  reservationOf,
  stock,
  type Stocked,
} from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

const staff = () => stocked.shop.invocation();

async function openLocation(priority = 500) {
  const location = {
    code: `store-${newId().slice(-8)}`,
    name: 'Store',
    channels: ['*'],
    priority,
    address: null,
  };
  const put = (active: boolean) => stocked.client.putLocation({ ...location, active }, staff());
  const { locationId } = must(await put(true), 'open');
  return { put, locationId };
}

const holds = (onHand: number, reserved: number, backordered = 0) => ({
  failure: { code: 'location_holds_stock', detail: { onHand, reserved, backordered } },
});

test('a location is closed once it holds nothing, and nothing of it is lost by a try', async () => {
  const { put, locationId } = await openLocation();
  const sku = `SKU-${newId()}`;
  await stock(stocked, sku, 3, { locationId });
  expect(await put(false)).toMatchObject(holds(3, 0));
  expect(await availableOfSku(stocked, sku)).toBe(3);
  const before = await itemOf(stocked, sku, locationId);
  expect(await put(false)).toMatchObject(holds(3, 0));
  expect(await itemOf(stocked, sku, locationId)).toEqual(before);
  const count = { countId: newId(), reason: 'moved', lines: [{ sku, locationId, quantity: 0 }] };
  must(await stocked.client.countStock(count, staff()), 'count');
  expect(await put(false)).toMatchObject({ ok: true, value: { active: false } });
  const reported = await stocked.shop.database('inventory').first<{ data: object }>(sql`
    select data from outbox where position(${sku} in data::text) > 0 order by sequence desc`);
  expect(reported?.data).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ sku, locationId, channels: [] })]),
  });
  // It is closed: closing again changes nothing, and it opens again.
  must(await put(false), 'again');
  must(await put(true), 'open');
});

test.each(['deny', 'continue'] as const)(
  'units that were promised there keep it open, sold by %s',
  async (policy) => {
    // Where units are missing they are promised at the first location.
    const { put, locationId } = await openLocation(policy === 'continue' ? 0 : 1);
    const sku = `SKU-${newId()}`;
    await stock(stocked, sku, policy === 'deny' ? 2 : 0, { locationId, policy });
    const held = reservationOf({ sku, quantity: 2 });
    must(await stocked.client.reserveStock(held, staff()), 'reserve');
    expect(await put(false)).toMatchObject(policy === 'deny' ? holds(2, 2) : holds(0, 0, 2));
    const { reservationId } = held;
    const release = { reservationId, reason: 'checkout_ended' as const };
    must(await stocked.client.releaseReservation(release, staff()), 'release');
    expect((await put(false)).ok).toBe(policy === 'continue');
  },
);
