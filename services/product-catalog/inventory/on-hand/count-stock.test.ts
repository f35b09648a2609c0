import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import {
  itemOf,
  openInventory,
  reservationOf,
  stock,
  violations,
  type Stocked,
} from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

const call = () => stocked.shop.invocation();

function counted(...lines: { sku: string; quantity: number; expectedOnHand?: number }[]) {
  return stocked.client.countStock({ countId: newId(), reason: 'count', lines }, call());
}

/** A parcel leaves with so many pieces. */
async function ship(sku: string, quantity: number) {
  const reservation = reservationOf({ sku, quantity });
  must(await stocked.client.reserveStock(reservation, call()), 'reserve');
  const { reservationId, lines } = reservation;
  must(await stocked.client.confirmReservation({ reservationId }, call()), 'confirm');
  const left = lines.map(({ lineId }) => ({ lineId, locationId: stocked.locationId, quantity }));
  const departure = { departureId: newId(), reservationId, lines: left };
  must(await stocked.client.recordDeparture(departure, call()), 'depart');
}

test('what was sold between looking and counting is not put back on hand, and no line is booked', async () => {
  await stock(stocked, 'shipped', 10);
  await stock(stocked, 'still', 5);
  await ship('shipped', 2);
  const lines = [
    { sku: 'still', quantity: 4, expectedOnHand: 5 },
    { sku: 'shipped', quantity: 9, expectedOnHand: 10 },
  ];
  const count = { countId: newId(), reason: 'count', lines };
  expect(await stocked.client.countStock(count, call())).toMatchObject({
    failure: {
      code: 'stock_moved',
      detail: {
        lines: [{ sku: 'shipped', locationId: stocked.locationId, expectedOnHand: 10, onHand: 8 }],
      },
    },
  });
  expect(await itemOf(stocked, 'still')).toMatchObject({ onHand: 5, corrected: 0 });
  expect(await itemOf(stocked, 'shipped')).toMatchObject({ onHand: 8, corrected: 0 });
  // Its id is free: the same count goes on with what stands there now.
  const again = lines.map((line) =>
    line.sku === 'shipped' ? { ...line, quantity: 7, expectedOnHand: 8 } : line,
  );
  expect(await stocked.client.countStock({ ...count, lines: again }, call())).toMatchObject({
    value: { movements: 2 },
  });
  expect(await itemOf(stocked, 'shipped')).toMatchObject({ onHand: 7, corrected: -1 });
  expect(await violations(stocked)).toEqual([]);
});

test('a movement that equals the difference does not hide it', async () => {
  await stock(stocked, 'equal', 10);
  await ship('equal', 2);
  expect(await counted({ sku: 'equal', quantity: 8, expectedOnHand: 10 })).toMatchObject({
    failure: { code: 'stock_moved', detail: { lines: [{ expectedOnHand: 10, onHand: 8 }] } },
  });
  expect(await counted({ sku: 'equal', quantity: 6, expectedOnHand: 8 })).toMatchObject({
    value: { movements: 1 },
  });
  expect(await itemOf(stocked, 'equal')).toMatchObject({ onHand: 6 });
});

test('is booked as counted where nothing moved, of what lay nowhere yet, and without a look', async () => {
  await stock(stocked, 'calm', 3);
  expect(await counted({ sku: 'calm', quantity: 2, expectedOnHand: 3 })).toMatchObject({
    value: { movements: 1 },
  });
  expect(await counted({ sku: 'new', quantity: 4, expectedOnHand: 0 })).toMatchObject({
    value: { movements: 1 },
  });
  expect(await counted({ sku: 'calm', quantity: 5 })).toMatchObject({ value: { movements: 1 } });
  // Two lines of one SKU were counted against the same number.
  const twice = { sku: 'calm', quantity: 1, expectedOnHand: 5 };
  expect(await counted(twice, { ...twice, expectedOnHand: 4 })).toMatchObject({
    failure: { code: 'stock_moved', detail: { lines: [{ expectedOnHand: 4, onHand: 5 }] } },
  });
  expect(await itemOf(stocked, 'calm')).toMatchObject({ onHand: 5 });
});
