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

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
});
afterAll(() => stocked.shop.close());

const call = () => stocked.shop.invocation();

async function confirmed(sku: string, quantity: number) {
  const input = reservationOf({ sku, quantity });
  must(await stocked.client.reserveStock(input, call()), 'reserve');
  must(await stocked.client.confirmReservation(idOf(input), call()), 'confirm');
  return { ...input, lineId: input.lines[0]!.lineId };
}

function departureOf(
  { reservationId, lineId }: { reservationId: string; lineId: string },
  quantity: number,
) {
  const lines = [{ lineId, locationId: stocked.locationId, quantity }];
  return { departureId: newId(), reservationId, lines };
}

test('what is over is given back by the sweep, and may be reserved anew', async () => {
  await stock(stocked, 'swept', 3);
  const input = reservationOf({ sku: 'swept', quantity: 3 });
  must(await stocked.client.reserveStock(input, call()), 'reserve');
  await stocked.shop.moveClock(119_000);
  expect(await availableOfSku(stocked, 'swept')).toBe(0);
  await stocked.shop.moveClock(7_000);
  expect(await availableOfSku(stocked, 'swept')).toBe(3);
  expect(await stocked.client.getReservation(idOf(input), call())).toMatchObject({
    value: { state: 'expired' },
  });
  expect(await stocked.client.confirmReservation(idOf(input), call())).toMatchObject({
    failure: { code: 'reservation_expired' },
  });
  expect(await stocked.client.reserveStock(input, call())).toMatchObject({
    value: { state: 'active' },
  });
});

test('what was given back after it had expired is not reserved anew either', async () => {
  await stock(stocked, 'given-up', 3);
  const input = reservationOf({ sku: 'given-up', quantity: 3 });
  must(await stocked.client.reserveStock(input, call()), 'reserve');
  await stocked.shop.moveClock(126_000);
  const release = { ...idOf(input), reason: 'checkout_ended' } as const;
  const released = must(await stocked.client.releaseReservation(release, call()), 'release');
  expect(released.releasedUnits).toBe(0);
  expect(await stocked.client.reserveStock(input, call())).toMatchObject({
    failure: { code: 'reservation_finished', detail: { state: 'expired' } },
  });
  expect(await availableOfSku(stocked, 'given-up')).toBe(3);
});

test('a confirmed one never ends by itself, and one that was given more time ends later', async () => {
  await stock(stocked, 'kept', 4);
  await confirmed('kept', 1);
  const longer = reservationOf({ sku: 'kept', quantity: 1 });
  must(await stocked.client.reserveStock(longer, call()), 'reserve');
  must(await stocked.client.reserveStock({ ...longer, expiresInSeconds: 400 }, call()), 'longer');
  await stocked.shop.moveClock(300_000);
  expect(await availableOfSku(stocked, 'kept')).toBe(2);
  await stocked.shop.moveClock(110_000);
  expect(await availableOfSku(stocked, 'kept')).toBe(3);
  await stocked.shop.moveClock(86_400_000);
  expect(await availableOfSku(stocked, 'kept')).toBe(3);
});

test('whoever comes short gets what is over, before the sweep was there', async () => {
  await stock(stocked, 'lazy', 1);
  const input = { ...reservationOf({ sku: 'lazy', quantity: 1 }), expiresInSeconds: 1 };
  must(await stocked.client.reserveStock(input, call()), 'reserve');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await stocked.client.confirmReservation(idOf(input), call())).toMatchObject({
    failure: { code: 'reservation_expired' },
  });
  const other = reservationOf({ sku: 'lazy', quantity: 1 });
  expect(await stocked.client.reserveStock(other, call())).toMatchObject({ ok: true });
});

test('departure: once per id, never more than is held, and only of an order', async () => {
  await stock(stocked, 'leaves', 5);
  const order = await confirmed('leaves', 3);
  const first = departureOf(order, 2);
  const replies = await Promise.all([
    stocked.client.recordDeparture(first, call()),
    stocked.client.recordDeparture(first, call()),
  ]);
  expect(replies).toMatchObject([{ value: { departedUnits: 2 } }, { value: { departedUnits: 2 } }]);
  expect(await itemOf(stocked, 'leaves')).toMatchObject({ onHand: 3, reserved: 1, departed: 2 });
  expect(await stocked.client.recordDeparture(departureOf(order, 2), call())).toMatchObject({
    failure: { code: 'departure_exceeds_reservation' },
  });
  const release = { reservationId: order.reservationId, reason: 'order_cancelled' as const };
  expect(await stocked.client.releaseReservation(release, call())).toMatchObject({
    value: { releasedUnits: 1 },
  });
  expect(await stocked.client.releaseReservation(release, call())).toMatchObject({
    value: { releasedUnits: 0 },
  });
  expect(await stocked.client.getReservation(idOf(order), call())).toMatchObject({
    value: { state: 'departed' },
  });
  const open = reservationOf({ sku: 'leaves', quantity: 1 });
  must(await stocked.client.reserveStock(open, call()), 'reserve');
  const early = departureOf({ ...open, lineId: open.lines[0]!.lineId }, 1);
  expect(await stocked.client.recordDeparture(early, call())).toMatchObject({ ok: false });
  expect(
    await stocked.client.recordDeparture(
      departureOf({ reservationId: newId(), lineId: newId() }, 1),
      call(),
    ),
  ).toMatchObject({
    failure: { code: 'reservation_not_found' },
  });
});

test('a release with an id of its own gives back once', async () => {
  await stock(stocked, 'partly', 5);
  const order = await confirmed('partly', 4);
  const release = {
    reservationId: order.reservationId,
    reason: 'fulfillment_cancelled' as const,
    releaseId: newId(),
    lines: [{ lineId: order.lineId, quantity: 1 }],
  };
  const replies = await Promise.all(
    [1, 2, 3].map(() => stocked.client.releaseReservation(release, call())),
  );
  replies.push(await stocked.client.releaseReservation(release, call()));
  for (const reply of replies) expect(reply).toMatchObject({ value: { releasedUnits: 1 } });
  expect(await availableOfSku(stocked, 'partly')).toBe(2);
  const documents = [
    { kind: 'release' as const, id: release.releaseId },
    { kind: 'departure' as const, id: newId() },
  ];
  expect(await stocked.client.getStockDocuments({ documents }, call())).toMatchObject({
    value: { found: [{ kind: 'release', id: release.releaseId, units: 1 }] },
  });
});

test('a count below what is reserved opens a shortage, and what makes it good closes it', async () => {
  await stock(stocked, 'lost', 5);
  const order = await confirmed('lost', 4);
  const count = { countId: newId(), reason: 'year end', lines: [{ sku: 'lost', quantity: 1 }] };
  expect(await stocked.client.countStock(count, call())).toMatchObject({
    value: { movements: 1, shortages: 1 },
  });
  expect(await stocked.client.countStock(count, call())).toMatchObject({
    value: { movements: 1, shortages: 1 },
  });
  expect(await itemOf(stocked, 'lost')).toMatchObject({
    onHand: 1,
    reserved: 4,
    shortUnits: 3,
    corrected: -4,
  });
  const departed = await stocked.client.recordDeparture(departureOf(order, 2), call());
  expect(departed).toMatchObject({
    failure: { code: 'stock_not_on_hand', detail: { lines: [{ available: 1 }] } },
  });
  const open = must(
    await stocked.client.listShortages({ limit: 10, state: 'open' }, call()),
    'list',
  );
  expect(open.items).toMatchObject([{ sku: 'lost', units: 3, closedAt: null }]);
  const receipt = { receiptId: newId(), reason: 'found', lines: [{ sku: 'lost', quantity: 3 }] };
  must(await stocked.client.receiveStock(receipt, call()), 'receive');
  expect(
    must(await stocked.client.listShortages({ limit: 10, state: 'open' }, call()), 'list').items,
  ).toEqual([]);
  expect(await stocked.client.recordDeparture(departureOf(order, 2), call())).toMatchObject({
    ok: true,
  });
});

test('every change of what is on hand is in the ledger, with who and why, page by page', async () => {
  await stock(stocked, 'ledger', 5);
  const staff = stocked.shop.staff([]);
  const invocation = stocked.shop.invocation({ actor: staff });
  const lines = [{ sku: 'ledger', quantity: 7 }];
  const count = { countId: newId(), reason: 'recount', lines };
  must(await stocked.client.countStock(count, invocation), 'count');
  const order = await confirmed('ledger', 2);
  must(await stocked.client.recordDeparture(departureOf(order, 2), call()), 'depart');
  const first = must(
    await stocked.client.listMovements({ limit: 2, sku: 'ledger' }, call()),
    'list',
  );
  expect(first.items).toMatchObject([
    { kind: 'departure', onHandDelta: -2, onHandAfter: 5 },
    {
      kind: 'count',
      onHandDelta: 2,
      onHandAfter: 7,
      reason: 'recount',
      referenceId: count.countId,
      actorKind: 'staff',
      actorId: staff.id,
    },
  ]);
  const rest = must(
    await stocked.client.listMovements(
      { limit: 2, sku: 'ledger', cursor: first.nextCursor! },
      call(),
    ),
    'list',
  );
  expect(rest).toMatchObject({ items: [{ kind: 'receipt', onHandDelta: 5 }], nextCursor: null });
  const update = stocked.shop.database('inventory').query({
    text: 'update movement set on_hand_delta = 1',
    values: [],
    name: undefined,
    parts: [],
  });
  await expect(update).rejects.toThrow('only ever added');
});

test('safety stock and policy are set for a SKU, and seen at once', async () => {
  await stock(stocked, 'kept-back', 5);
  const setting = {
    sku: 'kept-back',
    safetyStock: 4,
    lowStockThreshold: 2,
    policyOverride: 'continue' as const,
  };
  expect(await stocked.client.setStockPolicy(setting, call())).toMatchObject({
    value: {
      safetyStock: 4,
      available: 1,
      policy: 'continue',
      lowStockThreshold: 2,
      announced: true,
    },
  });
  expect(await stocked.client.getAvailability({ skus: ['kept-back'] }, call())).toMatchObject({
    value: { items: [{ available: 1, policy: 'continue' }] },
  });
  const input = reservationOf({ sku: 'kept-back', quantity: 3 });
  expect(
    must(await stocked.client.reserveStock(input, call()), 'reserve').allocations,
  ).toMatchObject([{ quantity: 3, backordered: 2 }]);
  expect(
    await stocked.client.setStockPolicy({ sku: 'nobody', safetyStock: 1 }, call()),
  ).toMatchObject({
    failure: { code: 'sku_not_found' },
  });
  const elsewhere = {
    receiptId: newId(),
    reason: 'r',
    lines: [{ sku: 'kept-back', locationId: newId(), quantity: 1 }],
  };
  expect(await stocked.client.receiveStock(elsewhere, call())).toMatchObject({
    failure: { code: 'location_unknown' },
  });
});

test('the last active location stays, and one that closes is not sold from', async () => {
  const base = { name: 'Main', channels: ['*'], priority: 100, address: null };
  const close = (code: string, active: boolean) =>
    stocked.client.putLocation({ ...base, code, active }, call());
  expect(await close('main', false)).toMatchObject({ failure: { code: 'last_location' } });
  must(await close('second', true), 'second');
  await stock(stocked, 'closing', 2);
  expect(await close('main', false)).toMatchObject({ failure: { code: 'location_holds_stock' } });
  // As an earlier version closed it, whatever it held.
  await stocked.shop
    .database('inventory')
    .query(sql`update location set active = false where code = 'main'`);
  expect(await availableOfSku(stocked, 'closing')).toBe(0);
  expect(
    await stocked.client.reserveStock(reservationOf({ sku: 'closing', quantity: 1 }), call()),
  ).toMatchObject({ ok: false });
  must(await close('main', true), 'open');
});

test('after all of this every unit is explained', async () => {
  expect(await violations(stocked)).toEqual([]);
});
