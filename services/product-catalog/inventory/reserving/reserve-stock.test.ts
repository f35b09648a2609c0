import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  availableOfSku,
  idOf,
  itemOf,
  openInventory,
  reservationOf,
  stock,
  violations,
  type Stocked,
} from '../stock-for-tests.ts';

const lockNotAvailable = '55P03';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

function reserve(input: ReturnType<typeof reservationOf>, channel = 'default') {
  return stocked.client.reserveStock(input, stocked.shop.invocation({ channel }));
}

test('reserves all lines or none, and says what is short', async () => {
  await stock(stocked, 'all-1', 5);
  await stock(stocked, 'all-2', 1);
  const reply = await reserve(
    reservationOf({ sku: 'all-1', quantity: 2 }, { sku: 'all-2', quantity: 2 }),
  );
  expect(reply).toMatchObject({
    ok: false,
    failure: {
      code: 'out_of_stock',
      detail: { lines: [{ sku: 'all-2', requested: 2, available: 1 }] },
    },
  });
  expect(await availableOfSku(stocked, 'all-1')).toBe(5);
  const taken = must(
    await reserve(reservationOf({ sku: 'all-1', quantity: 2 }, { sku: 'all-2', quantity: 1 })),
    'reserve',
  );
  expect(taken).toMatchObject({
    state: 'active',
    allocations: [{ quantity: 2, backordered: 0 }, { quantity: 1 }],
  });
  expect(await availableOfSku(stocked, 'all-1')).toBe(3);
  expect(await availableOfSku(stocked, 'all-2')).toBe(0);
});

test('in one group a later caller may get what an earlier one was refused', async () => {
  await stock(stocked, 'group', 3);
  const replies = await Promise.all(
    [2, 2, 1, 1].map((quantity) => reserve(reservationOf({ sku: 'group', quantity }))),
  );
  expect(replies.map(({ ok }) => ok)).toEqual([true, false, true, false]);
});

test('two lines of one stock item are counted together', async () => {
  await stock(stocked, 'twice', 3);
  const two = { sku: 'twice', quantity: 2 };
  expect(await reserve(reservationOf(two, two))).toMatchObject({
    failure: { detail: { lines: [{ sku: 'twice', requested: 4, available: 3 }] } },
  });
  expect(await reserve(reservationOf(two, { sku: 'twice', quantity: 1 }))).toMatchObject({
    ok: true,
  });
});

test('the same id is the same reservation, with its expiry moved', async () => {
  await stock(stocked, 'same', 5);
  const input = reservationOf({ sku: 'same', quantity: 2 });
  const first = must(await reserve(input), 'reserve');
  const [second, third] = await Promise.all([
    reserve({ ...input, expiresInSeconds: 600 }),
    reserve({ ...input, expiresInSeconds: 600 }),
  ]);
  expect(second).toMatchObject({ ok: true, value: { allocations: first.allocations } });
  expect(third).toEqual(second);
  const laterMs = Date.parse(must(second, 'again').expiresAt!) - Date.parse(first.expiresAt!);
  expect(laterMs).toBeGreaterThan(470_000);
  expect(await availableOfSku(stocked, 'same')).toBe(3);
});

test('other lines under the same id take the place of the held ones', async () => {
  await stock(stocked, 'other', 5);
  const input = reservationOf({ sku: 'other', quantity: 2 });
  must(await reserve(input), 'reserve');
  const more = { ...input, lines: [{ ...input.lines[0]!, quantity: 5 }] };
  expect(await reserve(more)).toMatchObject({
    ok: true,
    value: { allocations: [{ quantity: 5 }] },
  });
  expect(await availableOfSku(stocked, 'other')).toBe(0);
});

test.each([
  ['released by its order', 'order_cancelled', { failure: { code: 'reservation_finished' } }, 5],
  [
    'given back by its checkout',
    'checkout_ended',
    { failure: { code: 'reservation_finished' } },
    5,
  ],
] as const)('one that was %s is not reserved again', async (_title, reason, outcome, available) => {
  const sku = `again-${reason}`;
  await stock(stocked, sku, 5);
  const input = reservationOf({ sku, quantity: 2 });
  must(await reserve(input), 'reserve');
  const release = { ...idOf(input), reason };
  must(await stocked.client.releaseReservation(release, stocked.shop.invocation()), 'release');
  expect(await reserve(input)).toMatchObject(outcome);
  expect(await availableOfSku(stocked, sku)).toBe(available);
});

test('a SKU that nobody announced is not sold, even where there is stock; an untracked one always is', async () => {
  const { client, shop } = stocked;
  const receipt = { receiptId: newId(), reason: 'early', lines: [{ sku: 'early', quantity: 3 }] };
  must(await client.receiveStock(receipt, shop.invocation()), 'receive');
  expect(await availableOfSku(stocked, 'early')).toBe(0);
  expect(await reserve(reservationOf({ sku: 'early', quantity: 1 }))).toMatchObject({ ok: false });
  expect(await reserve(reservationOf({ sku: 'nobody-knows', quantity: 1 }))).toMatchObject({
    failure: { detail: { lines: [{ available: 0 }] } },
  });
  await stock(stocked, 'early', 0);
  expect(await availableOfSku(stocked, 'early')).toBe(3);
  await stock(stocked, 'e-book', 0, { tracked: false });
  const taken = must(await reserve(reservationOf({ sku: 'e-book', quantity: 9_999 })), 'reserve');
  expect(taken.allocations).toMatchObject([{ quantity: 9_999, locationId: stocked.locationId }]);
  expect(await itemOf(stocked, 'e-book')).toBeUndefined();
});

test('with policy continue what is beyond stock waits apart, and is served oldest first', async () => {
  const { client, shop, locationId } = stocked;
  await stock(stocked, 'beyond', 1, { policy: 'continue' });
  const [old, young] = [
    reservationOf({ sku: 'beyond', quantity: 3 }),
    reservationOf({ sku: 'beyond', quantity: 2 }),
  ];
  expect(must(await reserve(old), 'old').allocations).toMatchObject([
    { quantity: 3, backordered: 2 },
  ]);
  expect(must(await reserve(young), 'young').allocations).toMatchObject([
    { quantity: 2, backordered: 2 },
  ]);
  expect(await itemOf(stocked, 'beyond')).toMatchObject({ onHand: 1, reserved: 1, backordered: 4 });
  const receipt = {
    receiptId: newId(),
    reason: 'delivery',
    lines: [{ sku: 'beyond', locationId, quantity: 3 }],
  };
  must(await client.receiveStock(receipt, shop.invocation()), 'receive');
  expect(await itemOf(stocked, 'beyond')).toMatchObject({ onHand: 4, reserved: 4, backordered: 1 });
  const read = async ({ reservationId }: { reservationId: string }) =>
    must(await client.getReservation({ reservationId }, shop.invocation()), 'read').allocations;
  expect(await read(old)).toMatchObject([{ quantity: 3, backordered: 0 }]);
  expect(await read(young)).toMatchObject([{ quantity: 2, backordered: 1 }]);
  must(
    await client.releaseReservation(
      { reservationId: old.reservationId, reason: 'checkout_ended' },
      shop.invocation(),
    ),
    'release',
  );
  expect(await read(young)).toMatchObject([{ quantity: 2, backordered: 0 }]);
});

test('a SKU without any stock item can be backordered', async () => {
  await stock(stocked, 'to-be-made', 0, { policy: 'continue' });
  const replies = await Promise.all(
    [1, 2, 3].map((quantity) => reserve(reservationOf({ sku: 'to-be-made', quantity }))),
  );
  expect(replies.every(({ ok }) => ok)).toBe(true);
  expect(await itemOf(stocked, 'to-be-made')).toMatchObject({
    onHand: 0,
    reserved: 0,
    backordered: 6,
  });
});

test('one location that has everything is preferred to a split; channels see their own', async () => {
  const { client, shop, locationId } = stocked;
  const second = must(
    await client.putLocation(
      {
        code: 'store',
        name: 'Store',
        channels: ['default'],
        priority: 200,
        address: null,
        active: true,
      },
      shop.invocation(),
    ),
    'put location',
  ).locationId;
  await stock(stocked, 'split-1', 2);
  await stock(stocked, 'split-1', 3, { locationId: second });
  await stock(stocked, 'split-2', 1, { locationId: second });
  const whole = must(
    await reserve(reservationOf({ sku: 'split-1', quantity: 1 }, { sku: 'split-2', quantity: 1 })),
    'whole',
  );
  expect(new Set(whole.allocations.map((one) => one.locationId))).toEqual(new Set([second]));
  expect(await availableOfSku(stocked, 'split-1', 'wholesale')).toBe(2);
  expect(await availableOfSku(stocked, 'split-1')).toBe(4);
  expect(await reserve(reservationOf({ sku: 'split-1', quantity: 3 }), 'wholesale')).toMatchObject({
    ok: false,
  });
  const split = must(await reserve(reservationOf({ sku: 'split-1', quantity: 4 })), 'split');
  expect(split.allocations).toMatchObject([
    { locationId, quantity: 2 },
    { locationId: second, quantity: 2 },
  ]);
});

/** Where so many wait on a busy machine, somebody may wait too long for a lock, and asks again. */
async function reserveInTheEnd(input: ReturnType<typeof reservationOf>) {
  for (;;) {
    try {
      return await reserve(input);
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
    }
  }
}

test('opposite lock orders in parallel end without a deadlock', async () => {
  await stock(stocked, 'ab-1', 1_000);
  await stock(stocked, 'ab-2', 1_000);
  const [one, two] = [
    { sku: 'ab-1', quantity: 1 },
    { sku: 'ab-2', quantity: 1 },
  ];
  const replies = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index % 40));
      return reserveInTheEnd(index % 2 ? reservationOf(one, two) : reservationOf(two, one));
    }),
  );
  expect(replies.every(({ ok }) => ok)).toBe(true);
  expect(await availableOfSku(stocked, 'ab-1')).toBe(700);
});

test('tells absolute values with a version that rises', async () => {
  await stock(stocked, 'told', 9);
  const { client, shop, locationId } = stocked;
  const input = reservationOf({ sku: 'told', quantity: 4 });
  must(await reserve(input), 'reserve');
  must(await client.confirmReservation(idOf(input), shop.invocation()), 'confirm');
  const rows = await shop.database('inventory').query<{ type: string; data: object }>(sql`
    select type, data from outbox where data::text like '%"told"%' order by sequence`);
  const item = { sku: 'told', locationId, channels: ['*'], policy: 'deny' };
  // What only becomes less is no comeback: a purchase tells none.
  const back = { sku: 'told', locationId, channels: ['*'], available: 9 };
  expect(rows).toEqual([
    { type: 'inventory.stock_changed', data: { items: [{ ...item, available: 9, version: 1 }] } },
    { type: 'inventory.back_in_stock', data: { items: [back] } },
    { type: 'inventory.stock_changed', data: { items: [{ ...item, available: 5, version: 2 }] } },
    { type: 'inventory.low_stock', data: { sku: 'told', locationId, available: 5, threshold: 5 } },
  ]);
});

test('after all of this every unit is explained', async () => {
  expect(await violations(stocked)).toEqual([]);
});
